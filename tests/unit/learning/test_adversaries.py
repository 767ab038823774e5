"""Bots that guess, copy or repeat clear nothing of the checklist; one that knows clears all of it."""

from __future__ import annotations

from collections import Counter
from random import Random

import pytest

from lessons.course import Course
from tests.bench.adversaries import ADVERSARIES, Able, Helped, Judge, Paste, Run, luck
from tutor.learning.checklist import checklist

JUDGE = Judge()


@pytest.mark.parametrize("name", ADVERSARIES)
def test_a_bot_that_knows_nothing_clears_no_part(course: Course, name: str) -> None:
    run = Run(course, ADVERSARIES[name](Random(name)), JUDGE)
    for day in range(3):
        run.day(day, 14)
    assert sum(map(len, run.firsts.values())) > 30
    assert run.cleared_parts() == []
    assert all(part.words is None for row in checklist(course, run.state) for part in row.parts)


def test_a_bot_that_pastes_the_model_answer_was_asked_for_own_words(course: Course) -> None:
    run = Run(course, Paste(Random(1)), JUDGE)
    run.day(0)
    assert "information_theory.cross_entropy.recall" in run.firsts
    assert all(part.words is None for row in checklist(course, run.state) for part in row.parts)


def test_an_answer_after_a_hint_is_no_chance(course: Course) -> None:
    run = Run(course, Helped(Random(1)), JUDGE)
    run.day(0)
    assert 0 < run.counted.total() < sum(map(len, run.firsts.values()))


@pytest.mark.slow
@pytest.mark.parametrize(("slips", "days"), [(0.0, 8), (0.1, 15)])
def test_a_bot_that_knows_clears_every_line_in_time(course: Course, slips: float, days: int) -> None:
    assert Run(course, Able(Random(5), slips), JUDGE).days_to_clear(days) is not None


@pytest.mark.parametrize("item", ["linear_algebra.dot.compute", "calculus.descent.step"])
def test_no_answer_is_common(course: Course, item: str) -> None:
    """Whoever always types the same number is hardly ever right, let alone twice in a row."""
    answers = Counter(course.item(item, seed).answer for seed in range(1, 401))
    assert max(answers.values()) <= 10


def test_luck_is_worked_out_from_the_first_answers(course: Course) -> None:
    items = [item for outcome in course.outline.outcomes for part in outcome.parts for item in part.items]
    chances = dict(luck(course, Able(Random(1)), JUDGE, dict.fromkeys(items, 2), draws=3))
    assert set(chances.values()) == {1.0}
    assert set(dict(luck(course, Able(Random(1)), JUDGE, {}, draws=3)).values()) == {0.0}
