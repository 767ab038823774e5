"""A study session left in the app, line by line or killed: the other face continues it, half-typed text and all."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from msgspec import structs

from lessons.course import Course
from lessons.model.page import Item
from progress import resume
from progress.record import Record
from progress.resume import Draft
from progress.schedule import stamp
from tests.conftest import START, Clock, MakeApp
from tests.support.journeys import text_on, type_text
from tests.support.plain import Scene
from tests.support.study_sessions import answer, question, ready, sitting
from tutor.app.screens.home import HomeScreen
from tutor.app.screens.study_session import StudySessionScreen
from tutor.app.widgets.explain_input import ExplainInput
from tutor.app.widgets.worksheet import WorksheetView
from tutor.learning.question_draft import SESSION_PREFIX
from tutor.learning.scheduling.study_session import PlannedQuestion, StudySession
from tutor.learning.session_state import SessionState, save_session, saved_session
from tutor.learning.worksheet import cells_of

SIZE = (80, 24)
EXPLAIN = "calculus.chain.once"


@pytest.fixture
def scene(course: Course, home: Path) -> Scene:
    """The line-by-line face in the home of the app."""
    return Scene(course, home, Clock())


def saved(home: Path) -> SessionState:
    session = saved_session(resume.load(home).sitting)
    assert session is not None
    return session


def asked(session: SessionState, course: Course) -> Item:
    """The open question of a session."""
    assert session.asked is not None
    return course.item(session.asked.item, session.asked.seed)


async def test_begun_in_the_app_continued_line_by_line(make_app: MakeApp, scene: Scene) -> None:
    app = make_app(("practice", "dot-product"))
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        await answer(pilot, app, "77777")
        await pilot.press("ctrl+t")
        await type_text(pilot, "1")
        await ready(pilot)
        left = question(app).item
        half_typed = question(app).draft
        await pilot.pause(0.3)
    scene.record.refresh()
    engine = scene.sit("practice", "dot-product", left.answer, "quit")
    said = scene.said
    assert "Resumed where you left it, at question 1; `--new` starts over." in said
    assert "Your last answer: 77777" in said
    assert "Hint " in said
    assert f"You had typed: {half_typed}" in said
    assert said.index("You had typed") < said.index("Right.")
    (done,) = engine.session.sitting.done
    assert (done.asked.item, done.asked.seed, done.right) == (left.id, left.seed, False)
    assert scene.record.state.items[left.id].answers == 2


async def test_begun_line_by_line_continued_in_the_app(
    make_app: MakeApp, scene: Scene, course: Course, home: Path
) -> None:
    """Bare `tutor` opens the session at its question, with the last answer judged and the hints taken."""
    scene.sit("practice", "dot-product", "skip", "77777", "hint", "quit")
    left = asked(saved(home), course)
    app = make_app()
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        assert isinstance(app.screen, StudySessionScreen)
        view = question(app)
        assert (view.item.id, view.item.seed) == (left.id, left.seed)
        assert (view.standing, view.draft, view.attempt.hints) == ("wrong", "77777", 1)
        assert "question 2" in text_on(app)
        await answer(pilot, app, left.answer)
        await pilot.press("enter")
        await ready(pilot)
        assert [done.right for done in sitting(app).underway.sitting.done] == [False, False]


@pytest.mark.slow
async def test_there_and_back_again(make_app: MakeApp, scene: Scene, course: Course, home: Path) -> None:
    """Plain, the app, plain: three questions of one checkpoint, each counted once."""
    scene.sit("checkpoint", "calculus", asked_first(scene, course))
    app = make_app()
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        await answer(pilot, app, question(app).item.answer)
        await pilot.press("enter")
        await ready(pilot)
        await pilot.press("escape", "escape")
        await ready(pilot)
        assert isinstance(app.screen, HomeScreen)
        assert "Checkpoint: Calculus, question 3" in text_on(app)
    scene.record.refresh()
    engine = scene.sit("checkpoint", "calculus", asked(saved(home), course).answer, "quit")
    assert [done.right for done in engine.session.closed().sitting.done][:3] == [True, True, True]


def asked_first(scene: Scene, course: Course) -> str:
    """The right answer to the first question of the checkpoint of calculus."""
    session = SessionState(StudySession("checkpoint", "calculus"))
    return asked(session.onward(course, scene.record.state, scene.now()), course).answer


@pytest.mark.parametrize("moment", ["unanswered", "wrong", "right"])
def test_left_line_by_line_and_resumed_so(scene: Scene, course: Course, home: Path, moment: str) -> None:
    first = asked_first(scene, course)
    typed = {"unanswered": [], "wrong": [], "right": [first]}[moment]
    scene.sit("checkpoint", "calculus", *typed)
    before = saved(home)
    engine = scene.sit("checkpoint", "calculus", "quit")
    assert engine.session == before
    assert f"at question {len(before.sitting.done) + 1};" in scene.said
    fresh = scene.sit("checkpoint", "calculus", start_over=True)
    assert fresh.session.sitting.done == ()
    assert "Resumed" not in scene.said


def test_another_kind_or_scope_begins_anew(scene: Scene) -> None:
    scene.sit("practice", "dot-product", "skip")
    scene.sit("practice", "norm")
    assert "Resumed" not in scene.said
    scene.sit("practice", "norm", seed=7)
    assert "Resumed" not in scene.said


def test_a_session_that_has_ended_is_gone(scene: Scene, home: Path) -> None:
    scene.sit("placement", "", "skip", count=1)
    assert resume.load(home).sitting == {}
    assert resume.load(home).screen == "home"


@pytest.mark.slow
async def test_a_worksheet_is_resumed_by_either_face(make_app: MakeApp, scene: Scene) -> None:
    """A cell filled line by line, the next one half typed in the app, the rest line by line."""
    scene.sit("practice", "matvec", "steps", "999999", "")
    app = make_app()
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        (worksheet,) = question(app).query(WorksheetView)
        assert "999999" in worksheet.sheet.entries
        worksheet.begin()
        await ready(pilot)
        await pilot.press("end")
        await type_text(pilot, "+1")
        await pilot.pause(0.3)
    scene.said  # noqa: B018 (cleared)
    scene.sit("practice", "matvec", "quit")
    said = scene.said
    assert "Step by step" in said
    assert "You had typed: 999999+1" in said


async def test_own_words_half_said_are_resumed_by_either_face(make_app: MakeApp, scene: Scene, home: Path) -> None:
    session = SessionState(
        StudySession("practice", started=stamp(START)), PlannedQuestion(EXPLAIN, 0, "", ""), begun=True
    )
    point = save_session(resume.load(home), session)
    draft = Draft("Because the paths", 17)
    resume.save(home, "test", structs.replace(point, drafts={f"{SESSION_PREFIX}{EXPLAIN} words": draft}))
    app = make_app(("practice", ""))
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        box = question(app).box
        assert isinstance(box, ExplainInput)
        assert (box.stage, box.words_left) == ("write", "Because the paths")
        question(app).begin()
        await ready(pilot)
        await type_text(pilot, "X")
        await pilot.pause(0.3)
        assert "X" in box.words_left
        words = box.words_left
    scene.said  # noqa: B018 (cleared)
    scene.sit("practice", "")
    assert f"You had typed: {words}" in scene.said


@pytest.mark.slow
async def test_both_faces_put_the_same_on_record(make_app: MakeApp, scene: Scene, home: Path) -> None:
    """A wrong answer, a dispute, a hint, a worksheet cell and another answer: the same events and drafts."""
    app = make_app(("practice", "dot-product"), at=home.with_name("other"))
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        view = question(app)
        cell = cells_of(view.item)[-1].value
        await answer(pilot, app, "77777")
        for keys in (("ctrl+g",), ("ctrl+t",), ("ctrl+o",)):
            await pilot.press(*keys)
            await ready(pilot)
        await pilot.press(*cell, "enter")
        await ready(pilot)
        await answer(pilot, app, "88888")
        await pilot.pause(0.3)
    scene.sit("practice", "dot-product", "77777", "dispute", "hint", "steps", cell, "", "88888")
    events, drafts = [], []
    for place in (home, home.with_name("other")):
        record = Record.open(place, device="test", now=scene.now)
        lines = [json.loads(line) for line in record.lines()]
        events.append([{key: line[key] for key in line.keys() - {"id", "t", "after", "seconds"}} for line in lines])
        drafts.append({key: draft.text for key, draft in resume.load(place).drafts.items()})
    assert events[0] == events[1]
    assert [event["kind"] for event in events[0]] == ["answer", "disputed", "hint", "stepped", "answer"]
    assert drafts[0] == drafts[1]
