"""A sitting under way: how it is counted, saved, taken up again. Pure."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest
from msgspec.structs import replace

from lessons.course import Course
from progress import resume
from progress.record import Record
from progress.resume import Draft, ResumePoint
from progress.state.state import State
from tests.conftest import START
from tutor.learning.question_draft import SESSION_PREFIX
from tutor.learning.scheduling.study_session import Kind, PlannedQuestion, StudySession
from tutor.learning.session_state import (
    FirstAnswer,
    SessionState,
    name_of,
    save_session,
    saved_session,
    unfinished_sessions,
)
from tutor.learning.study_engine import AnswerInput, Request
from tutor.plain.recorder import Recorder

KINDS: tuple[Kind, ...] = ("review", "practice", "ten", "checkpoint", "placement")


def begun(course: Course, kind: Kind = "checkpoint", scope: str = "linear_algebra") -> SessionState:
    return SessionState(StudySession(kind, scope)).onward(course, State(), START)


def test_only_the_first_answer_counts(course: Course) -> None:
    open_ = begun(course).judged(FirstAnswer(False, True, "slip")).judged(FirstAnswer(True))
    (done,) = open_.closed().sitting.done
    assert (done.right, done.wrong_rule) == (False, "slip")


@pytest.mark.parametrize(
    ("first", "right"),
    [(FirstAnswer(True), True), (FirstAnswer(False), False), (None, False)],
    ids=["right", "wrong", "left"],
)
def test_each_question_is_left_once_and_another_one_comes(
    course: Course, first: FirstAnswer | None, right: bool
) -> None:
    one = begun(course)
    two = (one.judged(first) if first else one).onward(course, State(), START)
    assert [done.right for done in two.sitting.done] == [right]
    assert one.asked is not None
    assert two.asked is not None
    assert two.asked != one.asked
    assert two.first is None


def test_giving_up_after_a_wrong_answer_counts_once(course: Course) -> None:
    open_ = begun(course).judged(FirstAnswer(False, True, "slip")).gave_up()
    assert open_.shown
    assert [done.wrong_rule for done in open_.closed().sitting.done] == ["slip"]


@pytest.mark.parametrize("kind", KINDS)
def test_a_session_is_saved_and_read_through_json(course: Course, kind: Kind) -> None:
    open_ = begun(course, kind, "" if kind == "placement" else "linear_algebra")
    if open_.asked is not None:
        open_ = open_.judged(FirstAnswer(False, True, "slip")).onward(course, State(), START)
    assert saved_session(json.loads(json.dumps(save_session(ResumePoint(), open_).sitting))) == open_


@pytest.mark.parametrize("saved", [{}, {"sitting": 3}, {"sitting": {"kind": "quiz"}}, {"other": []}])
def test_what_cannot_be_read_counts_as_none(saved: dict[str, object]) -> None:
    assert saved_session(saved) is None


def test_a_question_that_is_gone_begins_the_sitting_anew(course: Course) -> None:
    old = SessionState(
        StudySession("checkpoint", "calculus"), PlannedQuestion("calculus.gone", 1, "derivative", ""), begun=True
    )
    assert old.under(course) == SessionState(StudySession("checkpoint", "calculus"))
    still = begun(course)
    assert still.under(course) is still


def test_what_goes_on_and_what_begins_anew(course: Course) -> None:
    checkpoint = begun(course)
    assert checkpoint.goes_on("checkpoint", "linear_algebra", START + timedelta(days=9))
    assert not checkpoint.goes_on("checkpoint", "calculus", START)
    practice = begun(course, "practice", "norm")
    assert practice.goes_on("practice", "norm", START + timedelta(hours=1))
    assert not practice.goes_on("practice", "norm", START + timedelta(days=1))
    assert not SessionState(StudySession("review")).goes_on("review", "", START)


def test_names(course: Course) -> None:
    assert name_of(course, StudySession("review")) == "Review"
    assert name_of(course, StudySession("checkpoint", "calculus")) == "Checkpoint: Calculus"
    assert name_of(course, StudySession("practice", "norm")) == "Practice: measure a vector's length"


def test_sittings_are_paused_and_come_back_with_their_drafts(course: Course) -> None:
    first, second = begun(course, "checkpoint", "linear_algebra"), begun(course, "checkpoint", "calculus")
    point = save_session(ResumePoint(), first)
    key = f"{SESSION_PREFIX}{first.asked.item if first.asked else ''}"
    point = replace(point, drafts={key: Draft("half"), "elsewhere": Draft("stays")})
    point = save_session(point, second)
    assert point.drafts == {"elsewhere": Draft("stays")}
    assert unfinished_sessions(point, START) == (second, first)
    point = msgspec.json.decode(msgspec.json.encode(point), type=ResumePoint)
    back = save_session(point, first)
    assert back.drafts == {key: Draft("half"), "elsewhere": Draft("stays")}
    assert unfinished_sessions(back, START) == (first, second)
    ended = save_session(back, None)
    assert unfinished_sessions(ended, START) == (second,)
    assert save_session(ended, second).paused == []


def test_five_sittings_that_were_killed_all_go_on_where_they_were(course: Course, tmp_path: Path) -> None:
    """Nothing is closed: each is left as a kill leaves it, one of them in the middle of an answer."""
    wanted: list[tuple[Kind, str]] = [
        ("placement", ""),
        ("practice", "dot-product"),
        ("practice", "calculus"),
        ("checkpoint", "linear_algebra"),
        ("checkpoint", "probability"),
    ]
    left: dict[tuple[Kind, str], PlannedQuestion | None] = {}
    for kind, scope in wanted:
        recorder = Recorder(course, Record.open(tmp_path, now=lambda: START), lambda: START)
        engine, _ = recorder.take(recorder.engine(recorder.session(kind, scope)), Request.NEXT)
        engine, _ = recorder.take(engine, AnswerInput("no such answer"))
        left[kind, scope] = engine.session.asked
    point = resume.load(tmp_path)
    unfinished = unfinished_sessions(point, START)
    assert [(one.sitting.kind, one.sitting.scope) for one in unfinished] == wanted[::-1]
    assert all(one.asked == left[one.sitting.kind, one.sitting.scope] is not None for one in unfinished)
    for kind, scope in wanted:
        recorder = Recorder(course, Record.open(tmp_path, now=lambda: START), lambda: START)
        engine = recorder.engine(recorder.session(kind, scope))
        assert engine.session.asked == left[kind, scope]
        assert engine.draft.answer is not None
        assert engine.draft.answer.text == "no such answer"
