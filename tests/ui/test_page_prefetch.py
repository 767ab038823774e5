"""Getting pages ready takes nothing from whoever types meanwhile."""

from __future__ import annotations

import asyncio
import threading

from tests.conftest import MakeApp
from tests.support.journeys import DOT, SIZE
from tests.support.study_sessions import ready
from tutor.app.page_builder import page_document
from tutor.fast.page_prefetch import typeset
from tutor.rendering.blocks import FIGURE_WIDTH
from tutor.rendering.charts import canvas
from tutor.rendering.line_memo import LineMemo
from tutor.rendering.page_document import Illustration

MERCY = 5.0  # seconds wait_until a loop that waits for the lock is let go on, to fail


async def test_a_thread_that_draws_does_not_hold_up_the_loop(make_app: MakeApp) -> None:
    """Loading what draws takes a thread a fifth of a second; no figure may be begun on the loop meanwhile."""
    app = make_app(DOT)
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        page = app.session.course.page("linear_algebra.angle")
        memo = LineMemo()
        document = page_document(page, app.session, memo)
        canvas._ONE_FIGURE.acquire()
        mercy = threading.Timer(MERCY, canvas._ONE_FIGURE.release)
        mercy.start()
        work = asyncio.create_task(typeset(document, SIZE[0], app.pace, figures=True))
        await asyncio.wait([work], timeout=0.5)
        held = canvas.busy() and not work.done()
        mercy.cancel()
        if held:
            canvas._ONE_FIGURE.release()
        await work
        assert held, "the loop stood still until the lock was free"
        figures = [block for block in document.blocks if isinstance(block, Illustration)]
        assert figures
        assert all(memo.find(figure.block, FIGURE_WIDTH, app.plain) is not None for figure in figures)
