"""What was typed before the key that quits is kept, however fast that key follows."""

from __future__ import annotations

import pytest
from textual import events
from textual.pilot import Pilot

from tests.conftest import MakeApp
from tests.support.journeys import SIZE, lesson, type_text, wait_until, work_at
from tests.support.study_sessions import ready
from tutor.app.app import TutorApp

ITEM = "linear_algebra.dot.compute"
EXERCISE = "linear_algebra.dot.exercise"


def in_one_read(app: TutorApp, *keys: tuple[str, str | None]) -> None:
    """Keys as the driver posts those that came together; nothing runs between two of them."""
    for key, character in keys:
        app.post_message(events.Key(key, character))


@pytest.fixture(params=["key", "signal", "palette"])
def way(request: pytest.FixtureRequest) -> str:
    """How the app is asked to end."""
    return str(request.param)


def quit_by(app: TutorApp, way: str) -> None:
    if way == "key":
        in_one_read(app, ("ctrl+q", None))
    elif way == "signal":
        app.leave()
    else:
        {command.title: command.callback for command in app.get_system_commands(app.screen)}["Quit"]()


async def ended(pilot: Pilot[None]) -> None:
    await wait_until(pilot, lambda: pilot.app._exit)


async def test_a_change_in_a_box(make_app: MakeApp, way: str) -> None:
    app = make_app(("item", ITEM))
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        await work_at(pilot, lesson(app).scroll.question(ITEM))
        await type_text(pilot, "4+10")
        await ready(pilot)
        in_one_read(app, ("backspace", "\x7f"), ("7", "7"))
        quit_by(app, way)
        await ended(pilot)
    assert app.session.place.drafts[ITEM].text == "4+17"


async def test_keys_that_give_a_question_its_box(make_app: MakeApp, way: str) -> None:
    app = make_app(("page", "linear_algebra.dot"))
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        scroll = lesson(app).scroll
        scroll.scroll_to(y=scroll.top_of(scroll.question(ITEM)) - 1, animate=False)
        await ready(pilot)
        in_one_read(app, ("4", "4"), ("plus", "+"))
        quit_by(app, way)
        await ended(pilot)
    assert app.session.place.drafts[ITEM].text == "4+"
