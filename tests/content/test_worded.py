"""What holds for every question of the ladder whose words are fixed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import pytest

from lessons.answers import judge
from tests.support.arithmetic import checked, exp_checked, log_checked
from tests.support.content import (
    RUNGS,
    true_words_of,
    worded_of,
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
