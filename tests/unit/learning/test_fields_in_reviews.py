"""Fields of paper cards that are due come in reviews, among the questions: in every face without the app."""

from __future__ import annotations

import io
import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest

from lessons.course import Course
from lessons.paper_cards.drawing import draw
from progress.events import Answer
from progress.record import Record
from tests.conftest import START, Clock
from tests.support.paper_oracles import cards
from tests.support.plain import Scene
from tests.support.study import Learner
from tutor.learning.paper_state import next_seed
from tutor.learning.scheduling.due_fields import EVERY, MOST, due_fields
from tutor.learning.scheduling.start import review_load
from tutor.learning.scheduling.study_session import Kind, StudySession
from tutor.learning.session_state import FirstAnswer, SessionState, saved_session
from tutor.plain import json_lines
from tutor.plain.console import Console

LATER = START + timedelta(days=60)
SHAPES = "paper.adam.shapes"
ITEMS = ("dot.compute", "vectors.norm", "maps.matvec", "products.matmul", "angle.cosine")


@pytest.fixture
def learner(course: Course) -> Learner:
    """Five skills and three kinds of reading, two months ago."""
    learner = Learner(course)
    for item in ITEMS:
        learner.answer(f"linear_algebra.{item}")
    for skill in ("read-shapes", "read-limits", "read-lines"):
        learner.answer(f"paper.adam.{skill}", 0, where="paper")
    learner.wait(days=60)
    return learner


def walk(learner: Learner, kind: Kind = "review", scope: str = "") -> list[str]:
    """What comes in a session in which every question is answered right."""
    session, found = SessionState(StudySession(kind, scope, count=8 if kind == "practice" else None)), []
    while not (session := session.onward(learner.course, learner.state, learner.now)).over:
        again = saved_session(json.loads(msgspec.json.encode(session)))
        assert again == session
        assert session.under(learner.course) == session
        found.append(session.field.id if session.field is not None else "")
        if session.asked is not None:
            session = session.judged(FirstAnswer(True))
    return found


def test_fields_come_after_every_third_question_and_at_the_end(learner: Learner) -> None:
    waiting = {field.id for field in due_fields(learner.course, learner.state, learner.now)}
    assert len(waiting) == 3 > MOST
    found = walk(learner)
    assert {name for name in found if name} < waiting
    assert [bool(name) for name in found[: EVERY + 1]] == [False] * EVERY + [True]
    assert sum(map(bool, found)) == MOST == len(set(filter(None, found)))
    today, later = review_load(learner.course, learner.state, learner.now)
    assert today >= len(found)
    assert later == len(waiting) - MOST


@pytest.mark.parametrize(("kind", "scope"), [("practice", ""), ("review", "linear_algebra")])
def test_other_sessions_ask_no_fields(learner: Learner, kind: Kind, scope: str) -> None:
    assert not any(walk(learner, kind, scope))


def test_a_field_alone_makes_a_review(course: Course) -> None:
    learner = Learner(course)
    learner.answer("paper.adam.read-shapes", 0, where="paper")
    assert walk(learner) == []
    learner.wait(days=60)
    assert walk(learner) == [SHAPES]
    assert review_load(course, learner.state, learner.now) == (1, 0)


@pytest.fixture
def scene(course: Course, tmp_path: Path) -> Scene:
    """A record in which nothing but one field is due."""
    past = Record.open(tmp_path / "home", device="past", now=Clock(START))
    past.append(
        Answer(item="paper.adam.read-shapes", seed=0, typed="", verdict="right", wrong_rule=None, where="paper")
    )
    past.close()
    return Scene(course, tmp_path / "home", lambda: LATER)


def right_answers(scene: Scene) -> list[str]:
    drawn = draw(cards()["paper.adam"], next_seed(scene.record.state, "paper.adam", "shapes"), "shapes")
    return [drawn.answer(blank) for blank in drawn.blanks]


def due_now(scene: Scene) -> list[str]:
    return [field.id for field in due_fields(scene.course, scene.record.state, LATER)]


def talk(scene: Scene, lines: list[object]) -> list[dict[str, Any]]:
    """The events of a review as JSON lines, resumed or new."""
    typed, sink = "".join(f"{json.dumps(line)}\n" for line in lines), io.StringIO()
    recorder = scene.recorder()
    json_lines.run(recorder.session("review"), recorder, Console(io.BytesIO(typed.encode()), sink, 80, echo=False))
    return [json.loads(line) for line in sink.getvalue().splitlines()]


def test_a_review_as_json_lines_reads_a_field_and_goes_on(scene: Scene) -> None:
    assert due_now(scene) == [SHAPES]
    first, *rest = right_answers(scene)
    events = talk(scene, [{"answer": first}])
    assert [event["event"] for event in events] == ["field", "question", "verdict", "question", "field_end", "end"]
    assert (events[0]["id"], events[1]["field"]) == (SHAPES, "shapes")
    assert "you used this in Adam 60 days ago" in events[0]["why"]
    events = talk(scene, [{"answer": text} for text in rest])
    assert [event["event"] for event in events[:2]] == ["field", "question"]
    assert [event["event"] for event in events[-2:]] == ["field_end", "end"]
    assert events[-2]["right_first"] == len(rest) + 1
    assert due_now(scene) == []


def test_a_review_line_by_line_reads_a_field(scene: Scene) -> None:
    scene.sit("review", "", "quit")
    assert "Stopped." in scene.said
    assert due_now(scene) == [SHAPES]
    engine = scene.sit("review", "", *right_answers(scene))
    said = " ".join(scene.said.split())
    assert "you used this in Adam 60 days ago" in said
    assert "0 questions, 0 right at the first try. 1 field of paper cards." in said
    assert engine.session.sitting.fields == (SHAPES,)
    assert due_now(scene) == []
