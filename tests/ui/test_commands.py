"""Every command has a second way, keys can be chosen, and the editor finds, goes to a line and comments out."""

from __future__ import annotations

import pytest
from textual.app import SystemCommand
from textual.widgets.text_area import Selection

from progress.record import Record
from progress.resume import load
from tests.conftest import MakeApp
from tests.support.journeys import focused_item, lesson, questions_on, text_on, type_text, wait_until, work_at
from tests.support.study_sessions import ready
from tutor.app.app import TutorApp
from tutor.app.screens.exercise import ExerciseScreen
from tutor.app.screens.help import HelpScreen, HelpText
from tutor.app.session import Session

DOT = ("page", "linear_algebra.dot")
SIZE = (100, 30)


def offered(app: TutorApp) -> dict[str, SystemCommand]:
    return {command.title: command for command in app.get_system_commands(app.screen)}


async def test_the_palette_offers_what_keys_with_ctrl_do_at_a_question(make_app: MakeApp) -> None:
    """After Escape too: then nothing but `:` is needed."""
    app = make_app(DOT)
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        view = await work_at(pilot, questions_on(app, "text")[0])
        await pilot.press("escape")
        await wait_until(pilot, lambda: focused_item(app) is None)
        commands = offered(app)
        assert {"Here: hint", "Here: show me", "Here: how sure"} <= set(commands)
        await commands["Here: hint"].callback()
        await wait_until(pilot, lambda: view.attempt.hints == 1)


async def test_a_click_on_the_key_line_presses_the_key(make_app: MakeApp) -> None:
    app = make_app(DOT)
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        view = await work_at(pilot, questions_on(app, "text")[0])
        row = text_on(app).splitlines()[-1]
        await pilot.click(offset=(row.index("^t hint") + 3, SIZE[1] - 1))
        await wait_until(pilot, lambda: view.attempt.hints == 1)


@pytest.mark.slow
async def test_chosen_keys_work_and_are_shown(make_app: MakeApp) -> None:
    first = make_app(DOT)
    session = first.session
    record = Record.open(session.home, device="other", now=session.now)
    again = Session(session.course, record, load(session.home), session.home, session.now)
    again.keys = {"hint": "f2", "solution": "ctrl+t", "repaint": "f3"}
    app = TutorApp(again, DOT)
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        view = await work_at(pilot, questions_on(app, "text")[0])
        await wait_until(pilot, lambda: "f2 hint" in text_on(app) and "^t show me" in text_on(app))
        await pilot.press("f2")
        await wait_until(pilot, lambda: view.attempt.hints == 1)
        await pilot.press("f1")
        await wait_until(pilot, lambda: isinstance(app.screen, HelpScreen))
        await wait_until(pilot, lambda: "f2 gives a hint" in text_on(app))
        assert ("f3", "paint the screen again") in app.screen.query_one(HelpText).everywhere
        await pilot.press("escape")
        for _ in range(3):
            await pilot.press(*"99999", "enter", "end", *["backspace"] * 5)
        await wait_until(pilot, lambda: "f2 gives a hint" in text_on(app))
        await pilot.press("ctrl+t")
        await wait_until(pilot, lambda: view.standing == "shown")
        assert lesson(app).scroll.live is view
    again.close()


@pytest.mark.slow
async def test_the_editor_finds_goes_to_a_line_and_comments_out(make_app: MakeApp) -> None:
    app = make_app(("exercise", "softmax"))
    async with app.run_test(size=SIZE) as pilot:
        await wait_until(pilot, lambda: isinstance(app.screen, ExerciseScreen))
        screen = app.screen
        assert isinstance(screen, ExerciseScreen)
        editor = screen.panel.editor
        editor.focus()
        editor.load_text("a = 1\nb = 2\nc = a\n")
        await pilot.pause()
        await pilot.press("ctrl+f")
        await wait_until(pilot, lambda: app.focused is not editor)
        await type_text(pilot, "a")
        await pilot.press("enter", "enter")
        await wait_until(pilot, lambda: editor.selection == Selection((2, 4), (2, 5)))
        await pilot.press("escape")
        await wait_until(pilot, lambda: app.focused is editor)
        await pilot.press("ctrl+g")
        await wait_until(pilot, lambda: app.focused is not editor)
        await pilot.press("2", "enter")
        await wait_until(pilot, lambda: app.focused is editor and editor.cursor_location == (1, 0))
        await pilot.press("shift+down", "ctrl+underscore")
        assert editor.text == "a = 1\n# b = 2\nc = a\n"
        await pilot.press("f1")
        await wait_until(pilot, lambda: isinstance(app.screen, HelpScreen) and "^f" in text_on(app))
        assert {"Here: comment", "Here: go to line", "Here: run the check"} <= set(offered_below(app))


def offered_below(app: TutorApp) -> dict[str, SystemCommand]:
    screen = app.screen_stack[-2]
    return {command.title: command for command in app.get_system_commands(screen)}
