"""The forms of worded items: an argument with one wrong line, a counterexample, a solution to finish."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from lessons.answers import Option, judge
from lessons.lint.items import item_faults
from lessons.model.counterexample import RELATIONS, Counterexample, Requirement
from lessons.reading.forms import plain_row
from lessons.reading.worded_items import WordedItem
from tests.support.broken_courses import WORDED, broken, faults_of
from tests.support.content import COURSE
from tutor.cli.catalogue import item_fields
from tutor.learning.answer_keys import takes_key
from tutor.rendering.answer_boxes import CHECK, listed, remaining
from tutor.rendering.author_check import RenderingTools

LINES = [{"text": f"line {n}", "message": "It holds. Go on."} for n in range(3)] + [{"text": "no", "wrong": True}]
REPAIRS = [{"text": "yes", "right": True}] + [{"text": f"no {n}", "message": "No. Look again."} for n in range(2)]
BROKEN = {"form": "broken", "kind": "cloze", "prompt": "Look.", "lines": LINES, "instead": REPAIRS}
REQUIRE = [{"left": "a", "relation": ">", "right": "b", "message": "{{left}} is not above {{right}}. Go up."}]
EXAMPLE = {"form": "counterexample", "kind": "vector", "prompt": "Find.", "entries": ["a", "b"], "require": REQUIRE}
FINISH = {"form": "finish", "kind": "number", "prompt": "Go on.", "shown": ["one", "two"], "steps": [{"text": "three"}]}

FAULTS: dict[str, tuple[Mapping[str, Any], str]] = {
    "an unknown form": ({"form": "riddle", "kind": "choice"}, "there is no form 'riddle'"),
    "a key of another form": ({**FINISH, "lines": LINES}, "lines belongs to another form"),
    "a key without a form": ({"kind": "number", "shown": ["a", "b"]}, "shown belongs to another form"),
    "a key is missing": ({**BROKEN, "instead": []}, "the form broken needs instead"),
    "broken, of another kind": ({**BROKEN, "kind": "choice"}, 'has the kind "cloze"'),
    "broken, too few lines": ({**BROKEN, "lines": LINES[1:]}, "4 to 6 lines"),
    "broken, two wrong lines": ({**BROKEN, "lines": [*LINES, LINES[-1]]}, "wrong = true on one of them"),
    "broken, too few repairs": ({**BROKEN, "instead": REPAIRS[:2]}, "3 entries or more"),
    "broken, a silent line": ({**BROKEN, "lines": [{"text": "mute"}, *LINES]}, "false repair: mute"),
    "broken, a right repair with a message": (
        {**BROKEN, "instead": [{**REPAIRS[0], "message": "No."}, *REPAIRS[1:]]},
        "false repair: yes",
    ),
    "counterexample, not typed": ({**EXAMPLE, "kind": "choice"}, "a counterexample is typed"),
    "counterexample, an unknown relation": (
        {**EXAMPLE, "require": [{**REQUIRE[0], "relation": "~"}]},
        "there is no relation '~'",
    ),
    "finish, not typed": ({**FINISH, "kind": "choice"}, "the end of a solution is typed"),
    "finish, nothing left": ({**FINISH, "steps": []}, "has steps for the rest"),
    "finish, nothing shown": ({**FINISH, "shown": ["one"]}, "shows 2 lines or more"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_of_a_form_is_named(fault: str) -> None:
    row, said = FAULTS[fault]
    with pytest.raises(ValueError, match=re.escape(said)):
        plain_row(row)


def test_a_fault_is_found_with_its_file_and_line(tmp_path: Path) -> None:
    course = broken(tmp_path, [(WORDED, 'kind = "choice"', 'kind = "choice"\nform = "riddle"', "")])
    assert any("there is no form 'riddle'" in fault.text and fault.path == WORDED for fault in faults_of(course))


def test_an_item_without_a_form_is_left_as_it_is() -> None:
    row = {"kind": "number", "prompt": "Add."}
    assert plain_row(row) == row


def test_a_broken_argument_is_a_cloze_of_a_line_and_a_repair() -> None:
    row = plain_row(BROKEN)
    assert row["answer"] == "d e"
    assert "lines a to d" in row["prompt"]
    assert "which of e to g" in row["prompt"]
    assert [(option.id, option.gap) for option in row["read_options"]] == [
        *zip("abcdefg", [1] * 4 + [2] * 3, strict=True)
    ]


def test_what_is_shown_of_a_solution_stands_in_the_prompt() -> None:
    assert plain_row(FINISH)["prompt"] == "Go on.\n\n- one\n- two"


@given(st.integers(-50, 50), st.integers(-50, 50), st.sampled_from(sorted(RELATIONS)))
def test_relations_are_those_of_numbers(a: int, b: int, relation: str) -> None:
    holds = Counterexample(("a", "b"), (Requirement("a", relation, "b", "{{left}} and {{right}}"),))
    expected = {"=": a == b, "!=": a != b, "<": a < b, ">": a > b, "<=": a <= b, ">=": a >= b}[relation]
    assert holds((a, b)) == ("" if expected else f"{a} and {b}")


@given(st.floats(-9, 9), st.integers(1, 3))
def test_rounding_decides_nothing(a: float, third: int) -> None:
    """A third, added up again, is equal, and neither below nor above."""
    numbers = (a * third / 3, a * (3 - third) / 3, a)
    for relation, holds in (("=", True), ("<=", True), (">=", True), ("<", False), (">", False), ("!=", False)):
        condition = Counterexample(("x", "y", "z"), (Requirement("x + y", relation, "z", "No."),))
        assert (condition(numbers) == "") == holds


def test_the_first_requirement_that_fails_is_named_and_a_side_without_a_value_too() -> None:
    condition = Counterexample(("a",), (Requirement("a", "!=", "1", "First."), Requirement("1/a", ">", "0", "Second.")))
    assert [condition((one,)) for one in (1.0, -1.0, 2.0)] == ["First.", "Second.", ""]
    assert "without a value" in condition((0.0,))


BROKEN_ITEMS = [item_id for item_id, one in COURSE.templates.items() if one.form == "broken"]


@pytest.mark.parametrize("item_id", BROKEN_ITEMS)
def test_every_wrong_pair_is_answered_with_the_message_of_its_first_slip(item_id: str) -> None:
    item = COURSE.item(item_id, 3)
    line, repair = item.answer.split()
    for first in (one for one in item.options if one.gap == 1):
        for second in (one for one in item.options if one.gap == 2):
            verdict = judge(item.question, f"{first.id} {second.id}")
            slip = first if first.id != line else second
            right = (first.id, second.id) == (line, repair)
            assert (verdict.mark, verdict.feedback) == (("right", "") if right else ("wrong", slip.message))
            assert verdict.wrong_rule == (None if right else slip.misconception)


@pytest.mark.parametrize(
    ("typed", "said"), [("d a", "Gap 2 takes one of `e`"), ("e", "Gap 1 takes one of `a`"), ("d e e", "no more gaps")]
)
def test_a_letter_in_the_wrong_gap_costs_nothing(typed: str, said: str) -> None:
    options = tuple(plain_row(BROKEN)["read_options"])
    item = COURSE.item(BROKEN_ITEMS[0])
    question = item.question._replace(options=options, expected="d e")
    verdict = judge(question, typed)
    assert verdict.mark == "unreadable"
    assert said in verdict.feedback


def test_a_gap_takes_its_own_options_and_the_others_stay_in_sight() -> None:
    item = COURSE.item("probability.conditional.broken")
    lines = [option.id for option in item.options if option.gap == 1]
    repairs = [option.id for option in item.options if option.gap == 2]
    assert remaining(item.options, 2, []) == [*lines, CHECK]
    assert remaining(item.options, 2, ["a"]) == [*repairs, CHECK]
    assert remaining(item.options, 2, ["a", repairs[0]]) == [CHECK]
    for placed in ([], ["a"], ["a", repairs[0]]):
        assert listed(item.options, remaining(item.options, 2, placed)) == [*lines, *repairs, CHECK]
    assert [takes_key(item, "", one) for one in (lines[0], repairs[0])] == [True, False]
    assert [takes_key(item, "a", one) for one in (lines[0], repairs[0])] == [False, True]
    plain = (Option("a", "A"), Option("b", "B"))
    assert listed(plain, [CHECK]) == [CHECK]


def test_a_requirement_that_nothing_breaks_is_a_fault() -> None:
    template = COURSE.templates["linear_algebra.products.cancel"]
    assert isinstance(template, WordedItem)
    lenient = replace(template, item=replace(template.item, reject=template.item.reject[1:]))
    said = [fault.text for fault in item_faults(COURSE, lenient, RenderingTools(), used=True)]
    assert len(said) == 1
    assert "no answer in reject breaks a^2 + b^2 + c^2 + d^2 > 0" in said[0]


def test_the_form_is_told_to_other_programs() -> None:
    assert item_fields(COURSE, COURSE.item("probability.softmax.positive", 1))["form"] == "counterexample"
    assert item_fields(COURSE, COURSE.item("linear_algebra.angle.broken"))["form"] == "broken"
    assert item_fields(COURSE, COURSE.item("linear_algebra.dot.exercise"))["form"] == ""
