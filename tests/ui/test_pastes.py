"""Pastes into answer boxes: taken whole or refused with a sentence, wherever the focus is."""

from __future__ import annotations

import pytest
from textual import events

from lessons.course import Course
from lessons.source import Source
from tests.conftest import MakeApp
from tests.support.journeys import focused_item, lesson, questions_on, state_of, text_on, wait_until, work_at
from tests.support.paths import COURSES
from tests.support.study_sessions import ready
from tutor.app.screens.exercise import ExerciseScreen
from tutor.app.widgets.text_input import LONGEST, TextInput

DOT = ("page", "linear_algebra.dot")
KINDS = Course(Source.folder(COURSES / "kinds"))


async def test_a_line_takes_all_lines_of_a_paste_or_says_that_it_is_too_long(make_app: MakeApp) -> None:
    app = make_app(DOT)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await ready(pilot)
        view = await work_at(pilot, questions_on(app, "text")[0])
        assert isinstance(view.box, TextInput)
        app.post_message(events.Paste("1\n 2\r\n\n3\n"))
        await wait_until(pilot, lambda: view.draft == "1 2 3")
        assert view.standing == "open"
        app.post_message(events.Paste("7" * LONGEST))
        await wait_until(pilot, lambda: "pasted" in text_on(app))
        assert view.box.value == "1 2 3"
        await pilot.press("ctrl+c")
        await wait_until(pilot, lambda: app.clipboard == "1 2 3")
        await pilot.press("home", "shift+right", "ctrl+c")
        await wait_until(pilot, lambda: app.clipboard == "1")


async def test_a_paste_on_the_page_goes_to_the_answer_box_in_sight(make_app: MakeApp) -> None:
    app = make_app(DOT)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await ready(pilot)
        scroll = lesson(app).scroll
        question = questions_on(app, "text")[0]
        scroll.scroll_to(y=scroll.top_of(question) - 1, animate=False)
        await ready(pilot)
        app.post_message(events.Paste("4\n2\n"))
        await wait_until(pilot, lambda: state_of(app, question).draft == "4 2")
        assert len(app.session.state.items) == 0


async def test_options_take_their_letters_and_refuse_anything_else(make_app: MakeApp) -> None:
    app = make_app(("item", "basics.sums.order"), course=KINDS)
    async with app.run_test(size=(80, 30), notifications=True) as pilot:
        await wait_until(pilot, lambda: focused_item(app) is not None)
        view = focused_item(app)
        assert view is not None
        app.post_message(events.Paste("c, a\nb"))
        await wait_until(pilot, lambda: view.draft == "c a b")
        app.post_message(events.Paste("c a q"))
        await wait_until(pilot, lambda: "pasted" in text_on(app))
        assert view.draft == "c a b"


@pytest.mark.slow
async def test_a_paste_into_the_editor_is_indented_as_it_was(make_app: MakeApp) -> None:
    app = make_app(("exercise", "softmax"))
    program = "def f(x):\n    if x:\n        return 1\n    return 2\n"
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await wait_until(pilot, lambda: isinstance(app.screen, ExerciseScreen))
        screen = app.screen
        assert isinstance(screen, ExerciseScreen)
        screen.panel.editor.focus()
        await pilot.pause()
        screen.panel.editor.select_all()
        await pilot.press(*"def")
        app.post_message(events.Paste(program[3:]))
        await wait_until(pilot, lambda: screen.panel.editor.text == program)
