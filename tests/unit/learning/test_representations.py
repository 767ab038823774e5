"""After an error the same is asked in another representation: Bayes in heads after Bayes in percent."""

from __future__ import annotations

import pytest

from lessons.course import Course
from lessons.model.computed_item import ComputedItem
from tests.support.study import Learner
from tutor.learning.scheduling import PlannedQuestion, StudySession, begin, next_question
from tutor.learning.scheduling.study_session import Kind

PERCENT, HEADS = "probability.bayes.posterior", "probability.bayes.posterior_frequencies"


def next_after(course: Course, kind: Kind, right: bool, *before: str) -> PlannedQuestion | None:
    """What a sitting asks after the question in percent."""
    learner = Learner(course)
    for item in ("probability.conditional.given", PERCENT):
        learner.answer(item, 1)
    learner.wait(days=60)
    made = begin(kind, course, learner.state, learner.now, scope="bayes")
    done = StudySession(kind, made.scope, made.started, made.targets, made.count)
    for item in before:
        done = done.answered(PlannedQuestion(item, 2, "bayes", ""), True)
    return next_question(
        done.answered(PlannedQuestion(PERCENT, 3, "bayes", ""), right), course, learner.state, learner.now
    )


@pytest.mark.parametrize("kind", ["review", "practice"])
def test_heads_after_an_error_in_percent(course: Course, kind: Kind) -> None:
    asked = next_after(course, kind, right=False)
    assert asked is not None
    assert (asked.item, asked.skill, asked.follows) == (HEADS, "bayes", "bayes")
    assert "in heads" in asked.why


@pytest.mark.parametrize("kind", ["review", "practice"])
def test_not_after_a_right_answer_and_not_twice(course: Course, kind: Kind) -> None:
    for asked in (next_after(course, kind, right=True), next_after(course, kind, False, HEADS)):
        assert asked is None or "in heads" not in asked.why


def test_only_questions_that_exist_are_named(course: Course) -> None:
    named = [one.instead for one in course.templates.values() if isinstance(one, ComputedItem) and one.instead]
    assert HEADS in named
    assert set(named) <= set(course.templates)
