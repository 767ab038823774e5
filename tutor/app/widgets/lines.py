"""The base of everything that is only shown: lines of cells, set again when the width changes."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from textual.content import Content
from textual.geometry import Region, Size
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from tutor.app.theme import content_of
from tutor.app.widgets.strip_cache import StripCache, pen, runs
from tutor.rendering.notation import Line

if TYPE_CHECKING:
    from tutor.fast.line_cache import LineCache


class Lines(Widget):
    """Shows what `typeset` gives for its width."""

    virtual_size = reactive(Size(0, 0), repaint=False)  # as in `Bare`

    DEFAULT_CSS = """
    Lines { width: 1fr; height: auto; text-wrap: nowrap; }
    """

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._set: tuple[int, list[Line]] | None = None
        self._ink: LineCache | None = None
        self._painted = StripCache()

    @property
    def plain(self) -> bool:
        """Whether to draw with ASCII only."""
        return bool(getattr(self.app, "plain", False))

    @property
    def ink(self) -> LineCache | None:
        """Where lines that take long to make are kept, on a page that is read again and again."""
        return self._ink

    def use_ink(self, ink: LineCache) -> None:
        """Keep the lines that take long to make."""
        self._ink = ink

    def inked(self, what: object, width: int, make: Callable[[], list[Line]]) -> list[Line]:
        """Lines that take long to make, as they were made before if they were."""
        return make() if self.ink is None else self.ink.lines(what, width, self.plain, make)

    def typeset(self, width: int) -> list[Line]:
        """The lines to show at this width."""
        raise NotImplementedError

    def lines(self, width: int) -> list[Line]:
        """The lines at this width, set once."""
        if self._set is None or self._set[0] != width:
            self._set = (width, self.typeset(width))
        return self._set[1]

    def changed(self, layout: bool = True) -> None:
        """Set the lines anew and repaint the rows that differ; the layout follows when their number did."""
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
        """Rows as they are painted. Textual's way through every style there is was most of a frame."""
        if self.text_selection is not None:
            return super().render_lines(crop)
        painted, (top, right, bottom, left), (width, height) = self._painted, self.styles.gutter, self.outer_size
        painted.begin(self)
        lines = self.lines(width - left - right)
        end = top + min(len(lines), height - top - bottom)
        strips = [
            painted.row(y, lines[y - top], left, right) if top <= y < end else painted.blank for y in crop.line_range
        ]
        return strips if crop.column_span == (0, width) else [strip.crop(*crop.column_span) for strip in strips]

    def render_line(self, y: int) -> Strip:
        """One row by itself, with what the mouse finds there."""
        width = self.size.width
        lines = self.lines(width)
        if self.text_selection is not None:
            return super().render_line(y)
        visual = self.visual_style
        if y >= len(lines) or not lines[y]:
            return Strip.blank(width, visual.rich_style)
        strip = Strip(runs(lines[y], partial(pen, visual)))
        return strip.adjust_cell_length(width, visual.rich_style).apply_offsets(0, y)

    def render(self) -> Content:
        return content_of(self.lines(self.size.width))
