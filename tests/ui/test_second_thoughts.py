"""Nothing that cannot be taken back happens on one letter, and every command has a way that no terminal keeps."""

from __future__ import annotations

from textual.command import CommandPalette

from tests.conftest import MakeApp
from tests.support.journeys import lesson, wait_until, work_at
from tests.support.study_sessions import ready


async def test_giving_up_and_a_hint_take_the_letter_twice(make_app: MakeApp) -> None:
    app = make_app(("item", "linear_algebra.dot.compute"))
    async with app.run_test(size=(80, 60)) as pilot:
        await ready(pilot)
        view = await work_at(pilot, lesson(app).scroll.question("linear_algebra.dot.compute"))
        await pilot.press("escape", "h", "s", "h")
        assert (view.attempt.hints, view.standing) == (0, "open")
        await pilot.press("h")
        assert view.attempt.hints == 1
        await pilot.press("s")
        assert view.standing == "open"
        await pilot.press("s")
        await wait_until(pilot, lambda: view.standing == "shown")


async def test_escape_on_home_asks(make_app: MakeApp) -> None:
    app = make_app()
    async with app.run_test() as pilot:
        await ready(pilot)
        await pilot.press("escape")
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
