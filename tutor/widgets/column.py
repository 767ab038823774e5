"""The column of a page: one block under the other; on wide terminals figures stand in the margin beside them."""

from __future__ import annotations

from textual.containers import Vertical
from textual.geometry import Region, Size
from textual.layout import ArrangeResult, Layout, WidgetPlacement
from textual.layouts.vertical import VerticalLayout
from textual.widget import Widget

from tutor.widgets.page_parts import Picture

GAP = 3  # columns between text and margin


class MarginLayout(VerticalLayout):
    """A vertical layout that moves pictures into the right margin, level with the block before them.

    No height in it depends on the room there is, so none is given: that way it is worked out once.
    """

    name = "margin"

    def arrange(self, parent: Widget, children: list[Widget], size: Size, greedy: bool = True) -> ArrangeResult:
        stacked = super().arrange(parent, children, Size(size.width, 0), greedy)
        if not (parent.screen.has_class("-wide") or parent.screen.has_class("-wider")):
            return stacked
        return _beside(list(stacked))


def _beside(stacked: list[WidgetPlacement]) -> list[WidgetPlacement]:
    """Text keeps its order on the left; each picture begins where the block before it does, or below the last one."""
    text_width = max((place.region.width for place in stacked if not _is_picture(place)), default=0)
    placed: list[WidgetPlacement] = []
    left = right = level = 0
    for place in stacked:
        region = place.region
        if _is_picture(place):
            top = max(level, right)
            placed.append(place._replace(region=Region(text_width + GAP, top, region.width, region.height)))
            right = top + region.height + place.margin.bottom
            continue
        level = left
        placed.append(place._replace(region=Region(region.x, left, region.width, region.height)))
        left += region.height + place.margin.bottom
    return placed


def _is_picture(place: WidgetPlacement) -> bool:
    return isinstance(place.widget, Picture)


class Column(Vertical):
    """The blocks of a page."""

    DEFAULT_CSS = "Column { width: 100%; max-width: 80; height: auto; padding: 1 2; }"

    _margin_layout = MarginLayout()

    @property
    def layout(self) -> Layout:
        return self._margin_layout
