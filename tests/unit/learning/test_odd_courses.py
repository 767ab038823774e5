"""Odd clocks, odd records, odd courses: the coach gives an answer, and the same one every time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from lessons.course import Course
from lessons.source import Source
from progress.events import Answer, Event
from progress.ids import make_id
from progress.state.fold import fold
from progress.state.state import State
from tests.support.paths import COURSES
from tests.support.records import fold_in_pieces, histories
from tests.support.study import NOON, Learner, small_course
from tutor.learning.checklist import checklist, newly_cleared
from tutor.learning.scheduling import begin, due, misconceptions, next_question, placement, skill_cards
from tutor.learning.scheduling.recall_trials import forgetting_curve, log_loss, trials
from tutor.learning.scheduling.statistics import learner_statistics
from tutor.learning.scheduling.study_session import Kind

KINDS: tuple[Kind, ...] = ("review", "ten", "practice", "checkpoint", "placement")
TINY = COURSES / "tiny"
TIMES = st.sampled_from(
    [
        "0001-01-01T00:00:00.000Z",
        "1969-12-31T23:59:59.999Z",
        "2026-03-02T12:00:00.000Z",
        "2026-03-02T12:00:00.001Z",
        "2026-03-03T00:00:00.000Z",
        "2038-01-19T03:14:08.000Z",
        "9999-12-31T23:59:59.999Z",
    ]
)
NOWS = st.sampled_from([NOON, datetime(1, 1, 2, tzinfo=UTC), datetime(9999, 12, 30, tzinfo=UTC), NOON - timedelta(900)])
ITEMS = (
    "linear_algebra.dot.compute",
    "linear_algebra.dot.missing",
    "linear_algebra.dot.sign",
    "gone.gone.gone",
    "x",
    "",
)


def everything(course: Course, state: State, now: datetime) -> object:
    """All that the coach says."""
    data = trials(course, state)
    return (
        due(course, state, now),
        skill_cards(course, state, now),
        misconceptions(course, state, now),
        learner_statistics(state, now),
        checklist(course, state, now),
        newly_cleared(course, state),
        log_loss(data),
        forgetting_curve(data),
        [next_question(begin(kind, course, state, now), course, state, now) for kind in KINDS],
    )


def build(number: int, item: str, seed: int, verdict: str, t: str, rule: str | None) -> Event:
    answer = Answer(item, seed, "12", verdict, rule, format="number", where="review", confidence=seed % 120)  # type: ignore[arg-type]
    return replace(answer, id=make_id(number, "lappy-1", "aaaaaa"), t=t)


ANSWERS = st.lists(
    st.builds(
        build,
        st.integers(1, 10_000),
        st.sampled_from(ITEMS),
        st.sampled_from([0, 1, 2, 2**40, -5]),
        st.sampled_from(["right", "wrong", "unreadable"]),
        TIMES,
        st.sampled_from([None, "never-sums", "a", "no such rule"]),
    ),
    max_size=14,
    unique_by=lambda event: event.id,
)


@pytest.mark.slow
@settings(deadline=None, max_examples=40)
@given(ANSWERS, NOWS, st.data())
def test_whatever_the_clocks_said(course: Course, events: list[Event], now: datetime, data: st.DataObject) -> None:
    whole = fold(State(), events)
    said = everything(course, whole, now)
    again = fold_in_pieces([data.draw(st.permutations(events))[: len(events) // 2], events])
    assert everything(course, again, now) == said


@pytest.mark.slow
@settings(deadline=None, max_examples=25)
@given(histories(), NOWS)
def test_records_of_another_course(course: Course, events: list[Event], now: datetime) -> None:
    everything(course, fold_in_pieces([events]), now)


@settings(deadline=None, max_examples=15)
@given(st.lists(st.booleans(), max_size=8), st.integers(-400, 400))
def test_the_tiniest_course(answers: list[bool], jump: int) -> None:
    """One skill, one worded question and one with numbers; the clock jumps in the middle."""
    learner = Learner(Course(Source.folder(TINY)))
    for right in answers:
        for kind in KINDS:
            sitting = begin(kind, learner.course, learner.state, learner.now)
            asked = next_question(sitting, learner.course, learner.state, learner.now)
            if asked is not None:
                learner.answer(asked.item, asked.seed, right, where=kind)
                sitting = sitting.answered(asked, right)
                learner.wait(days=jump)
                next_question(sitting, learner.course, learner.state, learner.now)
    everything(learner.course, learner.state, learner.now)


def test_a_course_without_questions(tmp_path: Path) -> None:
    course = small_course(tmp_path / "bare", {"a": [], "b": ["a"]}, {})
    learner = Learner(course)
    learner.answer("p.q.a", 0)
    assert due(course, learner.state, learner.now + timedelta(days=99)) == ()
    for kind in KINDS:
        assert (
            next_question(begin(kind, course, learner.state, learner.now), course, learner.state, learner.now) is None
        )
    assert set(placement(course, begin("placement", course, learner.state, learner.now)).chances) == {"a", "b"}


def test_skills_in_a_circle_end_somewhere(tmp_path: Path) -> None:
    """`lessons check` reports it; the coach does not hang."""
    course = small_course(tmp_path / "round", {"a": ["b"], "b": ["a"]}, {"p.q.a": ["a"], "p.q.b": ["b", "a"]})
    learner = Learner(course)
    learner.answer("p.q.a", 0, right=False, rule="slip")
    learner.answer("p.q.b", 0)
    learner.wait(days=40)
    everything(course, learner.state, learner.now)
    learner.sit("review", right=lambda _: False)
    learner.sit("placement")
