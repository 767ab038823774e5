"""Where exercises can be found: Home, search, the palette, the place to come back to."""

from __future__ import annotations

import pytest

from progress.events import Checked
from tests.conftest import MakeApp
from tests.support.content import COURSE
from tests.support.exercises import EXERCISES
from tests.support.journeys import NARROW, text_on, type_text, wait_until
from tutor.app.screens.exercise import ExerciseScreen
from tutor.app.screens.home import HomeScreen
from tutor.app.screens.search import SearchScreen
from tutor.app.widgets.menu import Menu


@pytest.mark.slow
async def test_home_lists_those_of_an_open_rung_and_says_which_are_done(make_app: MakeApp) -> None:
    app = make_app()
    await_done = app.session.append(Checked(exercise="dot_product", passed=True))
    await_done.result()
    async with app.run_test(size=(80, 40)) as pilot:
        await wait_until(pilot, lambda: isinstance(app.screen, HomeScreen))
        menu = app.screen.query_one(Menu)
        menu.post_message(Menu.Chosen("rung:linear_algebra"))
        await wait_until(pilot, lambda: "exercise: The dot product" in text_on(app))
        shown = {line.strip() for line in text_on(app).splitlines()}
        assert any(
            line.startswith("●  exercise: The dot product") or "● exercise: The dot product" in line for line in shown
        )
        assert any("○ exercise: Matrix times matrix" in line for line in shown)
        menu.post_message(Menu.Chosen("exercise:matrix_product"))
        await wait_until(pilot, lambda: isinstance(app.screen, ExerciseScreen))


@pytest.mark.slow
async def test_search_finds_them(make_app: MakeApp) -> None:
    app = make_app()
    async with app.run_test(size=NARROW) as pilot:
        await wait_until(pilot, lambda: isinstance(app.screen, HomeScreen))
        await pilot.press("slash")
        await wait_until(pilot, lambda: isinstance(app.screen, SearchScreen))
        await type_text(pilot, "exercise parabola")
        await wait_until(pilot, lambda: "Gradient descent on a parabola" in text_on(app))
        await pilot.press("enter")
        await wait_until(pilot, lambda: isinstance(app.screen, ExerciseScreen))


async def test_the_palette_has_all_of_them(make_app: MakeApp) -> None:
    app = make_app()
    async with app.run_test(size=NARROW) as pilot:
        await wait_until(pilot, lambda: isinstance(app.screen, HomeScreen))
        titles = {command.title for command in app.get_system_commands(app.screen)}
        assert {f"Exercise: {COURSE.exercise(item_id).entry.title}" for item_id in EXERCISES} <= titles


@pytest.mark.slow
async def test_one_comes_back_to_the_exercise_left(make_app: MakeApp) -> None:
    app = make_app(("exercise", "entropy"))
    async with app.run_test(size=NARROW) as pilot:
        await wait_until(pilot, lambda: isinstance(app.screen, ExerciseScreen))
        await wait_until(pilot, lambda: app.session.save_place() is None)
    again = make_app()
    async with again.run_test(size=NARROW) as pilot:
        await wait_until(pilot, lambda: isinstance(again.screen, ExerciseScreen))


@pytest.mark.slow
async def test_a_question_that_only_an_exercise_asks_opens_there(make_app: MakeApp) -> None:
    app = make_app(("item", "calculus.descent.exercise"))
    async with app.run_test(size=NARROW) as pilot:
        await wait_until(pilot, lambda: isinstance(app.screen, ExerciseScreen))
        screen = app.screen
        assert isinstance(screen, ExerciseScreen)
        await wait_until(pilot, lambda: any(view.has_focus_within for view in screen.questions))
