"""Where the parts of a figure go: plot area, scales, ticks, room for names."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import NamedTuple

from lessons.figures import Axis, Figure, Line

from . import ticks
from .lettering import letters
from .limits import bars_of, match_units, slots, x_limits, y_limits
from .scale import ACROSS, UP, Scale


class Tick(NamedTuple):
    """A tick: its value, its cell counted from the upper left of the plot area, and its letters."""

    value: float
    cell: int
    text: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Frame:
    """A figure laid out: `columns` by `rows` cells of plot whose upper left cell is at `left`, `top`."""

    left: int
    top: int
    columns: int
    rows: int
    xs: Scale
    ys: Scale
    x_ticks: tuple[Tick, ...] = ()
    y_ticks: tuple[Tick, ...] = ()
    y_axis: bool = False  # an axis line stands in the column left of the plot
    x_axis: bool = False
    margin: int = 0  # columns right of the plot, for names at line ends
    x_label_row: int | None = None
    y_label_row: int | None = None

    def column(self, x: float) -> int:
        """The column, in the whole picture, in which `x` lies."""
        return self.left + self.xs.cell(x, ACROSS)

    def row(self, y: float) -> int:
        """The row, in the whole picture, in which `y` lies."""
        return self.top + self.rows - 1 - self.ys.cell(y, UP)

    def holds(self, x: float, y: float) -> bool:
        """Whether a point is finite and within the limits."""
        return math.isfinite(x) and math.isfinite(y) and self.xs.holds(x) and self.ys.holds(y)


class _Room(NamedTuple):
    """How many cells each side of the plot takes."""

    left: int
    top: int
    right: int
    bottom: int


@lru_cache(maxsize=64)
def lay_out(figure: Figure, width: int, height: int, ascii: bool = False) -> Frame:
    """The frame of a figure at a size; heat maps have a layout of their own."""
    margin = _margin(figure, width, ascii)
    bottom = _bottom(figure, width, height)
    y_axis = _wants_y_axis(figure) and height >= 4 and width >= 12
    label = letters(figure.y.label, ascii) if figure.y and y_axis and height >= 7 else ()
    own_row = 0
    gutter = 0
    # The gutter depends on the tick labels, and these on the limits, which equal aspect ties to the gutter.
    for _ in range(4):
        room = _Room(gutter + (1 if y_axis else 0), own_row, margin, bottom)
        frame = _frame(figure, width, height, room, ascii)
        needed = max((len(tick.text) for tick in frame.y_ticks), default=0) if y_axis else 0
        needed = min(needed + (1 if width >= 24 and needed else 0), width // 3)
        fits_gutter = len(label) < max(gutter, needed) and all(tick.cell > 0 for tick in frame.y_ticks)
        if needed <= gutter and (own_row or not label or fits_gutter):
            break
        gutter, own_row = max(gutter, needed), own_row or int(bool(label) and not fits_gutter)
    else:
        room = _Room(gutter + (1 if y_axis else 0), own_row, margin, bottom)
        frame = _frame(figure, width, height, room, ascii)
    return replace(
        frame,
        y_ticks=frame.y_ticks if y_axis else (),
        y_axis=y_axis,
        y_label_row=0 if label else None,
    )


def _wants_y_axis(figure: Figure) -> bool:
    bars = bars_of(figure)
    # The values on the bars already say all that an axis would.
    return not (bars and len(bars) == len(figure.marks) and figure.y is None and all(b.values for b in bars))


def _bottom(figure: Figure, width: int, height: int) -> int:
    """Rows below the plot: axis, tick labels, and the axis label where it has a row of its own."""
    if height < 4 or width < 8:
        return 0
    if height < 5:
        return 1
    label = figure.x.label if figure.x else ""
    own = label and (len(label) > max(8, width // 5) or height >= 17 or _named(figure)) and height >= 8
    return 3 if own else 2


def _named(figure: Figure) -> bool:
    return any(any(name.strip() for name in bars.names) for bars in bars_of(figure))


def _margin(figure: Figure, width: int, ascii: bool) -> int:
    """Columns at the right for the names of lines that run to the right end."""
    if width < 30 or figure.equal:
        return 0
    lo, hi = x_limits(figure)
    lengths = [
        len(letters(mark.label, ascii)) + 1
        for mark in figure.marks
        if isinstance(mark, Line) and mark.label and _reaches(mark, hi - 0.04 * (hi - lo), hi)
    ]
    return max((length for length in lengths if length <= width // 4), default=0)


def _reaches(line: Line, near: float, hi: float) -> bool:
    ends = [x for x, y in line.points[-1:] if math.isfinite(x) and math.isfinite(y)]
    return any(x >= near for x in ends) and min((x for x, _ in line.points), default=hi) < near


def _frame(figure: Figure, width: int, height: int, room: _Room, ascii: bool) -> Frame:
    columns = max(1, width - room.left - room.right)
    rows = max(1, height - room.top - room.bottom)
    xs, ys = _scales(figure, columns, rows)
    x_axis = room.bottom > 0
    frame = Frame(room.left, room.top, columns, rows, xs, ys, x_axis=x_axis, margin=room.right)
    steps = _shared_ticks(frame) if figure.equal else None
    y_ticks = _y_ticks(frame, figure.y, steps[1] if steps else None, ascii) if rows > 1 else ()
    wants_x = room.bottom >= 2 and not _named(figure)
    x_ticks = _x_ticks(frame, figure.x, steps[0] if steps else None, ascii) if wants_x else ()
    label_row = height - 1 if room.bottom >= 2 and figure.x and figure.x.label else None
    return replace(frame, x_ticks=x_ticks, y_ticks=y_ticks, x_label_row=label_row)


def _scales(figure: Figure, columns: int, rows: int) -> tuple[Scale, Scale]:
    across, up = ACROSS * columns, UP * rows
    x, y = x_limits(figure), y_limits(figure)
    if slots(figure):
        lo, hi = _on_cell_edge(*_headroom(figure, y, rows), rows)
        return Scale(*x, across, 0.0), Scale(lo, hi, up, 0.0)
    if figure.equal:
        x, y = match_units(x, y, across - 1.0, up - 1.0)
    return Scale(*x, across), Scale(*y, up)


def _headroom(figure: Figure, y: tuple[float, float], rows: int) -> tuple[float, float]:
    """Bar limits with a row to spare for the values beyond the longest bars."""
    valued = [h for bars in bars_of(figure) if bars.values for h in bars.heights if math.isfinite(h)]
    if not valued or rows < 3:
        return y
    lo, hi = y
    unit = (hi - lo) / rows
    hi = max(hi, min(max(valued), hi) + unit * rows / (rows - 1)) if max(valued) > 0 else hi
    lo = min(lo, max(min(valued), lo) - unit * rows / (rows - 1)) if min(valued) < 0 else lo
    return lo, hi


def _on_cell_edge(lo: float, hi: float, rows: int) -> tuple[float, float]:
    """Widen limits until zero falls between two rows, so that bars can grow from it in both directions."""
    if not lo < 0 < hi or rows < 2:
        return lo, hi
    below = max(1, min(rows - 1, round(rows * -lo / (hi - lo))))
    unit = max(-lo / below, hi / (rows - below))
    return -unit * below, unit * (rows - below)


def _y_cell(frame: Frame, value: float) -> int:
    return frame.rows - 1 - frame.ys.cell(value, UP)


def _spread(cells: list[int], least: int) -> bool:
    return all(abs(b - a) >= least for a, b in zip(cells, cells[1:], strict=False))


def _shared_ticks(frame: Frame) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Ticks of one step for both axes, so that the grid is made of squares."""

    def legible(values: tuple[float, ...]) -> bool:
        rows = [_y_cell(frame, value) for value in values]
        return _spread(rows, 2 if frame.rows < 16 else 3)

    up = ticks.choose(frame.ys.lo, frame.ys.hi, legible)
    step = up[1] - up[0] if len(up) > 1 else None
    if step is None:
        return (_free_x(frame, False), up)
    across = ticks.multiples(frame.xs.lo, frame.xs.hi, step)
    return (across, up) if _x_legible(frame, across, False, 2) else (_free_x(frame, False), up)


def _x_legible(frame: Frame, values: tuple[float, ...], ascii: bool, air: int) -> bool:
    texts = ticks.texts(values, ascii)
    cells = [frame.xs.cell(value, ACROSS) for value in values]
    return all(
        b - a >= (len(s) + len(t)) / 2 + air
        for a, b, s, t in zip(cells, cells[1:], texts, texts[1:], strict=False)
    )


def _free_x(frame: Frame, ascii: bool) -> tuple[float, ...]:
    most = max(3, min(9, frame.columns // 7))
    return ticks.choose(
        frame.xs.lo, frame.xs.hi, lambda values: len(values) <= most and _x_legible(frame, values, ascii, 3)
    )


def _free_y(frame: Frame) -> tuple[float, ...]:
    least = 2 if frame.rows < 16 else 3

    def legible(values: tuple[float, ...]) -> bool:
        return _spread([_y_cell(frame, value) for value in values], least) and len(values) <= 7

    return ticks.choose(frame.ys.lo, frame.ys.hi, legible)


def _stated(axis: Axis | None, scale: Scale, ascii: bool) -> tuple[tuple[float, tuple[str, ...]], ...] | None:
    """The ticks an axis asks for, those inside the limits; None when it leaves them to us."""
    if axis is None or axis.ticks is None:
        return None
    values = tuple(value for value in axis.ticks if math.isfinite(value))
    texts = axis.tick_labels if axis.tick_labels is not None else ticks.texts(values, ascii)
    pairs = zip(values, texts, strict=False)
    return tuple((value, letters(text, ascii)) for value, text in pairs if scale.holds(value))


def _lettered(values: tuple[float, ...], ascii: bool) -> tuple[tuple[float, tuple[str, ...]], ...]:
    return tuple((v, letters(text, ascii)) for v, text in zip(values, ticks.texts(values, ascii), strict=True))


def _x_ticks(frame: Frame, axis: Axis | None, values: tuple[float, ...] | None, ascii: bool) -> tuple[Tick, ...]:
    pairs = _stated(axis, frame.xs, ascii)
    if pairs is None:
        pairs = _lettered(_free_x(frame, ascii) if values is None else values, ascii)
    return tuple(Tick(value, frame.xs.cell(value, ACROSS), text) for value, text in pairs)


def _y_ticks(frame: Frame, axis: Axis | None, values: tuple[float, ...] | None, ascii: bool) -> tuple[Tick, ...]:
    pairs = _stated(axis, frame.ys, ascii)
    if pairs is None:
        pairs = _lettered(_free_y(frame) if values is None else values, ascii)
    return tuple(Tick(value, _y_cell(frame, value), text) for value, text in pairs)
