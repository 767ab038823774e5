"""The checklist: cleared by evidence, opened by evidence, never lost in silence."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lessons.course import Course
from progress.events import Reset
from tests.support.study import NOON, Learner, small_course
from tutor.learning.checklist import OutcomeStatus, checklist, newly_cleared

NUMBER, VECTOR, WORDS = "calculus.descent.step", "calculus.descent.two", "calculus.descent.words"


def line(learner: Learner, outcome: str = "gradient-descent", course: Course | None = None) -> OutcomeStatus:
    rows = checklist(course or learner.course, learner.state, learner.now)
    return next(one for one in rows if one.outcome.id == outcome)


@pytest.fixture
def learner(course: Course) -> Learner:
    return Learner(course)


def test_two_formats_unaided_and_a_later_day_clear_a_line(learner: Learner) -> None:
    assert line(learner).sign == "new"
    learner.answer(NUMBER, unaided=False)
    assert line(learner).sign == "begun"
    assert len(line(learner).missing) == 3
    learner.answer(NUMBER, 2)
    assert line(learner).missing == ("2 kinds of question unaided, 1 so far", "one success on a later day")
    learner.answer(VECTOR, 3)
    assert line(learner).missing == ("one success on a later day",)
    learner.wait(days=1)
    learner.answer(WORDS, 0, right=False)
    learner.answer(NUMBER, 4, unaided=False)
    assert not line(learner).cleared  # neither an error nor help on the later day counts
    learner.answer(NUMBER, 5)
    assert line(learner).cleared


def test_a_later_day_is_a_later_day_of_utc(learner: Learner) -> None:
    learner.wait(seconds=43_190)  # ten seconds to midnight
    learner.answer(NUMBER)
    learner.answer(VECTOR)
    learner.wait(seconds=5)
    learner.answer(NUMBER, 2)
    assert not line(learner).cleared
    learner.wait(seconds=10)
    learner.answer(NUMBER, 3)
    assert line(learner).cleared


def test_every_skill_of_a_line_has_to_be_shown(learner: Learner) -> None:
    for item in ("linear_algebra.dot.compute", "linear_algebra.maps.matvec"):
        learner.answer(item)
        learner.wait(days=1)
        learner.answer(item, 2)
    assert line(learner, "by-hand").missing == ("unaided: work out a matrix times a matrix by hand",)
    learner.answer("linear_algebra.products.matmul")
    assert line(learner, "by-hand").cleared


def test_evidence_says_what_was_asked_typed_and_when(learner: Learner) -> None:
    learner.answer(NUMBER, 7)
    learner.wait(days=2)
    learner.answer(NUMBER, 9)
    (evidence,) = line(learner).evidence
    assert [(seen.t, seen.seed, seen.typed, seen.kind) for seen in evidence.seen] == [
        ("2026-03-02T12:00:00.000Z", 7, "12", "number"),
        ("2026-03-04T12:00:00.000Z", 9, "12", "number"),
    ]


def test_a_cleared_line_shows_as_due_and_stays_cleared(learner: Learner) -> None:
    clear(learner)
    assert (line(learner).due, line(learner).recall) == (False, 1.0)
    learner.wait(days=120)
    later = line(learner)
    assert later.cleared
    assert later.due
    assert later.recall is not None
    assert later.recall < 0.9
    learner.answer(NUMBER, 77, right=False)
    assert line(learner).cleared
    undated = checklist(learner.course, learner.state)
    assert all(one.recall is None and not one.due for one in undated)


def clear(learner: Learner) -> None:
    learner.answer(NUMBER)
    learner.answer(VECTOR)
    learner.wait(days=1)
    learner.answer(NUMBER, 2)


def test_clearing_is_put_on_record_once(learner: Learner) -> None:
    assert newly_cleared(learner.course, learner.state) == ()
    clear(learner)
    (event,) = newly_cleared(learner.course, learner.state)
    assert (event.outcome, set(event.items)) == ("gradient-descent", {NUMBER, VECTOR})
    learner.put(event)
    assert newly_cleared(learner.course, learner.state) == ()
    assert line(learner).since == "2026-03-03T12:00:00.000Z"


def test_a_reset_takes_the_evidence_and_the_clearing_with_it(learner: Learner) -> None:
    clear(learner)
    learner.put(newly_cleared(learner.course, learner.state)[0])
    learner.put(Reset("calculus.descent", {"lappy-1": learner.state.folded.number}))
    assert line(learner).sign == "new"


@settings(deadline=None, max_examples=10)
@given(st.integers(0, 10_000))
def test_nothing_un_clears(course: Course, seed: int) -> None:
    """Whatever is answered afterwards, however late, whatever the clock does."""
    rng, learner = Random(seed), Learner(course)
    names = [
        item_id
        for item_id in course.templates
        if item_id.split(".")[1] in ("descent", "softmax", "entropy", "nll", "dot", "maps")
    ]
    cleared: set[str] = set()
    for _ in range(60):
        learner.wait(days=rng.choice((0, 0.5, 1, 20, -3)))
        learner.answer(rng.choice(names), rng.randrange(1, 9), rng.random() < 0.8, unaided=rng.random() < 0.8)
        for event in newly_cleared(course, learner.state):
            learner.put(event)
        now = {one.outcome.id for one in checklist(course, learner.state, learner.now) if one.cleared}
        assert cleared <= now
        cleared = now
    assert cleared


OUTCOME = """
[[outcome]]
id = "{id}"
title = "be good at it"
skills = {skills}
was = {was}
"""


def small(folder: Path, items: Mapping[str, list[str]], outcome: str = "", more: str = "", **was: str) -> Course:
    skills: dict[str, list[str]] = {"one": [], "two": []}
    extra = (outcome or OUTCOME.format(id="good", skills='["one"]', was="[]")) + more
    return small_course(folder, skills, items, extra=extra, **was)


def test_what_was_cleared_survives_every_change_of_the_course(tmp_path: Path) -> None:
    """Its questions removed, renamed, of another kind; skills added to the line; the line renamed."""
    old = small(tmp_path / "old", {"p.q.a": ["one"], "p.q.b": ["one"]})
    learner = Learner(old, NOON)
    learner.answer("p.q.a", 0)
    learner.answer("p.q.b", 0)
    learner.wait(days=1)
    learner.answer("p.q.a", 0)
    assert not line(learner, "good").cleared  # two questions, but of one kind
    learner.answer("p.q.b", 0, answer_format="vector")
    assert line(learner, "good").cleared
    learner.put(newly_cleared(old, learner.state)[0])
    for number, course in enumerate(
        (
            small(tmp_path / "gone", {"p.q.c": ["one"]}),
            small(tmp_path / "renamed", {"p.q.z": ["one"], "p.q.b": ["one"]}, p__q__z="p.q.a"),
            small(tmp_path / "more", {"p.q.a": ["one"]}, OUTCOME.format(id="good", skills='["one", "two"]', was="[]")),
            small(tmp_path / "line", {"p.q.a": ["one"]}, OUTCOME.format(id="fine", skills='["one"]', was='["good"]')),
        )
    ):
        (row,) = checklist(course, learner.state, learner.now + timedelta(days=400))
        assert row.cleared, number
        assert row.since


def test_evidence_of_renamed_and_retired_questions_counts_before_a_line_is_cleared(tmp_path: Path) -> None:
    old = small(tmp_path / "old", {"p.q.a": ["one"], "p.q.b": ["one"]})
    learner = Learner(old)
    learner.answer("p.q.a", 0)
    learner.answer("p.q.b", 0)
    retired = '[[retired]]\nid = "p.q.b"\nkind = "vector"\nskills = ["one"]'
    new = small(tmp_path / "new", {"p.q.z": ["one"]}, more=retired, p__q__z="p.q.a")
    evidence = line(learner, "good", new).evidence
    assert [one.item for one in evidence] == ["p.q.z", "p.q.b"]
    assert line(learner, "good", new).missing == line(learner, "good").missing
