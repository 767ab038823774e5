"""What is typed while the focus is elsewhere goes to the answer box in sight, and no letter of it is a command."""

from __future__ import annotations

from textual import events

from tests.conftest import MakeApp
from tests.support.journeys import focused_item, lesson, questions_on, state_of, text_on, type_text, wait_until, work_at
from tests.support.study_sessions import ready
from tutor.app.screens.lesson import LessonScreen
from tutor.app.screens.study_session import StudySessionScreen

DOT = ("page", "linear_algebra.dot")
SIZE = (80, 24)


async def test_an_answer_is_typed_on_the_page_and_every_letter_arrives(make_app: MakeApp) -> None:
    """`sqrt(2)` has the letters of three commands; those letters are no commands in the key line either."""
    app = make_app(DOT)
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        scroll = lesson(app).scroll
        question = questions_on(app, "text")[0]
        scroll.scroll_to(y=scroll.top_of(question) - 1, animate=False)
        await ready(pilot)
        assert app.focused is scroll
        keys = text_on(app).splitlines()[-1]
        assert "q home" in keys, "no number begins with it"
        assert "d demo" not in keys
        await type_text(pilot, "sqrt(2)")
        await wait_until(pilot, lambda: state_of(app, question).draft == "sqrt(2)")
        assert isinstance(app.screen, LessonScreen)


async def test_the_letter_of_the_only_choice_in_sight_selects_it(make_app: MakeApp) -> None:
    app = make_app(DOT)
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        scroll = lesson(app).scroll
        question = questions_on(app, "choice")[0]
        scroll.scroll_to(y=scroll.top_of(question) - 1, animate=False)
        await ready(pilot)
        assert scroll.open_in_sight[0] == question
        await pilot.press("b")
        await wait_until(pilot, lambda: state_of(app, question).draft == "b")
        assert state_of(app, question).standing == "open"


async def test_enter_goes_to_what_it_brings_in_sight(make_app: MakeApp) -> None:
    """One Enter after another leads to every thing to do of a page, each with the focus as soon as it is seen."""
    app = make_app(DOT)
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        scroll = lesson(app).scroll
        first = scroll.undone[0]
        for _ in range(20):
            await pilot.press("enter")
            await ready(pilot)
            if scroll.has_focus_within_live:
                break
            assert not any(scroll.in_sight(index) for index in scroll.undone)
        assert scroll.live_index == first
        assert scroll.in_sight(first)


async def test_after_escape_a_letter_asks_for_help_only_if_pressed_twice(make_app: MakeApp) -> None:
    """A single `s` is the beginning of what follows it."""
    app = make_app(("item", "linear_algebra.dot.compute"))
    async with app.run_test(size=(80, 60)) as pilot:
        await ready(pilot)
        view = await work_at(pilot, lesson(app).scroll.question("linear_algebra.dot.compute"))
        await pilot.press("escape", "s", "q")
        await wait_until(pilot, lambda: view.draft == "sq")
        assert (focused_item(app), view.standing, view.attempt.hints) == (view, "open", 0)


async def test_a_burst_outside_the_box_of_a_study_session_is_answered(make_app: MakeApp) -> None:
    app = make_app()
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        app.navigator.open_session("practice", "linear_algebra.dot")
        await wait_until(pilot, lambda: isinstance(app.screen, StudySessionScreen) and focused_item(app) is not None)
        view = focused_item(app)
        assert view is not None
        await pilot.press("escape")
        await wait_until(pilot, lambda: focused_item(app) is None)
        answer = view.item.answer
        for key in (*answer, "enter"):
            app.post_message(events.Key(key, "\r" if key == "enter" else key))
        await wait_until(pilot, lambda: view.standing == "right")


async def test_enter_pressed_twice_is_one_answer(make_app: MakeApp) -> None:
    """The second comes before the verdict of the first is on the disk."""
    app = make_app(("item", "linear_algebra.dot.compute"))
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        view = await work_at(pilot, lesson(app).scroll.question("linear_algebra.dot.compute"))
        for key in ("1", "enter", "enter", "backspace", *view.item.answer, "enter", "enter"):
            app.post_message(events.Key(key, "\r" if key == "enter" else key if len(key) == 1 else None))
        await wait_until(pilot, lambda: view.standing == "right")
        await ready(pilot)
        record = app.session.state.items[view.item.id]
        assert (record.right, record.answers) == (1, 2)
