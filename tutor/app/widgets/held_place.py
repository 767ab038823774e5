"""Keeps the place on a page while the terminal takes another size."""

from __future__ import annotations

Place = tuple[int, int]
"""A block, and a row of it."""


class HeldPlace:
    """The place on a page that is to be gone back to, once the page is laid out for another size."""

    def __init__(self) -> None:
        self._held: Place | None = None
        self._last: tuple[Place, int] | None = None  # gone back to before, and the row at which that ended

    @property
    def active(self) -> bool:
        """Whether the page is being laid out; what is in sight until then says nothing."""
        return self._held is not None

    def forget(self) -> None:
        """Forget all places: another page is shown."""
        self._held = self._last = None

    def hold(self, place: Place | None, row: int) -> None:
        """Note the place that is at the top of the screen, and its row, before the page is laid out."""
        if self.active:
            return
        if self._last is not None and self._last[1] == row:
            self._held = self._last[0]  # nothing was scrolled since: the page was too short to show it at the top
        else:
            self._held = place

    def release(self) -> Place | None:
        """The place noted, which is no longer held; None where there is none."""
        held, self._held = self._held, None
        return held

    def reached(self, place: Place, row: int) -> None:
        """Note at which row going back to a place ended."""
        self._last = place, row
