"""Shapes as answers: read, compared under one naming, and judged one after the other."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lessons.answers import Question, QuestionError, WrongRule, judge, read
from lessons.answers.shapes import NO_NAMING, Naming, Sizes, WrongShape, judge_axes, read_shape
from tests.support.for_each import for_each
from tests.support.paths import TABLES

CASES: list[dict[str, Any]] = [
    json.loads(line) for line in (TABLES / "answers_shapes.jsonl").read_text(encoding="utf-8").splitlines()
]
ATTENTION = Sizes({"n": 2, "m": 3, "d_k": 4, "d_v": 5}, coincide=(("n", "m"),))
FIELDS = ("(n, d_k)", "(m, d_k)", "(m, d_v)", "(n, m)", "(n, d_v)")
LETTERS = st.permutations(["T", "S", "d", "e", "h", "B", "q"]).map(
    lambda found: dict(zip(("n", "m", "d_k", "d_v"), found, strict=False))
)


def judged(sizes: Sizes, pairs: list[tuple[str, str]]) -> list[str]:
    """The marks of answers that are given one after the other."""
    naming = NO_NAMING
    marks: list[str] = []
    for expected, typed in pairs:
        verdict, naming = judge_axes(sizes, expected, typed, naming)
        marks.append(verdict.mark)
    return marks


def renamed(field: str, names: dict[str, str]) -> str:
    return f"({', '.join(names[name] for name in field.strip('()').split(', '))})"


@for_each(CASES, ids=lambda case: f"{case['expected']} {case['answer']!r}")
def test_case_is_judged_as_it_should(case: dict[str, Any]) -> None:
    verdict, _ = judge_axes(Sizes(case["sizes"]), case["expected"], case["answer"])
    assert verdict.mark == case["want"], verdict.feedback
    assert case.get("says", "") in verdict.feedback
    assert (verdict.column is not None) == (verdict.mark == "unreadable")


def test_the_table_is_large() -> None:
    assert len(CASES) >= 300


@settings(deadline=None)
@given(LETTERS)
def test_one_renaming_of_all_sizes_keeps_every_verdict(names: dict[str, str]) -> None:
    assert judged(ATTENTION, [(field, renamed(field, names)) for field in FIELDS]) == ["right"] * len(FIELDS)


@settings(deadline=None)
@given(LETTERS, st.integers(0, len(FIELDS) - 1), st.sampled_from(["swapped", "dropped", "added"]))
def test_one_fault_in_one_field_breaks_that_field(names: dict[str, str], place: int, fault: str) -> None:
    pairs = [(field, renamed(field, names)) for field in FIELDS]
    first, second = pairs[place][1].strip("()").split(", ")
    if fault == "swapped" and place == 0:
        return  # the first field binds the letters: no order of two new letters is wrong
    typed = {"swapped": f"({second}, {first})", "dropped": f"({first},)", "added": f"({first}, {second}, 1)"}[fault]
    pairs[place] = (pairs[place][0], typed)
    marks = judged(ATTENTION, pairs)
    assert marks[place] == "wrong" or (fault == "swapped" and "wrong" in marks)


@settings(deadline=None)
@given(st.text(alphabet="nmdTSx0123456789()[]{},.:?*×^ℝ\\_ -+by", max_size=70))
def test_whatever_is_typed_is_read_or_refused_with_a_column(text: str) -> None:
    verdict, _ = judge_axes(ATTENTION, "(n, m)", text)
    if verdict.mark == "unreadable":
        assert verdict.feedback
        assert verdict.column is not None
        assert 1 <= verdict.column <= len(text) + 1
    else:
        assert len(read_shape(text)) <= 6


def test_self_attention_may_use_one_letter_for_both_lengths() -> None:
    pairs = [("(n, d_k)", "(T, d)"), ("(m, d_k)", "(T, d)"), ("(n, m)", "(T, T)")]
    assert judged(ATTENTION, pairs) == ["right"] * 3
    apart = Sizes(ATTENTION.numbers)
    assert judged(apart, pairs) == ["right", "wrong", "wrong"]
    named = [("(n, d_k)", "(T, d)"), ("(m, d_k)", "(S, d)"), ("(n, m)", "(T, T)")]
    assert judged(ATTENTION, named) == ["right", "right", "wrong"]


def test_axes_in_front_are_carried_through() -> None:
    sizes = Sizes(ATTENTION.numbers, lead=True)
    assert judged(sizes, [("(n, d_k)", "(B, h, T, d)"), ("(m, d_k)", "(B, h, S, d)")]) == ["right", "right"]
    assert judged(sizes, [("(n, d_k)", "(B, h, T, d)"), ("(m, d_k)", "(S, d)")]) == ["right", "wrong"]
    assert judged(sizes, [("(n, d_k)", "(T, d)"), ("(m, d_k)", "(B, S, d)")]) == ["right", "wrong"]


def test_a_summed_axis_may_stay_where_the_question_says_so() -> None:
    assert judged(Sizes({"B": 4}, keep=True), [("(B,)", "(B, 1)"), ("(B,)", "B"), ("scalar", "(1,)")]) == ["right"] * 3
    assert judged(Sizes({"B": 4}), [("(B,)", "(B, 1)")]) == ["wrong"]


def test_only_right_answers_bind() -> None:
    verdict, naming = judge_axes(ATTENTION, "(n, d_k)", "(T, 9)")
    assert verdict.mark == "wrong"
    assert naming == NO_NAMING
    bound = judge_axes(ATTENTION, "(n, d_k)", "(T, d)")[1]
    assert bound == Naming({"T": ("n",), "d": ("dk",)})


def test_a_wrong_shape_is_named_under_the_renaming() -> None:
    naming = judge_axes(ATTENTION, "(m, d_v)", "(S, e)", judge_axes(ATTENTION, "(n, d_k)", "(T, d)")[1])[1]
    verdict, _ = judge_axes(ATTENTION, "(n, m)", "(S, T)", naming, (WrongShape("(m, n)", "That is the transpose."),))
    assert verdict.feedback == "That is the transpose."


def test_a_shape_is_a_question_by_itself() -> None:
    wrong = (WrongRule("transposed", "(m, n)", "That is the transpose."),)
    question = Question("shape", "(n, m)", {"n": "2", "m": "3"}, wrong=wrong)
    assert judge(question, "2 x 3").mark == "right"
    assert judge(question, "(m, n)").wrong_rule == "transposed"
    assert judge(question, "(n, m").mark == "unreadable"
    assert read(question, "(n, m)").latex == "(n, m)"
    for bad in (
        Question("shape", "(n, d)", {"n": "2"}),
        Question("shape", "(n, ?)", {"n": "2"}),
        Question("shape", "(n,)", {"n": "real"}),
        Question("shape", "(n, m)", {"n": "2", "m": "2"}),
    ):
        with pytest.raises(QuestionError):
            judge(bad, "(n, m)")
