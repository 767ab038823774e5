"""Code cells of a page in the editor."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from lessons.model.page import CodeCell
from tests.conftest import MakeApp
from tests.support.journeys import NARROW, lesson, text_on, type_text, wait_until, write
from tutor.app.app import TutorApp
from tutor.app.screens.code_cell import CodeCellScreen
from tutor.app.screens.lesson import LessonScreen
from tutor.rendering.page_document import CodeLink

PAGE = "linear_algebra.dot"


def cell(app: TutorApp) -> CodeCellScreen:
    assert isinstance(app.screen, CodeCellScreen)
    return app.screen


def own_code(app: TutorApp) -> bool:
    """Whether the page says, at its one cell, that the learner has a version of their own."""
    scroll = lesson(app).scroll
    (index,) = scroll.document.of(CodeLink)
    link, place = scroll.document.blocks[index], scroll.layout_now().places[index]
    assert isinstance(link, CodeLink)
    drawn = scroll.above.lines(scroll.text_width)[place.top : place.top + place.rows]
    said = any("yours is another by now" in "".join(cell.text for cell in line) for line in drawn)
    assert said == link.own
    return said


@pytest.mark.slow
async def test_a_cell_is_changed_run_and_put_back(make_app: MakeApp) -> None:
    app = make_app(("page", PAGE))
    async with app.run_test(size=NARROW) as pilot:
        await wait_until(pilot, lambda: isinstance(app.screen, LessonScreen))
        lesson(app).action_link("code")
        await wait_until(pilot, lambda: isinstance(app.screen, CodeCellScreen))
        written = cell(app).editor.text
        assert "as it is written, it prints" in text_on(app)
        await pilot.press("enter")
        await type_text(pilot, "print(a @ a)")
        await pilot.press("ctrl+s")
        await wait_until(pilot, lambda: cell(app).printed.ran is not None and not cell(app).printed.running)
        ran = cell(app).printed.ran
        assert ran is not None
        assert ran.output.split() == ["32", "[", "4", "10", "18]", "14"]
        await pilot.press("escape")
        await wait_until(pilot, lambda: isinstance(app.screen, LessonScreen))
        assert own_code(app)
    again = make_app(("page", PAGE))
    async with again.run_test(size=NARROW) as pilot:
        await wait_until(pilot, lambda: isinstance(again.screen, LessonScreen))
        assert own_code(again)
        lesson(again).action_link("code")
        await wait_until(pilot, lambda: isinstance(again.screen, CodeCellScreen))
        assert cell(again).editor.text.endswith("print(a @ a)")
        await pilot.press("ctrl+n")
        await pilot.pause()
        assert cell(again).editor.text == written
        await pilot.press("escape")
        await wait_until(pilot, lambda: isinstance(again.screen, LessonScreen))
        assert not own_code(again)


async def test_a_cell_knows_the_names_of_those_above_and_stops_on_request(make_app: MakeApp) -> None:
    app = make_app()
    async with app.run_test(size=NARROW) as pilot:
        page = app.session.course.page(PAGE)
        page = replace(page, blocks=(CodeCell("import numpy as np", ""), *page.blocks))
        app.navigator.open_cell(page, 1)
        await wait_until(pilot, lambda: isinstance(app.screen, CodeCellScreen))
        await write(pilot, cell(app).editor, "print(np.__name__)")
        await pilot.press("ctrl+s")
        await wait_until(pilot, lambda: cell(app).printed.ran is not None)
        assert cell(app).printed.ran.output == "numpy\n"  # type: ignore[union-attr]
        await write(pilot, cell(app).editor, "while True: pass")
        await pilot.press("ctrl+s")
        await wait_until(pilot, lambda: cell(app).run is not None)
        await pilot.press("escape")
        await wait_until(pilot, lambda: "Stopped after" in text_on(app))
