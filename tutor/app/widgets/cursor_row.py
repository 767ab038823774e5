"""Keeps the row of the cursor on the screen, whatever scrolls around the widget that has it."""

from __future__ import annotations

from typing import cast

from textual.geometry import Region
from textual.widget import Widget


def cursor_region(widget: Widget) -> Region:
    """Return the rows that the cursor of a widget is on, in cells of the screen, which may lie outside of it.

    A widget with rows says which by `cursor_rows`, the first and their number; any other has one.
    """
    region = widget.content_region
    row, rows = getattr(widget, "cursor_rows", (0, 1))
    return Region(region.x, region.y + row, region.width, rows)


def cursor_within(scroll: Widget, widget: Widget) -> tuple[int, int] | None:
    """Return the rows of the cursor in what is scrolled, first and after the last; None if it is not in a widget."""
    focused = widget.screen.focused
    if focused is None or (focused is not widget and widget not in focused.ancestors):
        return None
    return _rows_within(scroll, focused)


def _rows_within(scroll: Widget, widget: Widget) -> tuple[int, int]:
    """Rows of a widget's cursor in what is scrolled around it.

    They are added up from parent to parent: where the widget is on the screen is known only after the next layout, if
    anything was scrolled since the last.
    """
    row, rows = getattr(widget, "cursor_rows", (0, 1))
    first = widget.gutter.top + row
    node: Widget = widget
    while node is not scroll:
        first += node.virtual_region.y
        node = cast("Widget", node.parent)
        if node is not scroll:
            first += node.gutter.top - round(node.scroll_y)
    return first, first + rows


def show_cursor(widget: Widget) -> None:
    """Scroll what is around a widget until the row of its cursor is seen; nothing moves if it is."""
    if not widget.is_attached or not widget.region:
        return
    for node in widget.ancestors:
        if isinstance(node, Widget) and node.max_scroll_y > 0:
            top = round(node.scroll_y)
            shift = shift_into(top, top + node.size.height, *_rows_within(node, widget))
            if shift:
                node.scroll_to(y=top + shift, animate=False, immediate=True)


def shift_into(top: int, bottom: int, first: int, end: int) -> int:
    """Return by how many rows a window from `top` to before `bottom` moves to hold the rows `first` to before `end`.

    It moves no further than it must; of rows that do not fit, it shows the first.
    """
    if first < top or end - first > bottom - top:
        return first - top
    return max(0, end - bottom)


def row_to_show(top: int, end: int, height: int, cursor: tuple[int, int] | None) -> int:
    """Return the row to scroll to so that the rows from `top` to before `end` are seen.

    Of more rows than fit, the last are seen, with what was just said about an answer, as far as the rows of the cursor
    stay on the screen; without a cursor the first are.
    """
    if end - top <= height or cursor is None:
        return min(top, end - height)
    first, after = cursor
    return max(min(end - height, first), after - height)
