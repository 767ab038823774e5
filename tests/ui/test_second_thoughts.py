"""Nothing that cannot be taken back happens on one letter, and every command has a way that no terminal keeps."""

from __future__ import annotations

import pytest
from textual.command import CommandPalette
from textual.pilot import Pilot

from tests.conftest import MakeApp
from tests.support.journeys import lesson, text_on, wait_until, work_at
from tests.support.study_sessions import ready
from tutor.app.app import TutorApp
from tutor.app.screens.hunt import HuntScreen
from tutor.app.screens.paper import PaperScreen


async def test_giving_up_and_a_hint_take_the_letter_twice(make_app: MakeApp) -> None:
    app = make_app(("item", "linear_algebra.dot.compute"))
    async with app.run_test(size=(80, 60)) as pilot:
        await ready(pilot)
        view = await work_at(pilot, lesson(app).scroll.question("linear_algebra.dot.compute"))
        await pilot.press("escape", "h", "s", "h")
        assert (view.attempt.hints, view.standing) == (0, "open")
        await pilot.press("h")
        assert view.attempt.hints == 1
        await pilot.press("s", "down", "s")
        assert view.standing == "open"
        await pilot.press("s")
        await wait_until(pilot, lambda: view.standing == "shown")


async def test_a_paper_card_takes_the_letter_twice(make_app: MakeApp) -> None:
    app = make_app(("paper", "paper.attention"))
    async with app.run_test(size=(80, 24)) as pilot:
        await wait_until(pilot, lambda: isinstance(app.screen, PaperScreen) and app.screen.state is not None)
        screen = app.screen
        assert isinstance(screen, PaperScreen)
        await ready(pilot)
        for letter, move in (("h", "Hinted"), ("s", "Shown"), ("x", "Ended")):
            assert screen.state is not None
            before = screen.state
            if screen.box.has_focus:
                await pilot.press("escape")
            await pilot.press(letter, "pageup", letter)  # not twice in a row
            await ready(pilot)
            assert screen.state == before
            assert any(notice.message.startswith(f"{letter} again ") for notice in app._notifications)
            await pilot.press(letter)
            await ready(pilot)
            assert type(screen.state.moves[-1]).__name__ == move


async def test_a_hunt_ends_on_the_letter_twice_in_a_row(make_app: MakeApp) -> None:
    app = make_app(("hunt", "hunt.1"))
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await hunt_on(pilot, app)
        assert screen.state is not None
        for between in ("n", "tab", "escape"):
            await pilot.press("s", between)
            await ready(pilot)
            assert "s again" not in text_on(app)
            await pilot.press("s")
            await ready(pilot)
            assert not screen.state.over, between
            await pilot.press("escape")
        await pilot.press("s", "s")
        await wait_until(pilot, lambda: screen.state is not None and screen.state.over)


@pytest.mark.slow
async def test_a_comparison_that_was_asked_about_is_asked_about_again_later(make_app: MakeApp) -> None:
    app = make_app(("hunt", "hunt.1"))
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await hunt_on(pilot, app)
        await pilot.press("enter")
        await wait_until(pilot, lambda: screen.state is not None and screen.state.waiting)
        await pilot.press("c", "escape", "c")
        assert screen.state is not None
        assert screen.state.waiting
        await pilot.press("c")
        assert not screen.state.waiting


async def hunt_on(pilot: Pilot[None], app: TutorApp) -> HuntScreen:
    """The hunt that the app opens, once it is set up."""
    await wait_until(pilot, lambda: isinstance(app.screen, HuntScreen) and app.screen.state is not None)
    await ready(pilot)
    assert isinstance(app.screen, HuntScreen)
    return app.screen


async def test_escape_on_home_asks(make_app: MakeApp) -> None:
    app = make_app()
    async with app.run_test() as pilot:
        await ready(pilot)
        await pilot.press("escape", "down", "escape")
        assert app.is_running
        assert app.return_code is None
        await pilot.press("escape")
        assert app.return_code == 0


async def test_a_colon_opens_the_palette(make_app: MakeApp) -> None:
    app = make_app()
    async with app.run_test() as pilot:
        await ready(pilot)
        await pilot.press("colon")
        assert isinstance(app.screen, CommandPalette)
