"""Any size of the terminal, and any sequence of sizes, leaves the program running."""

from __future__ import annotations

import pytest

from tests.conftest import MakeApp
from tests.support.journeys import lesson, state_of, wait_until
from tests.support.study_sessions import ready

NARROW = [(26, 24), (12, 24), (1, 1), (300, 100), (24, 3), (80, 24)]


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
