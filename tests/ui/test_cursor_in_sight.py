"""The row of the cursor stays on the screen, a check works from everywhere, and a changed answer loses its ✗."""

from __future__ import annotations

import pytest

from lessons.course import Course
from lessons.source import Source
from tests.conftest import MakeApp
from tests.support.cursors import cursor_is_seen
from tests.support.journeys import checked, focused_item, lesson, text_on, wait_until
from tests.support.paths import COURSES
from tutor.app.screens.exercise import ExerciseScreen
from tutor.app.widgets.cursor_row import show_cursor
from tutor.app.widgets.ordering_input import OrderingInput

KINDS = Course(Source.folder(COURSES / "kinds"))


@pytest.mark.slow
async def test_the_caret_of_the_editor_is_seen_after_a_check_and_every_key(make_app: MakeApp) -> None:
    app = make_app(("exercise", "softmax"))
    async with app.run_test(size=(80, 24)) as pilot:
        await wait_until(pilot, lambda: isinstance(app.screen, ExerciseScreen))
        screen = app.screen
        assert isinstance(screen, ExerciseScreen)
        screen.panel.editor.focus()
        await pilot.pause()
        for key in ("ctrl+home", "down", "end", "enter", "ctrl+end"):
            await pilot.press(key)
            await wait_until(pilot, lambda: cursor_is_seen(app))
        await checked(pilot, app)
        await wait_until(pilot, lambda: cursor_is_seen(app))
        screen.parts.scroll_to(y=screen.parts.max_scroll_y, animate=False)
        for key in ("ctrl+home", "x", "pagedown"):
            await pilot.press(key)
            await wait_until(pilot, lambda: cursor_is_seen(app))


async def test_an_order_in_a_low_window_is_followed_and_checked_from_anywhere(make_app: MakeApp) -> None:
    """The cursor stays on its piece; a wrong piece loses its ✗ with the next change."""
    app = make_app(("item", "basics.sums.order"), course=KINDS)
    async with app.run_test(size=(60, 12)) as pilot:
        await wait_until(pilot, lambda: focused_item(app) is not None)
        view = focused_item(app)
        assert view is not None
        assert isinstance(view.box, OrderingInput)
        for key in ("down", "down", "c", "down", "down", "up", "backspace", "end", "up"):
            await pilot.press(key)
            await wait_until(pilot, lambda: cursor_is_seen(app))
        await pilot.press("c", "b", "a")
        here = view.box.left[view.box.cursor]
        await pilot.press("ctrl+j")
        await wait_until(pilot, lambda: view.standing == "wrong")
        assert view.box.left[view.box.cursor] == here
        await wait_until(pilot, lambda: cursor_is_seen(app) and "✗" in text_on(app))
        await pilot.press("backspace")
        await wait_until(pilot, lambda: "✗" not in text_on(app))


async def test_a_page_that_was_scrolled_but_not_laid_out_is_not_scrolled_again(make_app: MakeApp) -> None:
    """Where the cursor is on the screen is stale by then; where it is on the page is not."""
    app = make_app(("item", "linear_algebra.eigen.power"))
    async with app.run_test(size=(80, 24)) as pilot:
        await wait_until(pilot, lambda: focused_item(app) is not None)
        await pilot.pause()
        scroll, focused = lesson(app).scroll, app.focused
        assert focused is not None
        row = round(scroll.scroll_y)
        scroll.hold_place()  # as while another size is laid out
        scroll.scroll_to(y=0, animate=False, immediate=True)
        await pilot.pause()
        assert not cursor_is_seen(app)
        scroll.scroll_to(y=row, animate=False, immediate=True)
        show_cursor(focused)
        await pilot.pause()
        assert round(scroll.scroll_y) == row
        assert cursor_is_seen(app)
