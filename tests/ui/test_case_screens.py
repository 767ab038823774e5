"""Diagnoses and repairs in the app: answered, resumed and repaired by keyboard alone."""

from __future__ import annotations

import pytest
from textual import events
from textual.pilot import Pilot

from tests.conftest import MakeApp
from tests.support.cases import drawn, repair
from tests.support.journeys import text_on, type_text, wait_until
from tests.support.study_sessions import ready
from tutor.app.app import TutorApp
from tutor.app.screens.debugging import DebuggingScreen
from tutor.app.screens.diagnosis import DiagnosisScreen
from tutor.app.screens.exercise import ExerciseScreen
from tutor.app.widgets.answer_input import AnswerSubmitted
from tutor.app.widgets.menu import Menu

CASE = "diagnose.loss-stays"
SIZES = [
    ((80, 24), False),
    pytest.param((60, 20), True, marks=pytest.mark.slow),  # the same journey again
]


def on_top(app: TutorApp) -> DiagnosisScreen:
    assert isinstance(app.screen, DiagnosisScreen), app.screen
    return app.screen


async def opened(pilot: Pilot[None], app: TutorApp, case: str) -> DiagnosisScreen:
    await wait_until(pilot, lambda: isinstance(app.screen, DiagnosisScreen) and app.screen.state is not None)
    assert on_top(app).case == case
    return on_top(app)


@pytest.mark.slow
@pytest.mark.parametrize(("size", "plain"), SIZES, ids=str)
async def test_a_diagnosis_is_left_resumed_and_solved(make_app: MakeApp, size: tuple[int, int], plain: bool) -> None:
    case = drawn("loss_stays", 1)
    wrong = next(rule for rule in case.number.wrong_rules if rule.id == "base-2")
    other = next(option for option in case.cause.options if option.id != case.cause.answer)
    app = make_app(("diagnose", CASE), plain=plain)
    async with app.run_test(size=size) as pilot:
        await wait_until(pilot, lambda: isinstance(app.screen, DiagnosisScreen))
        await type_text(pilot, wrong.answer[:2])  # while the model runs
        screen = await opened(pilot, app, CASE)
        await ready(pilot)
        assert case.symptom.log[0] in text_on(app)
        await type_text(pilot, wrong.answer[2:4])
        await pilot.press("enter")
        await wait_until(pilot, lambda: bool(screen.state and screen.state.rules))
        await ready(pilot)
        assert wrong.message.partition(". ")[0] in " ".join(text_on(app).split())
        screen.number.value = ""
        await type_text(pilot, case.number.answer)
        await pilot.press("enter")
        await wait_until(pilot, lambda: bool(screen.state and screen.state.stage == "cause"))
        await pilot.press("escape")
        await ready(pilot)
        app.navigator.open_thing("diagnose", CASE)
        screen = await opened(pilot, app, CASE)
        await ready(pilot)
        assert screen.state is not None
        assert (screen.state.stage, screen.state.rules) == ("cause", ("base-2",))
        await pilot.press(other.id, "enter")
        await wait_until(pilot, lambda: bool(screen.state and len(screen.state.rules) == 2))
        for _ in range(2):  # the second one comes before the first is on the disk
            screen.post_message(AnswerSubmitted(case.cause.answer))
        await wait_until(pilot, lambda: bool(screen.state and screen.state.over))
        await ready(pilot)
        text = text_on(app)
        assert "Before the first step" in text
        assert not plain or text.isascii()
        record = app.session.state.cases[CASE]
        assert (record.plays, bool(record.solved_t), record.clean_t) == (1, True, None)
        assert not any(key.startswith("case:") for key in app.session.place.drafts)
        await pilot.press("a")
        await wait_until(pilot, lambda: bool(screen.state and screen.state.case.seed == 2))
        await ready(pilot)
        assert screen.number.has_focus
        await pilot.press("ctrl+r")
        await wait_until(pilot, lambda: bool(screen.state and screen.state.shown == ("number",)))
        await pilot.press("ctrl+r")
        await wait_until(pilot, lambda: bool(screen.state and screen.state.over))
        await ready(pilot)
        await pilot.press("enter")
        await opened(pilot, app, "diagnose.loss-floor")


@pytest.mark.slow
async def test_enter_pressed_in_a_burst_never_skips_a_verdict(make_app: MakeApp) -> None:
    """Neither to an answer to the next question, nor on to the next case."""
    case = drawn("loss_stays", 1)
    app = make_app(("diagnose", CASE))
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await opened(pilot, app, CASE)
        await ready(pilot)
        await type_text(pilot, case.number.answer)
        burst(app)
        await wait_until(pilot, lambda: bool(screen.state and screen.state.stage == "cause"))
        await ready(pilot)
        assert screen.state is not None
        assert not screen.state.rules
        await pilot.press(case.cause.answer)
        burst(app)
        await wait_until(pilot, lambda: bool(screen.state and screen.state.over))
        await ready(pilot)
        assert app.screen is screen
        early = events.Key("enter", "\r")
        screen.verdict_shown()
        await ready(pilot)
        app.post_message(early)  # read before the verdict was painted, handled after it
        await ready(pilot)
        assert app.screen is screen
        await pilot.press("enter")
        await opened(pilot, app, "diagnose.loss-floor")


def burst(app: TutorApp) -> None:
    """Press Enter three times at once."""
    for _ in range(3):
        app.post_message(events.Key("enter", "\r"))


async def test_from_the_list_to_a_repair_that_passes_and_back(make_app: MakeApp) -> None:
    app = make_app(("debug", ""))
    one = repair("mse")
    async with app.run_test(size=(80, 24)) as pilot:
        await wait_until(pilot, lambda: isinstance(app.screen, DebuggingScreen) and app.screen.found is not None)
        await ready(pilot)
        menu = app.screen.query_one(Menu)
        rows = [row.key for row in menu.rows if row.key]
        assert f"diagnose:{CASE}" in rows
        await pilot.press("r")
        await ready(pilot)
        assert menu.key == "repair:repair.cross-entropy"
        assert "The loss of large scores" in text_on(app)
        await pilot.press("d")
        assert menu.key == f"diagnose:{CASE}"
        menu.post_message(Menu.Chosen("repair:repair.mse"))
        await wait_until(pilot, lambda: isinstance(app.screen, ExerciseScreen))
        screen = app.screen
        assert isinstance(screen, ExerciseScreen)
        await ready(pilot)
        assert "Repair" in text_on(app)
        assert "By hand" not in text_on(app)
        screen.panel.editor.exchange(one.task.solution)
        await pilot.press("ctrl+s")
        await wait_until(pilot, lambda: screen.panel.findings.judgement is not None)
        await ready(pilot)
        assert "passed" in text_on(app)
        assert app.session.state.cases["repair.mse"].clean_t
        assert (app.session.home / "exercises" / "repair_mse.py").read_text("utf-8") == one.task.solution
        assert app.session.place.screen == "repair.mse"
        await pilot.press("escape")
        await wait_until(pilot, lambda: isinstance(app.screen, DebuggingScreen))
        await wait_until(pilot, lambda: "1 solved" in text_on(app))


@pytest.mark.slow
async def test_the_app_comes_back_to_a_case(make_app: MakeApp) -> None:
    app = make_app(("diagnose", CASE))
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot, app, CASE)
        await type_text(pilot, "2.5")
        await wait_until(pilot, lambda: app.session.save_place() is None)
    again = make_app()
    async with again.run_test(size=(80, 24)) as pilot:
        screen = await opened(pilot, again, CASE)
        await wait_until(pilot, lambda: screen.number.value == "2.5")
