"""Containers of which only the background is seen: one row is worked out, and stands for all."""

from __future__ import annotations

from textual import containers
from textual.geometry import Region, Size
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from tutor.app.widgets.strip_cache import StripCache


class PlainContainer(Widget):
    """Mixed into a widget whose style draws a background and nothing else; behind its class, whose style is to hold."""

    # Textual lays everything out again after a change of it; a scroll bar that comes or goes asks for that by itself.
    virtual_size = reactive(Size(0, 0), repaint=False)

    _ground: StripCache | None = None

    def render_lines(self, crop: Region) -> list[Strip]:
        """The same row throughout."""
        if self._ground is None:
            self._ground = StripCache()
        self._ground.begin(self)
        blank = self._ground.blank
        return [blank if crop.width == blank.cell_length else blank.crop(*crop.column_span)] * crop.height


class Vertical(containers.Vertical, PlainContainer):
    """Textual's, painted with less work."""


class Horizontal(containers.Horizontal, PlainContainer):
    """Textual's, painted with less work."""


class VerticalScroll(containers.VerticalScroll, PlainContainer):
    """Textual's, painted with less work."""
