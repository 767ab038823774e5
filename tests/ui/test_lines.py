"""Lines on the screen: a change of one row costs one row, and text can be selected with the mouse."""

from __future__ import annotations

import pytest
from textual.strip import Strip

from tests.conftest import MakeApp
from tests.support.study_sessions import ready
from tutor.app.screens.home import CanDo
from tutor.app.widgets.lines import Lines

SIZE = (80, 24)
PAGE = ("page", "linear_algebra.vectors")


async def test_moving_the_highlight_sets_two_rows(make_app: MakeApp, monkeypatch: pytest.MonkeyPatch) -> None:
    """The row it leaves and the row it comes to; the key line may name other keys then."""
    app = make_app()
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        made: list[int] = []
        whole = Lines.render_line

        def counted(self: Lines, y: int) -> Strip:
            made.append(y)
            return whole(self, y)

        monkeypatch.setattr(Lines, "render_line", counted)
        await pilot.press("down")
        await pilot.pause()
        assert 2 <= len(made) <= 4


async def test_text_is_selected_with_the_mouse(make_app: MakeApp) -> None:
    app = make_app(PAGE)
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        await pilot.mouse_down(offset=(2, 2))
        await pilot.hover(offset=(12, 3))
        await pilot.mouse_up(offset=(12, 3))
        selected = app.screen.get_selected_text() or ""
        assert selected.startswith("A model never sees a word")
        assert selected.endswith("numbers, su")
        assert app.screen.get_style_at(5, 2).bgcolor != app.screen.get_style_at(5, 4).bgcolor


@pytest.mark.parametrize("size", [(60, 24), (80, 24), (120, 40), (150, 40)])
async def test_home_says_every_line_of_the_checklist_whole(size: tuple[int, int], make_app: MakeApp) -> None:
    app = make_app()
    async with app.run_test(size=size) as pilot:
        await ready(pilot)
        view = app.screen.query_one(CanDo)
        said = " ".join("".join(cell.text for cell in line).strip() for line in view.lines(view.size.width))
        for outcome in app.session.course.outline.outcomes:
            assert outcome.title in said
