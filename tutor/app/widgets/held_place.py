"""Keeps the place on a page while the terminal takes another size."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.app.widgets.cursor_row import cursor_within, row_to_show

if TYPE_CHECKING:
    from tutor.app.widgets.page_view import PageView

Place = tuple[int, int]
"""A block, and a row of it."""


class HeldPlace:
    """The place on a page that is to be gone back to, once the page is laid out for another size."""

    def __init__(self, view: PageView) -> None:
        self._view = view
        self._held: Place | None = None
        self._last: tuple[Place, int] | None = None  # gone back to before, and the row at which that ended

    @property
    def active(self) -> bool:
        """Whether the page is being laid out; what is in sight until then says nothing."""
        return self._held is not None

    def forget(self) -> None:
        """Forget all places: the view shows another page."""
        self._held = self._last = None

    def hold(self) -> None:
        """Note the place before the page takes another size."""
        if self.active:
            return
        if self._last is not None and self._last[1] == round(self._view.scroll_y):
            self._held = self._last[0]  # nothing was scrolled since: the page was too short to show it at the top
        else:
            self._held = self._view.place

    def release(self) -> None:
        """Go back: what was at the top stays there, as far as the block that is worked at stays in sight."""
        held, self._held = self._held, None
        view = self._view
        if held is not None and view.laid_out:
            view.scroll_to(y=self._row_for(held), animate=False, immediate=True)
            self._last = held, round(view.scroll_y)

    def _row_for(self, place: Place) -> int:
        view = self._view
        row, height = view.top_of(place[0]) + place[1], view.size.height
        if view.live is None or view.live_index is None or not view.has_focus_within_live:
            return row
        top, end = view.top_of(view.live_index), view.end_of(view.live_index)
        fits = row <= top and end <= row + height
        return row if fits else row_to_show(top, end, height, cursor_within(view, view.live))
