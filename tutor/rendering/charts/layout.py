"""The layout of a figure: plot area, scales, ticks, room for labels."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import NamedTuple

from msgspec.structs import replace

from lessons.model.figure import Axis, Figure, Line

from .cell_text import letters
from .frame import Frame
from .limits import bars_of, match_units, slots, x_limits, y_limits
from .scale import ACROSS, UP, Scale
from .tick_placement import with_ticks

ROOMY = 14  # rows from which one more for a name is well spent
LEAST = 8  # rows from which there is one for a name at all


class _Room(NamedTuple):
    """The margins of the plot, in cells."""

    left: int
    top: int
    right: int
    bottom: int


@lru_cache(maxsize=64)
def lay_out(figure: Figure, width: int, height: int, ascii_only: bool = False) -> Frame:
    """The frame of a figure at a size; heat maps have a layout of their own."""
    bottom = _bottom(figure, width, height)
    frame = _settle(figure, width, height, bottom, ascii_only)
    # The name of the x axis shares the row of the numbers unless it would hide one and rows are plenty, or hide
    # so many that the scale cannot be read.
    hidden = _hidden_numbers(figure, frame, width, ascii_only) if bottom == 2 and height >= LEAST else 0
    if hidden and (height >= ROOMY or len(frame.x_ticks) - hidden < 2):
        return _settle(figure, width, height, 3, ascii_only)
    return frame


def _hidden_numbers(figure: Figure, frame: Frame, width: int, ascii_only: bool) -> int:
    """How many numbers of the x axis its name would hide in their row."""
    if not (figure.x and figure.x.label):
        return 0
    start = width - len(letters(figure.x.label, ascii_only))
    return sum(frame.left + tick.cell + len(tick.text) // 2 + 1 >= start for tick in frame.x_ticks)


def _settle(figure: Figure, width: int, height: int, bottom: int, ascii_only: bool) -> Frame:
    """The frame with a left margin that fits the numbers of the y axis."""
    margin = _margin(figure, width, ascii_only)
    y_axis = _wants_y_axis(figure) and height >= 4 and width >= 12
    label = letters(figure.y.label, ascii_only) if figure.y and y_axis and height >= 7 else ()
    gutter = own_row = 0
    # The gutter depends on the tick labels, and these on the limits, which equal aspect ties to the gutter.
    for _ in range(5):
        room = _Room(gutter + y_axis, own_row, margin, bottom)
        frame = _frame(figure, width, height, room, ascii_only)
        needed = _gutter(frame, width) if y_axis else 0
        # A short name fits above the numbers.
        beside = len(label) < max(gutter, needed) and all(tick.cell > 0 for tick in frame.y_ticks)
        if needed <= gutter and (own_row or not label or beside):
            break
        gutter, own_row = max(gutter, needed), own_row or int(bool(label) and not beside)
    y_ticks = frame.y_ticks if y_axis else ()
    return replace(frame, y_ticks=y_ticks, y_axis=y_axis, y_label_row=0 if label else None)


def _gutter(frame: Frame, width: int) -> int:
    """Columns for the numbers of the y axis, with one to spare where there is room."""
    longest = max((len(tick.text) for tick in frame.y_ticks), default=0)
    return min(longest + (1 if width >= 24 and longest else 0), width // 3)


def _wants_y_axis(figure: Figure) -> bool:
    if bare(figure.y):
        return False
    bars = bars_of(figure)
    # The values on the bars already say all that an axis would.
    return not (bars and len(bars) == len(figure.marks) and figure.y is None and all(b.values for b in bars))


def bare(axis: Axis | None) -> bool:
    """Whether an axis states ticks of which none is visible: the figure is a diagram, which has no frame."""
    return axis is not None and axis.ticks is not None and not any(axis.lo <= tick <= axis.hi for tick in axis.ticks)


def _bottom(figure: Figure, width: int, height: int) -> int:
    """Rows below the plot: axis, tick labels, and the axis label where it has a row of its own."""
    if height < 4 or width < 8 or (bare(figure.x) and not (figure.x and figure.x.label)):
        return 0
    if height < 5:
        return 1
    label = figure.x.label if figure.x else ""
    has_own_row = label and (len(label) > max(8, width // 5) or height >= 17 or _named(figure)) and height >= LEAST
    return 3 if has_own_row else 2


def _named(figure: Figure) -> bool:
    return any(any(name.strip() for name in bars.names) for bars in bars_of(figure))


def _margin(figure: Figure, width: int, ascii_only: bool) -> int:
    """Columns at the right for the names of lines that run to the right end."""
    if width < 30 or figure.equal:
        return 0
    lo, hi = x_limits(figure)
    lengths = [
        len(letters(mark.label, ascii_only)) + 1
        for mark in figure.marks
        if isinstance(mark, Line) and mark.label and _reaches(mark, hi - 0.04 * (hi - lo), hi)
    ]
    return max((length for length in lengths if length <= width // 4), default=0)


def _reaches(line: Line, near: float, hi: float) -> bool:
    ends = [x for x, y in line.points[-1:] if math.isfinite(x) and math.isfinite(y)]
    return any(x >= near for x in ends) and min((x for x, _ in line.points), default=hi) < near


def _frame(figure: Figure, width: int, height: int, room: _Room, ascii_only: bool) -> Frame:
    columns = max(1, width - room.left - room.right)
    rows = max(1, height - room.top - room.bottom)
    xs, ys = _scales(figure, columns, rows)
    x_axis = room.bottom > 0
    frame = Frame(room.left, room.top, columns, rows, xs, ys, x_axis=x_axis, margin=room.right)
    frame = with_ticks(frame, figure, ascii_only)
    x_ticks = frame.x_ticks if room.bottom >= 2 and not _named(figure) else ()
    y_ticks = frame.y_ticks if rows > 1 else ()
    label_row = height - 1 if room.bottom >= 2 and figure.x and figure.x.label else None
    return replace(frame, x_ticks=x_ticks, y_ticks=y_ticks, x_label_row=label_row)


def _scales(figure: Figure, columns: int, rows: int) -> tuple[Scale, Scale]:
    across, up = ACROSS * columns, UP * rows
    x, y = x_limits(figure), y_limits(figure)
    if bare(figure.x) and bare(figure.y):
        xs, ys = _whole(*x, columns, ACROSS), _whole(*y, rows, UP)
        return xs, replace(ys, lo=y[1] - (ys.hi - ys.lo), hi=y[1])  # what is left over is below
    if slots(figure):
        lo, hi = _on_cell_edge(*_headroom(figure, y, rows), rows, _valued(figure))
        return Scale(*x, across, 0.0), Scale(lo, hi, up, 0.0)
    if figure.equal:
        x, y = match_units(x, y, across - 1.0, up - 1.0)
    return Scale(*x, across), Scale(*y, up)


def _whole(lo: float, hi: float, cells: int, size: int) -> Scale:
    """The scale of a diagram: a unit is a whole number of cells where there is one for each, so spaces are even."""
    each = math.floor(cells / (hi - lo) + 1e-9)
    return Scale(lo, lo + cells / each, size * cells, 0.0) if each else Scale(lo, hi, size * cells)


def _valued(figure: Figure) -> list[float]:
    """The heights that are written beyond the ends of their bars."""
    return [height for bars in bars_of(figure) if bars.values for height in bars.heights if math.isfinite(height)]


def _headroom(figure: Figure, y: tuple[float, float], rows: int) -> tuple[float, float]:
    """Bar limits with a row to spare for the values beyond the longest bars."""
    valued = _valued(figure)
    if not valued or rows < 3:
        return y
    lo, hi = y
    unit = (hi - lo) / rows
    hi = max(hi, min(max(valued), hi) + unit * rows / (rows - 1)) if max(valued) > 0 else hi
    lo = min(lo, max(min(valued), lo) - unit * rows / (rows - 1)) if min(valued) < 0 else lo
    return lo, hi


def _on_cell_edge(lo: float, hi: float, rows: int, valued: list[float]) -> tuple[float, float]:
    """Widen limits until zero falls between two rows, so that bars can grow from it in both directions.

    The values beyond the longest bars keep a row of their own where rows are enough.
    """
    if not lo < 0 < hi or rows < 2:
        return lo, hi
    least = max(1, min(rows - 1, round(rows * -lo / (hi - lo))))
    units = {below: max(-lo / below, hi / (rows - below)) for below in range(least, rows)}
    lowest = max(lo, min([0.0, *valued]))
    roomy = (below for below, unit in units.items() if not lowest or math.floor(lowest / unit + 1e-9) > -below)
    below = next(roomy, least)
    return -units[below] * below, units[below] * (rows - below)
