"""Keys that arrive together, as a slow line delivers them: each is typed into what the one before has opened."""

from __future__ import annotations

import pytest
from textual import events
from textual.widgets import Input

from lessons.course import Course
from lessons.source import Source
from tests.conftest import MakeApp
from tests.support.cases import drawn
from tests.support.journeys import focused_item, give, lesson, type_text, wait_until, work_at
from tests.support.paths import COURSES
from tests.support.study_sessions import question, ready
from tutor.app.app import TutorApp
from tutor.app.screens.diagnosis import DiagnosisScreen
from tutor.app.screens.exercise import ExerciseScreen
from tutor.app.screens.paper import PaperScreen
from tutor.app.screens.study_session import StudySessionScreen
from tutor.app.widgets.explain_input import ExplainInput

pytestmark = pytest.mark.slow  # a start of the app for each

KINDS = Course(Source.folder(COURSES / "kinds"))
SIZE = (80, 40)
CHARACTERS = {"enter": "\r", "tab": "\t"}
NAMES = {".": "full_stop", ",": "comma", "/": "slash", "-": "minus"}


def together(app: TutorApp, *keys: str) -> None:
    """Keys of one read, as the driver posts them."""
    for key in keys:
        app.post_message(events.Key(NAMES.get(key, key), CHARACTERS.get(key, key if len(key) == 1 else None)))


async def test_two_answers_about_a_formula(make_app: MakeApp) -> None:
    app = make_app(("paper", "paper.he_init"))
    async with app.run_test(size=SIZE) as pilot:
        await wait_until(pilot, lambda: isinstance(app.screen, PaperScreen) and app.screen.state is not None)
        screen = app.screen
        assert isinstance(screen, PaperScreen)
        assert screen.state is not None
        found = screen.state.drawn
        answers = [found.answer(blank) for blank in found.blanks[:2]]
        together(app, *answers[0], "enter", *answers[1], "enter")
        await wait_until(pilot, lambda: screen.state is not None and len(screen.state.moves) == 2)
        assert [getattr(move, "text", "") for move in screen.state.moves] == answers


async def test_a_number_and_its_cause(make_app: MakeApp) -> None:
    case = drawn("loss_stays", 1)
    app = make_app(("diagnose", "diagnose.loss-stays"))
    async with app.run_test(size=SIZE) as pilot:
        await wait_until(pilot, lambda: isinstance(app.screen, DiagnosisScreen) and app.screen.state is not None)
        screen = app.screen
        assert isinstance(screen, DiagnosisScreen)
        await ready(pilot)
        await type_text(pilot, case.number.answer)
        together(app, "enter", case.cause.answer, "enter")
        await wait_until(pilot, lambda: screen.state is not None and len(screen.state.moves) == 2)
        assert screen.state is not None
        typed = [getattr(move, "typed", "") for move in screen.state.moves]
        assert typed == [case.number.answer, case.cause.answer]


async def test_two_cells_of_a_worksheet(make_app: MakeApp) -> None:
    app = make_app(("item", "basics.sums.add"), course=KINDS)
    async with app.run_test(size=SIZE) as pilot:
        await wait_until(pilot, lambda: focused_item(app) is not None)
        view = focused_item(app)
        assert view is not None
        view.solved = 99
        together(app, "ctrl+o", "4", "2")
        await wait_until(pilot, lambda: "42" in shown_in_cells(app))
        assert view.draft == ""
        together(app, "ctrl+u", *first_value(app), "enter", "7")
        await wait_until(pilot, lambda: "7" in shown_in_cells(app))
        assert first_value(app) in shown_in_cells(app)


def shown_in_cells(app: TutorApp) -> list[str]:
    return [box.value for box in app.screen.query(Input)]


def first_value(app: TutorApp) -> str:
    view = focused_item(app)
    assert view is not None
    made = view.state.sheet
    assert made is not None
    return made.cells[min(index for index, cell in enumerate(made.cells) if not cell.given)].step.value


async def test_own_words_and_the_first_statement(make_app: MakeApp) -> None:
    app = make_app(("item", "basics.sums.why"), course=KINDS)
    async with app.run_test(size=SIZE) as pilot:
        await wait_until(pilot, lambda: focused_item(app) is not None)
        view = focused_item(app)
        assert view is not None
        assert isinstance(view.box, ExplainInput)
        box = view.box
        await type_text(pilot, "it is a sum of heaps of things")
        together(app, "tab", "a")
        await wait_until(pilot, lambda: set(box.statements.ticked) == {"a"})
        assert view.attempt.words == "it is a sum of heaps of things"


async def test_a_word_to_search_for(make_app: MakeApp) -> None:
    app = make_app(("page", "linear_algebra.maps"))
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        together(app, *"/dot")
        await wait_until(pilot, lambda: [box.value for box in app.screen.query(Input)] == ["dot"])


async def test_a_word_to_find_in_a_program(make_app: MakeApp) -> None:
    app = make_app(("exercise", "softmax"))
    async with app.run_test(size=SIZE) as pilot:
        await wait_until(pilot, lambda: isinstance(app.screen, ExerciseScreen))
        screen = app.screen
        assert isinstance(screen, ExerciseScreen)
        screen.panel.editor.focus()
        await ready(pilot)
        before = screen.panel.editor.text
        together(app, "ctrl+f", *"def")
        await wait_until(pilot, lambda: "def" in [box.value for box in screen.query(Input)])
        assert screen.panel.editor.text == before


async def test_other_numbers_and_their_answer(make_app: MakeApp) -> None:
    item = "linear_algebra.dot.compute"
    app = make_app(("item", item))
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        view = await work_at(pilot, lesson(app).scroll.question(item))
        await give(pilot, view, view.item.answer)
        await wait_until(pilot, lambda: view.settled)
        together(app, "n", "4", "2")
        await wait_until(pilot, lambda: view.draft == "42")


async def test_the_next_question_of_a_session_and_its_answer(make_app: MakeApp) -> None:
    app = make_app()
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        app.navigator.open_session("practice", "linear_algebra.dot")
        await wait_until(pilot, lambda: isinstance(app.screen, StudySessionScreen) and focused_item(app) is not None)
        view = question(app)
        await give(pilot, view, view.item.answer)
        await wait_until(pilot, lambda: view.over)
        await ready(pilot)
        together(app, "enter", "a")
        await wait_until(pilot, lambda: focused_item(app) not in (None, view) and question(app).draft == "a")


async def test_many_keys_that_lead_nowhere_do_not_wait(make_app: MakeApp, monkeypatch: pytest.MonkeyPatch) -> None:
    """In an answer box, a key goes straight on: none is looked at twice."""
    app = make_app(("item", "linear_algebra.dot.compute"))
    async with app.run_test(size=SIZE) as pilot:
        await wait_until(pilot, lambda: focused_item(app) is not None)
        view = focused_item(app)
        assert view is not None
        await pilot.pause(0.3)  # until nothing can be under way
        held: list[bool] = []
        holds = app.typed.holds

        def noted(event: events.Event) -> bool:
            held.append(holds(event))
            return held[-1]

        monkeypatch.setattr(app.typed, "holds", noted)
        together(app, *"12+34", "backspace", "left", "home", "end")
        await wait_until(pilot, lambda: view.draft == "12+3")
        assert not any(held)
