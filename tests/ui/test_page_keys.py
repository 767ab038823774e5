"""Keys and pointer on a page: they go to what they are meant for, which may need a widget first."""

from __future__ import annotations

import pytest
from textual import events

from tests.conftest import MakeApp
from tests.support.journeys import focused_item, lesson, text_on
from tests.support.study_sessions import ready
from tests.ui.test_exercise_journeys import until
from tests.ui.test_page_view import DOT, SIZE, shown
from tutor.app.screens.demo import DemoScreen
from tutor.app.widgets.choice_input import ChoiceInput
from tutor.app.widgets.page_blocks import takes_keys
from tutor.app.widgets.page_column import Sheet
from tutor.app.widgets.page_links import DemoLink
from tutor.app.widgets.question import QuestionView
from tutor.app.widgets.text_input import TextInput


async def test_what_is_typed_while_the_box_is_made_goes_there(make_app: MakeApp) -> None:
    app = make_app(DOT)
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        scroll = lesson(app).scroll
        view = next(view for view in scroll.of(QuestionView) if isinstance(view.box, TextInput))
        scroll.begin(view)
        for char in "42":
            scroll.post_message(events.Key(char, char))
        await until(pilot, lambda: isinstance(view.box, TextInput) and view.box.value == "42")
        assert focused_item(app) is view


@pytest.mark.parametrize("mounted", [False, True])
async def test_an_answer_may_come_in_one_burst_with_the_key_that_begins_it(mounted: bool, make_app: MakeApp) -> None:
    """Enter, the digits, Enter, as a slow line delivers them; an Enter too many at the beginning does nothing."""
    app = make_app(DOT)
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        scroll = lesson(app).scroll
        view = next(view for view in scroll.of(QuestionView) if isinstance(view.box, TextInput))
        column = scroll.column
        assert column is not None
        if mounted:
            await column.wake(view)
        scroll.scroll_to(y=scroll.top_of(view) - 1, animate=False)
        await pilot.pause()
        for key in ("enter", "enter", *view.item.answer, "enter"):
            app.post_message(events.Key(key, "\r" if key == "enter" else key))
        await until(pilot, lambda: view.standing == "right")
        assert len(app.session.state.items) == 1


async def test_a_box_begun_right_after_another_gets_what_is_typed(make_app: MakeApp) -> None:
    app = make_app(DOT)
    async with app.run_test(size=(80, 60)) as pilot:
        await ready(pilot)
        scroll = lesson(app).scroll
        first, second = [view for view in scroll.of(QuestionView) if isinstance(view.box, TextInput)][:2]
        assert scroll.column is not None
        await scroll.column.wake(first)
        scroll.begin(first)
        scroll.begin(second)
        for char in "42":
            scroll.post_message(events.Key(char, char))
        await until(pilot, lambda: isinstance(second.box, TextInput) and second.box.value == "42")
        assert focused_item(app) is second


async def test_what_was_left_in_a_box_can_be_emptied(make_app: MakeApp) -> None:
    """The echo goes with it, though nothing was typed since the box came back."""
    app = make_app(DOT)
    async with app.run_test(size=(80, 60)) as pilot:
        await ready(pilot)
        view = next(view for view in lesson(app).scroll.of(QuestionView) if isinstance(view.box, TextInput))
        lesson(app).scroll.begin(view)
        await until(pilot, lambda: focused_item(app) is view)
        await pilot.press("4", "2")
        await until(pilot, lambda: "read as 42" in text_on(app))
    again = make_app(DOT)
    async with again.run_test(size=(80, 60)) as pilot:
        await ready(pilot)
        view = next(one for one in lesson(again).scroll.of(QuestionView) if one.item.id == view.item.id)
        await until(pilot, lambda: "read as 42" in text_on(again))
        lesson(again).scroll.begin(view)
        await until(pilot, lambda: focused_item(again) is view)
        await pilot.press("end", "ctrl+u")
        await until(pilot, lambda: "read as" not in text_on(again))
        assert view.draft == ""


async def test_a_page_turned_while_a_box_is_made_is_turned(make_app: MakeApp) -> None:
    app = make_app(DOT)
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        scroll = lesson(app).scroll
        scroll.begin(scroll.of(QuestionView)[0])
        lesson(app).action_turn(1)
        await ready(pilot)
        assert lesson(app).page.id == "linear_algebra.angle"
        assert list(scroll.children) == [scroll.column, scroll.bar]
        await pilot.press("enter")
        await until(pilot, lambda: focused_item(app) is not None or scroll.scroll_y > 0)


async def test_a_question_of_another_page_gets_no_box(make_app: MakeApp) -> None:
    """What the pointer touched may be told when the page is turned already."""
    app = make_app(DOT)
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        scroll = lesson(app).scroll
        old = scroll.of(QuestionView)[0]
        lesson(app).action_turn(1)
        await ready(pilot)
        scroll.post_message(Sheet.Touched(old, pressed=False))
        scroll.post_message(Sheet.Touched(old, pressed=True))
        await ready(pilot)
        assert not old.is_mounted
        assert app.focused is scroll


async def test_the_pointer_alone_takes_no_focus(make_app: MakeApp) -> None:
    app = make_app(DOT)
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        scroll = lesson(app).scroll
        view = next(view for view in scroll.of(QuestionView) if isinstance(view.box, TextInput))
        await pilot.hover(offset=(10, scroll.region.y + scroll.top_of(view) + 1))
        await until(pilot, lambda: view.is_mounted)
        assert app.focused is scroll


async def test_tab_goes_to_everything_that_takes_keys(make_app: MakeApp) -> None:
    app = make_app(DOT)
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        met: list[int] = []
        things = [one for one in lesson(app).scroll.blocks if takes_keys(one)]
        for _ in things:
            await pilot.press("tab")
            await ready(pilot)
            met.append(next(index for index, one in enumerate(things) if one.has_focus_within))
        assert met == list(range(len(things)))
        await pilot.press("tab")
        assert app.focused is lesson(app).scroll
        for _ in range(3):
            await pilot.press("shift+tab")
            await ready(pilot)
        assert things[-3].has_focus_within


async def test_a_click_begins_a_question(make_app: MakeApp) -> None:
    app = make_app(DOT)
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        scroll = lesson(app).scroll
        view = next(view for view in scroll.of(QuestionView) if isinstance(view.box, ChoiceInput))
        await shown(pilot, view)
        at = scroll.region.y + scroll.top_of(view) - round(scroll.scroll_y)
        await pilot.click(offset=(10, at + 1))
        await until(pilot, lambda: focused_item(app) is view)


async def test_keys_go_to_the_door_that_gets_its_widget(make_app: MakeApp) -> None:
    """To begin at it and Enter may come at once: the demo is opened."""
    app = make_app(DOT)
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        scroll = lesson(app).scroll
        door = scroll.of(DemoLink)[0]
        assert not door.is_mounted
        scroll.begin(door)
        scroll.post_message(events.Key("enter", "\r"))
        await until(pilot, lambda: isinstance(app.screen, DemoScreen))
        await pilot.press("q")
        await ready(pilot)
        assert door.is_mounted
        assert app.focused is scroll


async def test_a_click_on_a_door_opens_it(make_app: MakeApp) -> None:
    app = make_app(DOT)
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        scroll = lesson(app).scroll
        door = scroll.of(DemoLink)[0]
        await shown(pilot, door)
        at = scroll.region.y + scroll.top_of(door) - round(scroll.scroll_y)
        await pilot.hover(offset=(10, at))
        await pilot.click(offset=(10, at))
        await until(pilot, lambda: isinstance(app.screen, DemoScreen))
