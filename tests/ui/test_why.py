"""A reason on a page: folded to its question, unfolded in place by Enter or a click, and folded again."""

from __future__ import annotations

from pathlib import Path

import pytest

from lessons.course import Course
from lessons.source import Source
from tests.conftest import MakeApp
from tests.support.broken_courses import REASON, with_reason
from tests.support.journeys import lesson, text_on, wait_until
from tests.support.study_sessions import ready
from tutor.app.widgets.page_links import ExplanationView
from tutor.rendering.page_document import Explanation

QUESTION, ANSWER = "Why is 1 + 2 the same as 2 + 1?", "Both ways you count 3"


@pytest.mark.slow
async def test_a_reason_unfolds_and_folds_again(make_app: MakeApp, tmp_path: Path) -> None:
    course = Course(Source.folder(with_reason(tmp_path, REASON)))
    app = make_app(("page", "basics.sums"), course=course)
    async with app.run_test(size=(80, 60)) as pilot:
        await ready(pilot)
        scroll = lesson(app).scroll
        (index,) = scroll.document.of(Explanation)
        assert QUESTION in text_on(app)
        assert ANSWER not in text_on(app)
        rows = scroll.layout_now().places[index].rows
        for _ in range(len(scroll.document.blocks)):
            if isinstance(app.focused, ExplanationView):
                break
            await pilot.press("tab")
            await ready(pilot)
        assert isinstance(app.focused, ExplanationView)
        await pilot.press("enter")
        await wait_until(pilot, lambda: ANSWER in text_on(app))
        await pilot.press("enter")
        await wait_until(pilot, lambda: ANSWER not in text_on(app))
        assert scroll.layout_now().places[index].rows == rows


async def test_a_click_unfolds_a_reason(make_app: MakeApp, tmp_path: Path) -> None:
    course = Course(Source.folder(with_reason(tmp_path, REASON)))
    app = make_app(("page", "basics.sums"), course=course)
    async with app.run_test(size=(80, 60)) as pilot:
        await ready(pilot)
        rows = text_on(app).split("\n")
        row = next(index for index, line in enumerate(rows) if QUESTION in line)
        await pilot.click(offset=(10, row))
        await wait_until(pilot, lambda: ANSWER in text_on(app))
