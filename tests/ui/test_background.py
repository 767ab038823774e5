"""The theme follows the background that the terminal reports, if it is left to the program."""

from __future__ import annotations

import pytest

from tests.conftest import MakeApp
from tests.support.journeys import wait_until
from tests.support.study_sessions import ready
from tutor.driver import Reply

WHITE, BLACK = "\x1b]11;rgb:ffff/ffff/ffff", "\x1b]11;rgb:0000/0000/0000"


@pytest.mark.parametrize(("theme", "light"), [(None, "light"), ("ansi-dark", "ansi-light")])
async def test_a_theme_left_to_the_program_follows(theme: str | None, light: str, make_app: MakeApp) -> None:
    app = make_app(theme=theme)
    app.follow = True
    async with app.run_test() as pilot:
        await ready(pilot)
        app.post_message(Reply(WHITE))
        await wait_until(pilot, lambda: app.theme == light)
        app.post_message(Reply(BLACK))
        await wait_until(pilot, lambda: app.theme == (theme or "dark"))


async def test_a_theme_that_was_chosen_stays(make_app: MakeApp) -> None:
    app = make_app(theme="dark")
    async with app.run_test() as pilot:
        await ready(pilot)
        app.post_message(Reply(WHITE))
        await ready(pilot)
        assert app.theme == "dark"
