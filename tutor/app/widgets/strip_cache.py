"""Rows of a widget that has only a background and padding around its lines, kept as they were painted last."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from itertools import groupby
from operator import itemgetter

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style as RichStyle
from textual.color import TRANSPARENT
from textual.filter import LineFilter
from textual.strip import Strip
from textual.style import Style as VisualStyle
from textual.widget import Widget

from tutor.app.theme import css
from tutor.rendering.notation import Line, Style

_Filters = tuple[LineFilter, ...]


def runs(line: Line, pen: Callable[[Style], RichStyle]) -> list[Segment]:
    """The cells of a line, those of one style together."""
    return [
        Segment("".join([cell.text for cell in cells]), pen(style)) for style, cells in groupby(line, key=itemgetter(1))
    ]


@lru_cache(maxsize=2048)
def pen(visual: VisualStyle, style: Style, filters: _Filters = ()) -> RichStyle:
    """How cells of a style look in a widget, after what the app does to all colours."""
    return _filtered((visual + VisualStyle.parse(css(style))).rich_style, visual, filters)


def _filtered(style: RichStyle, visual: VisualStyle, filters: _Filters) -> RichStyle:
    segments = [Segment(" ", style)]
    for one in filters:
        segments = one.apply(segments, visual.background or TRANSPARENT)
    return segments[0].style or RichStyle.null()


class StripCache:
    """The rows of one widget. All are made anew when its width, its style or the filters of the app change."""

    blank: Strip

    def __init__(self) -> None:
        self._look: tuple[int, VisualStyle, _Filters] | None = None
        self._rows: dict[int, tuple[Line, Strip]] = {}
        self._pens: dict[Style, RichStyle] = {}

    def begin(self, widget: Widget) -> None:
        """Before the rows of a frame are asked for."""
        look = widget.outer_size.width, widget.visual_style, tuple(widget.get_line_filters())
        if look != self._look:
            self._look = width, visual, filters = look
            self._rows, self._pens = {}, {}
            self._base = _filtered(visual.rich_style, visual, filters)
            self._ground = _filtered(VisualStyle(background=visual.background).rich_style, visual, filters)
            self.blank = Strip.blank(width, self._ground)

    def row(self, y: int, line: Line, left: int, right: int) -> Strip:
        """The row that shows a line between padding on its left and right."""
        kept = self._rows.get(y)
        if kept is not None and (kept[0] is line or kept[0] == line):
            return kept[1]
        strip = self._made(line, left, right)
        self._rows[y] = line, strip
        return strip

    def _made(self, line: Line, left: int, right: int) -> Strip:
        assert self._look is not None
        width = self._look[0]
        segments = runs(line, self._pen)
        free = width - left - right - sum([cell_len(segment.text) for segment in segments])
        if free < 0:
            segments = list(Strip(segments).crop(0, width - left - right))
        padding = ((free, self._base), (right, self._ground))
        after = [Segment(" " * count, style) for count, style in padding if count > 0]
        before = [Segment(" " * left, self._ground)] if left else []
        return Strip([*before, *segments, *after], width)

    def _pen(self, style: Style) -> RichStyle:
        found = self._pens.get(style)
        if found is None:
            assert self._look is not None
            _, visual, filters = self._look
            found = self._pens[style] = pen(visual, style, filters)
        return found
