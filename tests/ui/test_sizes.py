"""Any size of the terminal, and any sequence of sizes, leaves the program running, and the learner where they were."""

from __future__ import annotations

import asyncio

import pytest

from tests.conftest import MakeApp
from tests.support.content import COURSE
from tests.support.cursors import cursor_is_seen
from tests.support.journeys import lesson, questions_on, state_of, wait_until, work_at
from tests.support.study_sessions import ready

NARROW = [(26, 24), (12, 24), (1, 1), (300, 100), (24, 3), (80, 24)]
SIZES = [(60, 20), (80, 24), (120, 40), (60, 20), (160, 45), (80, 24)]
PAGE = "linear_algebra.maps"
SCREENS = [
    ("home", ""), ("item", "linear_algebra.dot.explain"), ("item", "probability.softmax.order"), ("demo", "vectors"),
    ("exercise", "softmax"), ("exercise", "attention"), ("search", ""), ("outcome", ""), ("papers", ""), ("debug", ""),
    ("paper", "paper.attention"), ("hunt", "hunt.1"), ("letters", ""), ("record", ""), ("misconceptions", ""),
    ("practice", "dot-product"),
]  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("size", [(26, 24), (7, 5)])
async def test_an_answer_can_be_given_at_a_size_at_which_little_fits(size: tuple[int, int], make_app: MakeApp) -> None:
    app = make_app(("item", "linear_algebra.dot.compute"))
    async with app.run_test(size=size) as pilot:
        await ready(pilot)
        await pilot.press("2", "1", "enter")
        block = lesson(app).scroll.question("linear_algebra.dot.compute")
        await wait_until(pilot, lambda: state_of(app, block).attempt.verdict is not None)
        for width, height in NARROW:
            await pilot.resize_terminal(width, height)
            await pilot.pause()
        assert app.return_code in (None, 0)
        assert state_of(app, block).draft == "21"


@pytest.mark.slow
@pytest.mark.parametrize("page", [PAGE, "linear_algebra.eigen"])
async def test_what_is_typed_at_another_size_goes_to_the_question_in_use(page: str, make_app: MakeApp) -> None:
    """While the size changes, too: the question stays in sight and keeps the focus, at every size."""
    app = make_app(("page", page))
    async with app.run_test(size=SIZES[-1]) as pilot:
        await ready(pilot)
        for question in questions_on(app)[-3:]:
            view = await work_at(pilot, question)
            await pilot.press("ctrl+t")
            await ready(pilot)
            for size in SIZES:
                key = "down" if view.item.options else "9"
                await asyncio.gather(pilot.resize_terminal(*size), pilot.press("ctrl+e", key))
                await ready(pilot)
                assert view.has_focus_within, (view.item.id, size)
                assert cursor_is_seen(app), (view.item.id, size)
            if view.item.shape is None and not view.item.options:
                assert view.draft == "9" * len(SIZES)


@pytest.mark.slow
async def test_what_is_at_the_top_stays_there_at_another_size(make_app: MakeApp) -> None:
    """Also after a question was answered elsewhere on the page, and after a size at which the page is too short."""
    app = make_app(("page", PAGE))
    async with app.run_test(size=SIZES[-1]) as pilot:
        await ready(pilot)
        await work_at(pilot, questions_on(app)[-1])
        scroll = lesson(app).scroll
        scroll.focus()
        await ready(pilot)
        for block in range(0, len(COURSE.page(PAGE).blocks), 4):
            scroll.go_to(block, 0)
            await ready(pilot)
            before = scroll.place
            for size in SIZES:
                await pilot.resize_terminal(*size)
                await ready(pilot)
                at_end = round(scroll.scroll_y) == round(scroll.max_scroll_y)
                assert at_end or scroll.place == before or size[0] >= 120, (block, size)
            assert scroll.place == before


@pytest.mark.slow
@pytest.mark.parametrize("start", SCREENS)
async def test_a_screen_keeps_focus_and_cursor_at_another_size(start: tuple[str, str], make_app: MakeApp) -> None:
    app = make_app(start)
    async with app.run_test(size=SIZES[-1]) as pilot:
        await ready(pilot)
        for key in ("tab", "end"):
            await pilot.press(key)
            await ready(pilot)
            focused, screen = app.focused, app.screen
            for size in SIZES:
                await pilot.resize_terminal(*size)
                await ready(pilot)
                assert app.screen is screen
                assert app.focused is focused
                assert focused is None or cursor_is_seen(app), (start, key, size, focused)
