"""The keys of commands that the learner can choose, in the table `[keys]` of settings.toml."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping

from msgspec import Struct


class Command(Struct, frozen=True):
    """A command whose key is a setting; `places` are where it works, and `everywhere` is a place that meets all."""

    key: str
    places: frozenset[str]


def _at(key: str, *places: str) -> Command:
    return Command(key, frozenset(places))


COMMANDS: Mapping[str, Command] = {
    "hint": _at("ctrl+t", "question", "program"),
    "solution": _at("ctrl+r", "question", "program"),
    "steps": _at("ctrl+o", "question"),
    "sure": _at("ctrl+y", "question"),
    "dispute": _at("ctrl+g", "question"),
    "typo": _at("ctrl+n", "question"),
    "do_not_know": _at("ctrl+k", "question"),
    "run": _at("ctrl+s", "program"),
    "own_editor": _at("ctrl+o", "program"),
    "start_over": _at("ctrl+n", "program"),
    "undo": _at("ctrl+z", "program"),
    "find": _at("ctrl+f", "program"),
    "go_to_line": _at("ctrl+g", "program"),
    "comment": _at("ctrl+underscore", "program"),
    "help": _at("f1", "everywhere"),
    "commands": _at("ctrl+p", "everywhere"),
    "repaint": _at("ctrl+l", "everywhere"),
    "quit": _at("ctrl+q", "everywhere"),
}
"""By name, which is also the id of its bindings."""

_KEPT_BY_BROWSERS = ("ctrl+t", "ctrl+n", "ctrl+w")  # a new tab, a new window, and the end of this one
_SPARE = ("f2", "f4", "f8", "f9")  # keys that browsers leave to their pages

_USABLE = re.compile(r"(ctrl|alt)\+[a-z]|ctrl\+underscore|(ctrl\+|shift\+)?f([1-9]|1[0-2])")
_TAKEN = {
    "ctrl+i": "the Tab key", "ctrl+m": "the Enter key", "ctrl+j": "the Enter key", "ctrl+h": "Backspace",
    "ctrl+c": "to copy", "ctrl+v": "to paste", "ctrl+x": "to cut",
}  # fmt: skip
_ALIASES = {"ctrl+/": "ctrl+underscore", "ctrl+_": "ctrl+underscore"}
EXAMPLES = 'such as "f2", "ctrl+b" or "alt+h"'


def keymap(table: object) -> tuple[dict[str, str], tuple[str, ...]]:
    """Return the keys that are set by command, and one line for each fault; a faulty line leaves its default.

    `table` is what stands under `keys` in the settings.
    """
    if not isinstance(table, Mapping):
        return {}, ('keys must be a table, such as [keys] with a line hint = "f2"',)
    chosen: dict[str, str] = {}
    faults: list[str] = []
    for name, value in table.items():
        key, fault = _checked(str(name), value)
        if fault:
            faults.append(f"[keys] {name}: {fault}")
        else:
            chosen[name] = key
    while (clash := next(_clashes(chosen), None)) is not None:
        name, other, key = clash
        faults.append(f"[keys] {name}: {key} is the key of {other} already; choose another for one of them")
        del chosen[name]
    return chosen, tuple(faults)


def for_browsers(table: object) -> object:
    """Return the keys that are set, and spare ones for the commands whose keys a browser keeps for itself."""
    if not isinstance(table, Mapping):
        return table
    spare = [key for key in _SPARE if key not in table.values()]
    kept = [key for key in _KEPT_BY_BROWSERS if key in {command.key for command in COMMANDS.values()}]
    keys = dict(zip(kept, spare, strict=False))
    defaults = {name: keys[command.key] for name, command in COMMANDS.items() if command.key in keys}
    return {**table, **{name: key for name, key in defaults.items() if name not in table}}


def _checked(name: str, value: object) -> tuple[str, str]:
    """Return a key as Textual names it, and what is wrong with it or with the command."""
    if name not in COMMANDS:
        near = difflib.get_close_matches(name, COMMANDS, 1)
        return "", f"there is no such command; {f'did you mean {near[0]}?' if near else 'there are ' + _names()}"
    if not isinstance(value, str):
        return "", f"a key is a text in quotes, {EXAMPLES}"
    key = value.strip().lower()
    key = _ALIASES.get(key, key)
    if key in _TAKEN:
        return "", f"{value} is {_TAKEN[key]} in every terminal or text box; choose another, {EXAMPLES}"
    if not _USABLE.fullmatch(key):
        return "", f"{value!r} is no key that can be used here; choose one {EXAMPLES}"
    return key, ""


def _names() -> str:
    return ", ".join(COMMANDS)


def _clashes(chosen: Mapping[str, str]) -> Iterator[tuple[str, str, str]]:
    """The commands whose chosen key another command has where both work: name, the other, the key."""
    for name in reversed(list(chosen)):
        places = COMMANDS[name].places
        for other, command in COMMANDS.items():
            together = places & command.places or "everywhere" in places | command.places
            if other != name and together and chosen.get(other, command.key) == chosen[name]:
                yield name, other, chosen[name]


def key_of(name: str, chosen: Mapping[str, str]) -> str:
    """Return the key of a command: the chosen one, or its default."""
    return chosen.get(name, COMMANDS[name].key)


def with_chosen_keys(text: str, chosen: Mapping[str, str], place: str) -> str:
    """Return a text in which keys between backquotes are the chosen ones, for the commands that work at a place."""
    keys = {
        command.key: chosen[name] for name, command in COMMANDS.items() if name in chosen and place in command.places
    }
    return re.sub(r"`([^`]+)`", lambda found: f"`{keys.get(found[1], found[1])}`", text)
