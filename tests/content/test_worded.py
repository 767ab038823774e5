"""What holds for every question of the ladder whose words are fixed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import pytest

from lessons.answers import judge
from tests.support.arithmetic import checked, exp_checked, log_checked
from tests.support.content import (
    RUNGS,
    check_only_right_options,
    messages_of,
    refutes,
    true_words_of,
    worded_of,
    words_of,
)
from tests.support.for_each import for_each

WORDED = worded_of()


@for_each(WORDED)
def test_worded_questions_judge_their_own_answers(item_id: str) -> None:
    item = WORDED[item_id]
    assert len(item.hints) >= 2
    assert item.explanation
    assert judge(item.question, item.answer).mark == "right"
    for rule in item.wrong_rules:
        verdict = judge(item.question, rule.answer)
        assert (verdict.mark, verdict.wrong_rule, verdict.feedback) == ("wrong", rule.id, rule.message)


@for_each(WORDED)
def test_worded_messages_refute(item_id: str) -> None:
    messages = messages_of(WORDED[item_id])
    assert len(messages) >= 2
    assert [message for message in messages if not refutes(message)] == []


@for_each(WORDED)
def test_worded_dollars_come_in_pairs(item_id: str) -> None:
    for text in words_of(WORDED[item_id]):
        assert text.replace("$$", "").count("$") % 2 == 0, text


@for_each([item_id for item_id, item in WORDED.items() if item.kind == "choice"])
def test_every_other_option_says_why_it_is_not(item_id: str) -> None:
    item = WORDED[item_id]
    assert 3 <= len(item.options) <= 4
    assert [option.id for option in item.options if not option.message] == [item.answer]


@pytest.mark.parametrize("rung", RUNGS)
def test_the_right_option_stands_in_every_place(rung: str) -> None:
    assert len(worded_of(rung)) >= 11
    assert {item.answer for item in worded_of(rung).values() if item.kind == "choice"} == {"a", "b", "c", "d"}


@pytest.mark.parametrize("item_id", [item_id for item_id, item in WORDED.items() if item.kind == "explain"])
def test_an_explanation_takes_all_true_statements_and_no_false_one(item_id: str) -> None:
    item = WORDED[item_id]
    assert len(item.model.split()) > 30
    assert len(item.rubric) >= 3
    assert len(item.answer.split()) >= 3
    check_only_right_options(item)


@pytest.mark.parametrize(
    "item_id", [item_id for item_id, item in WORDED.items() if item.kind in ("expression", "rule")]
)
def test_a_formula_to_be_typed_carries_its_own_cases(item_id: str) -> None:
    item = WORDED[item_id]
    for mark, answers in (("right", item.accept), ("wrong", item.reject), ("unreadable", item.invalid)):
        assert answers, mark
        assert {judge(item.question, answer).mark for answer in answers} == {mark}


KINDS = {
    "linear_algebra": Counter(choice=7, number=1),
    "probability": Counter(choice=6, expression=1, order=1, explain=1, number=1, vector=1),
    "calculus": Counter(choice=9, explain=3, multi=1, rule=1),
    "information_theory": Counter(choice=6, order=1, explain=1, rule=1, expression=1),
}


@pytest.mark.parametrize("rung", RUNGS)
def test_there_are_several_kinds(rung: str) -> None:
    assert Counter(item.kind for item in worded_of(rung).values()) >= KINDS[rung]


@pytest.mark.parametrize(
    ("rung", "check", "least"),
    [
        ("linear_algebra", checked, 6),
        ("probability", exp_checked, 5),
        ("calculus", checked, 6),
        ("information_theory", log_checked, 4),
    ],
)
def test_arithmetic_in_worded_questions_is_true(rung: str, check: Callable[[str], int], least: int) -> None:
    assert sum(check(text) for item in worded_of(rung).values() for text in true_words_of(item)) >= least
