"""Keys and pointer on a page: they go to what they are meant for, which may need a widget first."""

from __future__ import annotations

import pytest
from textual import events

from tests.conftest import MakeApp
from tests.support.journeys import (
    DOT,
    SIZE,
    focused_item,
    lesson,
    questions_on,
    shown,
    state_of,
    text_on,
    wait_until,
    work_at,
)
from tests.support.study_sessions import ready
from tutor.app.screens.demo import DemoScreen
from tutor.rendering.page_document import DemoLink


async def test_what_is_typed_while_the_box_is_made_goes_there(make_app: MakeApp) -> None:
    app = make_app(DOT)
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        scroll = lesson(app).scroll
        question = questions_on(app, "text")[0]
        scroll.begin(question)
        for char in "42":
            scroll.post_message(events.Key(char, char))
        await wait_until(pilot, lambda: state_of(app, question).draft == "42")
        assert focused_item(app) is scroll.live
        assert scroll.live_index == question


@pytest.mark.parametrize("mounted", [False, True])
async def test_an_answer_may_come_in_one_burst_with_the_key_that_begins_it(mounted: bool, make_app: MakeApp) -> None:
    """Enter, the digits, Enter, as a slow line delivers them; an Enter too many at the beginning does nothing."""
    app = make_app(DOT)
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        scroll = lesson(app).scroll
        question = questions_on(app, "text")[0]
        if mounted:
            await scroll.make_live(scroll.document, question)
        scroll.scroll_to(y=scroll.top_of(question) - 1, animate=False)
        await pilot.pause()
        for key in ("enter", "enter", *state_of(app, question).item.answer, "enter"):
            app.post_message(events.Key(key, "\r" if key == "enter" else key))
        await wait_until(pilot, lambda: state_of(app, question).standing == "right")
        assert len(app.session.state.items) == 1


@pytest.mark.slow
async def test_a_box_begun_right_after_another_gets_what_is_typed(make_app: MakeApp) -> None:
    app = make_app(DOT)
    async with app.run_test(size=(80, 60)) as pilot:
        await ready(pilot)
        scroll = lesson(app).scroll
        first, second = questions_on(app, "text")[:2]
        await scroll.make_live(scroll.document, first)
        scroll.begin(first)
        scroll.begin(second)
        for char in "42":
            scroll.post_message(events.Key(char, char))
        await wait_until(pilot, lambda: state_of(app, second).draft == "42")
        assert state_of(app, first).draft == ""
        assert scroll.live_index == second
        assert focused_item(app) is scroll.live


@pytest.mark.slow
async def test_what_was_left_in_a_box_can_be_emptied(make_app: MakeApp) -> None:
    """The echo goes with it, though nothing was typed since the box came back."""
    app = make_app(DOT)
    async with app.run_test(size=(80, 60)) as pilot:
        await ready(pilot)
        question = questions_on(app, "text")[0]
        await work_at(pilot, question)
        await pilot.press("4", "2")
        await wait_until(pilot, lambda: "read as 42" in text_on(app))
    again = make_app(DOT)
    async with again.run_test(size=(80, 60)) as pilot:
        await ready(pilot)
        await wait_until(pilot, lambda: "read as 42" in text_on(again))
        view = await work_at(pilot, question)
        await pilot.press("end", "ctrl+u")
        await wait_until(pilot, lambda: "read as" not in text_on(again))
        assert view.draft == ""


async def test_a_page_turned_while_a_box_is_made_is_turned(make_app: MakeApp) -> None:
    app = make_app(DOT)
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        scroll = lesson(app).scroll
        scroll.begin(questions_on(app)[0])
        lesson(app).action_turn(1)
        await ready(pilot)
        assert lesson(app).page.id == "linear_algebra.angle"
        assert scroll.live is None
        assert list(scroll.text.children) == [scroll.above, scroll.below]
        await pilot.press("enter")
        await wait_until(pilot, lambda: focused_item(app) is not None or scroll.scroll_y > 0)


async def test_a_question_of_another_page_gets_no_box(make_app: MakeApp) -> None:
    """What the pointer touched may be told when the page is turned already."""
    app = make_app(DOT)
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        scroll = lesson(app).scroll
        old, question = scroll.document, questions_on(app)[0]
        lesson(app).action_turn(1)
        await ready(pilot)
        scroll.touch(old, question, pressed=False)
        scroll.touch(old, question, pressed=True)
        await ready(pilot)
        assert scroll.live is None
        assert app.focused is scroll


async def test_the_pointer_alone_takes_no_focus(make_app: MakeApp) -> None:
    app = make_app(DOT)
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        scroll = lesson(app).scroll
        question = questions_on(app, "text")[0]
        await pilot.hover(offset=(10, scroll.region.y + scroll.top_of(question) + 1))
        await wait_until(
            pilot, lambda: scroll.live_index == question and scroll.live is not None and scroll.live.is_mounted
        )
        assert app.focused is scroll


@pytest.mark.slow
async def test_tab_goes_to_everything_that_takes_keys(make_app: MakeApp) -> None:
    app = make_app(DOT)
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        met: list[int] = []
        scroll = lesson(app).scroll
        things = [index for index in range(len(scroll.document.blocks)) if scroll.takes_keys(index)]
        assert len(things) > 5
        for _ in things:
            await pilot.press("tab")
            await ready(pilot)
            assert scroll.has_focus_within_live
            met.append(scroll.live_index or 0)
        assert met == things
        await pilot.press("tab")
        assert app.focused is lesson(app).scroll
        for _ in range(3):
            await pilot.press("shift+tab")
            await ready(pilot)
        assert scroll.live_index == things[-3]
        assert scroll.has_focus_within_live


async def test_a_click_begins_a_question(make_app: MakeApp) -> None:
    app = make_app(DOT)
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        scroll = lesson(app).scroll
        question = questions_on(app, "choice")[0]
        await shown(pilot, question)
        at = scroll.region.y + scroll.top_of(question) - round(scroll.scroll_y)
        await pilot.click(offset=(10, at + 1))
        await wait_until(pilot, lambda: focused_item(app) is not None)
        assert scroll.live_index == question


async def test_keys_go_to_the_door_that_gets_its_widget(make_app: MakeApp) -> None:
    """To begin at it and Enter may come at once: the demo is opened."""
    app = make_app(DOT)
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        scroll = lesson(app).scroll
        link = scroll.document.of(DemoLink)[0]
        assert scroll.live is None
        scroll.begin(link)
        scroll.post_message(events.Key("enter", "\r"))
        await wait_until(pilot, lambda: isinstance(app.screen, DemoScreen))
        await pilot.press("q")
        await ready(pilot)
        assert scroll.live_index == link
        assert scroll.settled(link)
        assert app.focused is scroll


async def test_a_click_on_a_door_opens_it(make_app: MakeApp) -> None:
    app = make_app(DOT)
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        scroll = lesson(app).scroll
        link = scroll.document.of(DemoLink)[0]
        await shown(pilot, link)
        at = scroll.region.y + scroll.top_of(link) - round(scroll.scroll_y)
        await pilot.hover(offset=(10, at))
        await pilot.click(offset=(10, at))
        await wait_until(pilot, lambda: isinstance(app.screen, DemoScreen))
