"""How much of a page is seen, and where: at its right edge, to be pulled with the mouse."""

from __future__ import annotations

from textual import events
from textual.message import Message

from tutor.app.widgets.lines import Lines
from tutor.rendering.notation import Line
from tutor.rendering.typeset import words


class PageBar(Lines):
    """A column of half rows. Textual's own bar takes as long to paint as the page beside it."""

    DEFAULT_CSS = "PageBar { dock: right; width: 1; height: 100%; }"

    class Pulled(Message):
        """The pointer wants to be so far down the page, from 0 to 1."""

        def __init__(self, share: float) -> None:
            super().__init__()
            self.share = share

    def __init__(self) -> None:
        super().__init__()
        self.seen = (0, 0, 0)

    def show(self, top: int, height: int, rows: int) -> None:
        """`height` of all the `rows` are seen, from the row `top` on."""
        if (top, height, rows) != self.seen:
            self.seen = (top, height, rows)
            self.changed(layout=False)

    def typeset(self, width: int) -> list[Line]:
        top, height, rows = self.seen
        if height >= rows:
            return [()] * height
        size = max(2, round(2 * height * height / rows))
        start = round((2 * height - size) * top / (rows - height))
        return [words(_half_rows(2 * row, start, start + size), "edge") for row in range(height)]

    def on_mouse_down(self, event: events.MouseDown) -> None:
        event.stop()
        self.capture_mouse()
        self._pull(event)

    def on_mouse_move(self, event: events.MouseMove) -> None:
        if self.app.mouse_captured is self:
            event.stop()
            self._pull(event)

    def on_mouse_up(self, event: events.MouseUp) -> None:
        event.stop()
        self.release_mouse()

    def _pull(self, event: events.MouseEvent) -> None:
        self.post_message(self.Pulled(min(1.0, max(0.0, event.y / max(1, self.size.height - 1)))))


def _half_rows(first: int, start: int, end: int) -> str:
    """The two half rows from `first` on, those from `start` to `end` filled."""
    return {(True, True): "█", (True, False): "▀", (False, True): "▄"}.get(
        (start <= first < end, start <= first + 1 < end), " "
    )
