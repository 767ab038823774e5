"""The base of everything that is only shown: lines of cells, set again when the width changes."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import groupby
from operator import itemgetter

from rich.segment import Segment
from rich.style import Style as RichStyle
from textual.content import Content
from textual.geometry import Region, Size
from textual.strip import Strip
from textual.style import Style as VisualStyle
from textual.widget import Widget

from tutor.app.theme import content_of, css
from tutor.rendering.line_memo import LineMemo
from tutor.rendering.notation import Line, Style


class Lines(Widget):
    """Shows what `typeset` gives for its width."""

    DEFAULT_CSS = """
    Lines { width: 1fr; height: auto; text-wrap: nowrap; }
    """

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._set: tuple[int, list[Line]] | None = None
        self.memo: LineMemo | None = None
        self._painting = False

    @property
    def plain(self) -> bool:
        """Whether to draw with ASCII only."""
        return bool(getattr(self.app, "plain", False))

    def use_memo(self, memo: LineMemo) -> None:
        """Keep the lines that take long to set."""
        self.memo = memo

    def typeset(self, width: int) -> list[Line]:
        """The lines to show at this width."""
        raise NotImplementedError

    def lines(self, width: int) -> list[Line]:
        """The lines at this width, set once."""
        if self._set is None or self._set[0] != width:
            self._set = (width, self.typeset(width))
        return self._set[1]

    def changed(self, layout: bool = True) -> None:
        """Set the lines again and repaint the rows that differ; the layout follows when their number did."""
        old = self._set
        self._set = None
        if self.parent is None:
            return
        if old is None or not self.is_mounted:
            self.refresh(layout=layout)
            return
        before, after = old[1], self.lines(old[0])
        if layout and len(before) != len(after):
            self.refresh(layout=True)
            return
        width, gutter = self.size.width, self.gutter
        rows = [row for row in range(len(after)) if row >= len(before) or before[row] != after[row]]
        regions = [Region(0, row + gutter.top, width + gutter.width, 1) for row in rows]
        if regions:
            self.refresh(*regions)

    def get_content_width(self, container: Size, viewport: Size) -> int:
        return container.width

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return len(self.lines(width))

    def render_lines(self, crop: Region) -> list[Strip]:
        """Rows to paint: without the offsets that the mouse needs, which give every run of cells a style of its own."""
        self._painting = True
        try:
            return super().render_lines(crop)
        finally:
            self._painting = False

    def render_line(self, y: int) -> Strip:
        """One row. Textual keeps it until the row, the width or the style changes."""
        width = self.size.width
        lines = self.lines(width)
        if self.text_selection is not None:
            return super().render_line(y)
        visual = self.visual_style
        if y >= len(lines) or not lines[y]:
            return Strip.blank(width, visual.rich_style)
        ansi = self.app.native_ansi_color
        strip = Strip([Segment(text, pen(visual, style, ansi)) for style, text in runs(lines[y])])
        strip = strip.adjust_cell_length(width, visual.rich_style)
        return strip if self._painting else strip.apply_offsets(0, y)

    def render(self) -> Content:
        return content_of(self.lines(self.size.width))


def runs(line: Line) -> Iterator[tuple[Style, str]]:
    """The cells of a line, those of one style together."""
    for style, cells in groupby(line, key=itemgetter(1)):
        yield style, "".join([cell.text for cell in cells])


@lru_cache(maxsize=2048)
def pen(visual: VisualStyle, style: Style, ansi: bool) -> RichStyle:
    """How cells of a style look in a widget of a visual style; `ansi` says whether in the terminal's own colours.

    A box has no ground of its own in those, so it is underlined.
    """
    underline = " underline" if ansi and style.role in ("box", "typed", "closed") else ""
    return (visual + VisualStyle.parse(css(style) + underline)).rich_style
