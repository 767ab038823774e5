"""`settings.toml`: the learner's settings. A save keeps comments and unknown keys."""

from __future__ import annotations

import re
from pathlib import Path
from types import MappingProxyType
from typing import Any

from msgspec import Struct, field

from progress.files import DISK, Files, SaveError, read_whole, reason, replace_file, set_aside
from progress.paths import ensure_folder


class Settings(Struct, frozen=True):
    """The settings; None leaves the choice to the program."""

    theme: str | None = None
    ascii: bool | None = None
    mouse: bool = True
    driver: str = "wire"
    """The terminal driver: "wire" sends only what changed, "plain" is Textual's own."""
    slow_link: bool | str = "auto"
    """Whether to reduce output for a slow connection; "auto" measures it."""
    figures: str = "braille"
    """The characters of figures: "braille", or "blocks" for fonts without braille."""
    extra: MappingProxyType[str, object] = field(default_factory=lambda: MappingProxyType({}))
    """Keys that this version does not know, and the table `keys`."""

    @property
    def keys(self) -> object:
        """The table `[keys]` as it was read: the key of a command by its name. Its reader checks it."""
        return self.extra.get("keys", {})


_KINDS: dict[str, tuple[type | tuple[object, ...], str]] = {
    "theme": (str, 'a name in quotes, such as theme = "textual-dark"'),
    "ascii": (bool, "true or false"),
    "mouse": (bool, "true or false"),
    "driver": (("wire", "plain"), '"wire" or "plain"'),
    "figures": (("braille", "blocks"), '"braille" or "blocks"'),
    "slow_link": ((True, False, "auto"), 'true, false or "auto"'),
}


def load(path: Path, *, files: Files = DISK) -> tuple[Settings, tuple[str, ...]]:
    """The settings, and a message for each fault; a faulty setting has its default."""
    try:
        data = read_whole(files, path)
    except OSError as error:
        return Settings(), (f"{path}:1: {reason(error)}; defaults are used",)
    return (Settings(), ()) if data is None else _parsed(path, data)


def _parsed(path: Path, data: bytes) -> tuple[Settings, tuple[str, ...]]:
    import tomli  # most homes have no such file, and Home is painted sooner without

    try:
        text = data.decode("utf-8")
        table = tomli.loads(text)
    except UnicodeDecodeError as fault:
        line = data[: fault.start].count(b"\n") + 1
        return Settings(), (f"{path}:{line}: not UTF-8 text; defaults are used until the line is mended",)
    except tomli.TOMLDecodeError as fault:
        return Settings(), (
            f"{path}:{_line_of(fault, text)}: {fault}; defaults are used until it is mended or removed",
        )
    except RecursionError:
        return Settings(), (f"{path}:1: nested too deeply; defaults are used until it is mended or removed",)
    return _settings(path, text, table)


def _line_of(fault: ValueError, text: str) -> int:
    match = re.search(r"at line (\d+)", str(fault))
    return int(match[1]) if match else max(1, len(text.splitlines()))


def _settings(path: Path, text: str, table: dict[str, Any]) -> tuple[Settings, tuple[str, ...]]:
    good: dict[str, Any] = {}
    problems = []
    for name, (_, expected) in _KINDS.items():
        if name not in table:
            continue
        if _fits(name, table[name]):
            good[name] = table[name]
        else:
            spot = _assignment(name).search(text)
            line = text.count("\n", 0, spot.start()) + 1 if spot else 1
            problems.append(f"{path}:{line}: {name} must be {expected}; its default is used until then")
    extra = {name: value for name, value in table.items() if name not in _KINDS}
    return Settings(**good, extra=MappingProxyType(extra)), tuple(problems)


def _fits(name: str, value: object) -> bool:
    kind = _KINDS[name][0]
    if isinstance(kind, tuple):
        return any(type(value) is type(choice) and value == choice for choice in kind)
    return type(value) is kind


def _assignment(name: str) -> re.Pattern[str]:
    return re.compile(rf"^[ \t]*[\"']?{name}[\"']?[ \t]*=.*$", re.MULTILINE)


def save(path: Path, settings: Settings, *, files: Files = DISK) -> None:
    """Write the known settings into the file and keep the rest; an unreadable file is renamed first.

    Raises SaveError.
    """
    import tomli

    try:
        data = read_whole(files, path)
        text = (data or b"").decode("utf-8")
        before = tomli.loads(text)
        edited = _edited(text, settings)
        usable = tomli.loads(edited) == _expected(before, settings)
    except (ValueError, RecursionError, IsADirectoryError):
        usable, edited = False, ""
    except OSError as error:
        raise SaveError(path, reason(error)) from error
    if not usable:
        edited = _edited("", settings)
        _put_aside(path, files)
    ensure_folder(path.parent, files)
    replace_file(files, path, (edited.encode("utf-8", "replace"),))


def value_of(name: str, text: str) -> object:
    """The value of a setting as it is typed, with or without quotes; `default` is its default.

    Raises KeyError for an unknown name, and ValueError, which says what is expected, for a value that does not fit.
    """
    _, expected = _KINDS[name]
    import tomli

    if text == "default":
        return getattr(Settings(), name)
    try:
        value: object = tomli.loads(f"value = {text}")["value"]
    except ValueError:
        value = text
    if not _fits(name, value):
        raise ValueError(expected)
    return value


def save_key(path: Path, command: str, key: str | None, *, files: Files = DISK) -> None:
    """Write the key of a command into the table `[keys]`, or take it out; the rest of the file stays.

    Raises SaveError, and ValueError where the file cannot be read or its table stands in no place of its own.
    """
    import tomli

    try:
        data = read_whole(files, path)
    except OSError as error:
        raise SaveError(path, reason(error)) from error
    text = (data or b"").decode("utf-8")
    before = tomli.loads(text)
    edited = _with_key(text, command, key)
    keys = {name: value for name, value in dict(before.get("keys", {})).items() if name != command}
    wanted = {**before, "keys": keys if key is None else {**keys, command: key}}
    if tomli.loads(edited) != wanted and (key is not None or keys):
        raise ValueError(f"{path}: its table of keys cannot be edited from here; open the file")
    ensure_folder(path.parent, files)
    replace_file(files, path, (edited.encode("utf-8"),))


def _with_key(text: str, command: str, key: str | None) -> str:
    line = "" if key is None else f"{command} = {_toml(key)}\n"
    start = re.search(r"^[ \t]*\[keys\][^\n]*\n?", text, re.MULTILINE)
    if start is None:
        return text + ("\n" if text and not text.endswith("\n") else "") + (f"[keys]\n{line}" if line else "")
    end = re.search(r"^[ \t]*\[", text[start.end() :], re.MULTILINE)
    stop = start.end() + end.start() if end else len(text)
    table = text[start.end() : stop]
    spot = re.search(rf"^[ \t]*[\"']?{command}[\"']?[ \t]*=[^\n]*\n?", table, re.MULTILINE)
    table = table[: spot.start()] + line + table[spot.end() :] if spot else line + table
    head = text[: start.end()]
    return (head if head.endswith("\n") else head + "\n") + table + text[stop:]


def _put_aside(path: Path, files: Files) -> None:
    try:
        set_aside(files, path)
    except OSError as error:
        raise SaveError(path, reason(error)) from error


def _known(settings: Settings) -> dict[str, object]:
    """The known settings that differ from their defaults."""
    plain = Settings()
    names = [name for name in Settings.__struct_fields__ if name != "extra"]
    return {name: value for name in names if (value := getattr(settings, name)) != getattr(plain, name)}


def _expected(before: dict[str, Any], settings: Settings) -> dict[str, object]:
    return {**{name: value for name, value in before.items() if name not in _KINDS}, **_known(settings)}


def _edited(text: str, settings: Settings) -> str:
    """The text with its known top-level keys set, or removed where they have their default."""
    table_start = re.search(r"^[ \t]*\[", text, re.MULTILINE)
    head, tail = (text[: table_start.start()], text[table_start.start() :]) if table_start else (text, "")
    values = _known(settings)
    for name in _KINDS:
        spot = _assignment(name).search(head)
        line = f"{name} = {_toml(values[name])}" if name in values else ""
        if spot:
            end = spot.end() if line else min(spot.end() + 1, len(head))
            head = head[: spot.start()] + line + head[end:]
        elif line:
            head += ("\n" if head and not head.endswith("\n") else "") + line + "\n"
    return head + tail


def _toml(value: object) -> str:
    """A string, boolean or number as TOML, which for these equals JSON."""
    import json

    return json.dumps(value, ensure_ascii=True).replace("\x7f", "\\u007f")
