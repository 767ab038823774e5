"""Rows of a widget that has only a background and padding around its lines, kept as they were painted last."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rich.segment import Segment
from textual.color import TRANSPARENT
from textual.filter import LineFilter
from textual.strip import Strip
from textual.style import Style
from textual.widget import Widget

from tutor.notation import Line


class Painted:
    """The rows of one widget. All are made anew when its width, its style or the filters of the app change."""

    def __init__(self) -> None:
        self._width = 0
        self._visual: Style | None = None
        self._filters: Sequence[LineFilter] = ()
        self._rows: dict[int, tuple[Line, Strip]] = {}
        self.blank = Strip([])

    def begin(self, widget: Widget) -> None:
        """Before the rows of a frame are asked for."""
        width, visual, filters = widget.outer_size.width, widget.visual_style, widget.get_line_filters()
        if visual is not self._visual or (width, filters) != (self._width, self._filters):
            self._width, self._visual, self._filters, self._rows = width, visual, filters, {}
            self._ground = Style(background=visual.background).rich_style
            self.blank = self._filtered(Strip.blank(width, self._ground))

    def row(self, y: int, line: Line, left: int, right: int, make: Callable[[Line], Strip]) -> Strip:
        """The row that shows a line between padding on its left and right; `make` gives its cells."""
        kept = self._rows.get(y)
        if kept is not None and (kept[0] is line or kept[0] == line):
            return kept[1]
        assert self._visual is not None
        strip = make(line).adjust_cell_length(self._width - left - right, self._visual.rich_style)
        if left or right:
            strip = Strip([*self._spaces(left), *strip, *self._spaces(right)], self._width)
        strip = self._filtered(strip)
        self._rows[y] = line, strip
        return strip

    def _spaces(self, count: int) -> list[Segment]:
        return [Segment(" " * count, self._ground)] if count else []

    def _filtered(self, strip: Strip) -> Strip:
        assert self._visual is not None
        background = self._visual.background or TRANSPARENT
        for one in self._filters:
            strip = strip.apply_filter(one, background)
        return strip
