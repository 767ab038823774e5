"""The table `[keys]` of the settings: what it takes, and the one line that says what is wrong with it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from textual.binding import Binding

import tutor
from tests.support.textual_classes import textual_classes
from tutor.app.key_settings import COMMANDS, for_browsers, keymap, with_chosen_keys


def test_every_command_has_a_binding_with_its_name_and_default_key() -> None:
    bound: dict[str, set[str]] = {}
    for kind in textual_classes():
        for binding in Binding.make_bindings(vars(kind).get("BINDINGS", ())):
            if binding.id is not None:
                bound.setdefault(binding.id, set()).add(binding.key)
    assert bound == {name: {command.key} for name, command in COMMANDS.items()}


def test_the_defaults_do_not_clash() -> None:
    assert keymap({name: command.key for name, command in COMMANDS.items()}) == (
        {name: command.key for name, command in COMMANDS.items()},
        (),
    )


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ({"hnit": "f2"}, "did you mean hint?"),
        ({"zzz": "f2"}, "there are hint, solution"),
        ({"hint": "q"}, "'q' is no key that can be used here"),
        ({"hint": "enter"}, "no key that can be used here"),
        ({"hint": "ctrl+i"}, "the Tab key"),
        ({"hint": "ctrl+c"}, "to copy"),
        ({"hint": 3}, "in quotes"),
        ({"hint": "ctrl+r"}, "ctrl+r is the key of solution already"),
        ({"find": "ctrl+q"}, "ctrl+q is the key of quit already"),
        ({"hint": "f2", "solution": "f2"}, "f2 is the key of hint already"),
        ("f2", "keys must be a table"),
    ],
)
def test_a_fault_is_one_line_that_says_what_to_do(table: object, said: str) -> None:
    _, faults = keymap(table)
    assert len(faults) == 1
    assert said in faults[0]
    assert "\n" not in faults[0]


def test_keys_may_change_places_and_serve_two_places() -> None:
    swapped = {"hint": "ctrl+r", "solution": "ctrl+t"}
    assert keymap(swapped) == (swapped, ())
    both = {"steps": "ctrl+b", "find": "ctrl+b"}
    assert keymap(both) == (both, ())


KEYS = st.sampled_from(["f2", "ctrl+b", "ctrl+r", "ctrl+t", "CTRL+/", "q", "ctrl+q", "alt+x", "tab"])


@given(st.dictionaries(st.sampled_from([*COMMANDS, "nonsense"]), KEYS))
def test_whatever_is_set_no_two_commands_share_a_key_where_both_work(table: dict[str, str]) -> None:
    chosen, faults = keymap(table)
    assert len(chosen) + len(faults) == len(table)
    keys = {name: chosen.get(name, command.key) for name, command in COMMANDS.items()}
    for name in COMMANDS:
        for other in COMMANDS:
            together = COMMANDS[name].places & COMMANDS[other].places
            if name != other and together and {name, other} & set(chosen):
                assert keys[name] != keys[other]


def _sentences(path: Path) -> Iterator[str]:
    """The texts of a module that are more than a word, without docstrings."""
    tree = ast.parse(path.read_text("utf-8"))
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            yield node.value


@pytest.mark.slow
def test_no_sentence_names_a_key_that_can_be_chosen_but_between_backquotes() -> None:
    root = Path(tutor.__file__).parent
    default = re.compile("(?<!`)" + "|(?<!`)".join(rf"\b{re.escape(command.key)}\b" for command in COMMANDS.values()))
    named = [
        sentence
        for path in root.rglob("*.py")
        if path.name not in ("key_settings.py", "job_control.py")
        for sentence in _sentences(path)
        if " " in sentence and default.search(sentence) and not sentence.startswith("ctrl+z: no shell")
    ]
    assert not named


def test_a_text_names_the_keys_that_are_set() -> None:
    text = "`ctrl+t` gives a hint, `ctrl+o` steps; ctrl+t."
    assert with_chosen_keys(text, {"hint": "f2", "own_editor": "f3"}, "question") == (
        "`f2` gives a hint, `ctrl+o` steps; ctrl+t."
    )


@given(st.dictionaries(st.sampled_from(list(COMMANDS)), st.sampled_from(["f2", "f3", "f4", "ctrl+b"]), max_size=4))
def test_in_a_browser_no_command_needs_a_key_that_the_browser_keeps(chosen: dict[str, str]) -> None:
    """What the learner chose comes first, and nothing clashes that did not before."""
    assume(len(set(chosen.values())) == len(chosen))
    table = for_browsers(chosen)
    keys, faults = keymap(table)
    assert faults == keymap(chosen)[1]
    assert not {"ctrl+t", "ctrl+n", "ctrl+w"} & {keys.get(name, command.key) for name, command in COMMANDS.items()}
    assert {name: keys[name] for name in keymap(chosen)[0]} == keymap(chosen)[0]


def test_in_a_browser_a_broken_table_stays_what_it_is() -> None:
    assert for_browsers("f2") == "f2"
