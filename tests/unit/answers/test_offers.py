"""What is offered after misses in a row, and the caret of the plain face."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lessons.answers import judge
from lessons.course import Course
from progress.resume import Draft
from tests.support.plain import Scene
from tutor.learning.attempt import MISSES_TO_HINT, MISSES_TO_SOLUTION, Attempt, hints, restore
from tutor.learning.question_draft import draft_of
from tutor.learning.question_recorder import QuestionRecorder
from tutor.learning.scheduling import PlannedQuestion
from tutor.plain.text import TextStyle
from tutor.rendering.answer_feedback import AnswerFeedback
from tutor.rendering.context import RenderContext
from tutor.rendering.typeset import text_of

DOT = "linear_algebra.dot.compute"


def now() -> datetime:
    return datetime(2026, 3, 2, 12, tzinfo=UTC)


def missed(course: Course, *typed: str) -> Attempt:
    attempt = Attempt(course.item(DOT, 1))
    for text in typed:
        attempt = attempt.judged(text, judge(attempt.item.question, text))
    return attempt


def test_three_misses_offer_the_hint_and_six_the_solution(course: Course) -> None:
    known = len(hints(course, course.item(DOT, 1)))
    offers = [missed(course, *["99999"] * count).offered(known) for count in range(8)]
    assert offers == [""] * MISSES_TO_HINT + ["hint"] * 3 + ["solution"] * 2
    assert MISSES_TO_SOLUTION == 6


def test_what_cannot_be_read_neither_counts_nor_breaks_the_row(course: Course) -> None:
    assert missed(course, "99999", "2 +", "99999", "1,5").misses == 2
    right = course.item(DOT, 1).answer
    assert missed(course, "99999", "99999", right).misses == 0


def test_no_hint_is_offered_where_none_is_left(course: Course) -> None:
    attempt = missed(course, *["99999"] * 4)
    known = len(hints(course, attempt.item))
    for _ in range(known):
        attempt = attempt.hinted()
    assert attempt.offered(known) == ""
    assert missed(course, *["99999"] * 6).shown().offered(known) == ""


@pytest.mark.parametrize(("misses", "key"), [(2, ""), (3, "ctrl+t"), (6, "ctrl+r")])
def test_the_app_names_the_key(course: Course, misses: int, key: str) -> None:
    attempt = missed(course, *["99999"] * misses)
    said = text_of(AnswerFeedback(course, attempt, "99999").lines(RenderContext(80)))
    assert ("misses in a row" in said) == bool(key)
    assert key in said


def test_the_plain_face_names_the_commands(course: Course, tmp_path: Path) -> None:
    scene = Scene(course, tmp_path / "home", now)
    scene.ask(PlannedQuestion(DOT, 1, "dot-product", ""), *["99999"] * 6, "skip")
    said = scene.said
    assert said.count("type `hint`") + said.count("type hint") == 3
    assert said.count("type `show`") + said.count("type show") == 1


def test_misses_count_on_after_a_restart(course: Course, tmp_path: Path) -> None:
    home = tmp_path / "home"
    Scene(course, home, now).sit("practice", "dot-product", "99999", "2 +", "99999")
    scene = Scene(course, home, now)
    scene.sit("practice", "dot-product", "99999")
    assert "Three misses in a row" in scene.said


@settings(max_examples=30, deadline=None)
@given(st.lists(st.sampled_from(["99999", "2 +", "98765"]), max_size=8), st.integers(0, 8))
def test_a_restored_attempt_offers_what_the_one_left_did(course: Course, typed: list[str], left: int) -> None:
    attempt, drafts = Attempt(course.item(DOT, 1)), dict[str, Draft]()
    for index, text in enumerate(typed):
        if index == left:
            attempt = restore(Attempt(attempt.item), draft_of(drafts, attempt.item.id), course)
        verdict = judge(attempt.item.question, text)
        drafts |= QuestionRecorder().answer(attempt, text, verdict).drafts
        attempt = attempt.judged(text, verdict)
    assert restore(Attempt(attempt.item), draft_of(drafts, attempt.item.id), course).misses == attempt.misses
    assert attempt.misses == sum(text != "2 +" for text in typed)


def test_nothing_is_offered_where_nothing_helps(course: Course, tmp_path: Path) -> None:
    scene = Scene(course, tmp_path / "home", now)
    scene.ask(PlannedQuestion(DOT, 1, "dot-product", ""), "99999", kind="checkpoint")
    assert "in a row" not in scene.said


@pytest.mark.parametrize(("typed", "column"), [("2 + * 3", 5), ("1,5", 2), ("3 + foo", 5)])
def test_the_caret_stands_under_the_column(course: Course, tmp_path: Path, typed: str, column: int) -> None:
    scene = Scene(course, tmp_path / "home", now)
    scene.ask(PlannedQuestion(DOT, 1, "dot-product", ""), typed, "skip")
    lines = scene.said.splitlines()
    at = next(index for index, line in enumerate(lines) if line.endswith(f"^ column {column}"))
    assert lines[at].index("^") == column - 1
    assert lines[at - 1] == typed


def test_a_narrow_or_spoken_line_says_the_column(course: Course, tmp_path: Path) -> None:
    scene = Scene(course, tmp_path / "home", now, TextStyle(80, spoken=True))
    scene.ask(PlannedQuestion(DOT, 1, "dot-product", ""), "2 + * 3", "skip")
    said = scene.said
    assert "Column 5:" in said
    assert "^ column" not in said
