"""The axis limits of a figure: stated ones, or those of its marks with a small margin."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator

from lessons.model.figure import Arrow, Axis, Bars, Figure, Label, Line, Mark, Point, Points, Region

HUGE = 1e150  # beyond this the difference of two limits could overflow
AIR = 0.05


def corners(mark: Mark) -> Iterator[Point]:
    """The points of a mark that must be visible; Bars and HeatMap have none."""
    if isinstance(mark, Arrow):
        yield from (mark.start, mark.end)
    elif isinstance(mark, Line | Points):
        yield from mark.points
    elif isinstance(mark, Region):
        yield from mark.corners
    elif isinstance(mark, Label):
        yield mark.at


def bars_of(figure: Figure) -> tuple[Bars, ...]:
    """The bars of a figure; several stand side by side in each slot."""
    return tuple(mark for mark in figure.marks if isinstance(mark, Bars))


def slots(figure: Figure) -> int:
    """How many slots the bars of a figure share."""
    return max((max(len(bars.names), len(bars.heights)) for bars in bars_of(figure)), default=0)


def _finite(values: Iterable[float]) -> list[float]:
    return [max(-HUGE, min(HUGE, float(value))) for value in values if math.isfinite(value)]


def _apart(lo: float, hi: float) -> tuple[float, float]:
    """Limits far enough apart for floats to resolve the values between them."""
    least = max(abs(lo), abs(hi)) * 1e-9
    if hi - lo > max(least, 1e-300):
        return lo, hi
    room = max(abs(lo), abs(hi)) / 2 or 1.0
    return lo - room, hi + room


def given(axis: Axis | None) -> tuple[float, float] | None:
    """The limits stated by an axis, smaller one first; None if it states no usable ones."""
    if axis is None or not (math.isfinite(axis.lo) and math.isfinite(axis.hi)):
        return None
    lo, hi = _finite((min(axis.lo, axis.hi), max(axis.lo, axis.hi)))
    return _apart(lo, hi)


def _around(values: list[float], air: bool = True) -> tuple[float, float]:
    if not values:
        return 0.0, 1.0
    lo, hi = _apart(min(values), max(values))
    room = (hi - lo) * AIR if air else 0.0
    return lo - room, hi + room


def x_limits(figure: Figure) -> tuple[float, float]:
    """The limits of the x axis; by default bar number i is at x = i."""
    stated = given(figure.x)
    if stated:
        return stated
    count = slots(figure)
    if count:
        return -0.5, count - 0.5
    return _around(_finite(x for mark in figure.marks for x, _ in corners(mark)))


def y_limits(figure: Figure) -> tuple[float, float]:
    """The limits of the y axis; with bars they include zero."""
    stated = given(figure.y)
    heights = _finite(height for bars in bars_of(figure) for height in bars.heights)
    if stated:
        return (min(0.0, stated[0]), max(0.0, stated[1])) if heights else stated
    points = _finite(y for mark in figure.marks for _, y in corners(mark))
    if heights:
        return _around([0.0, *heights, *points], air=False)
    return _around(points)


def widen(lo: float, hi: float, span: float) -> tuple[float, float]:
    """Limits with the same middle, `span` apart."""
    middle = lo + (hi - lo) / 2
    return middle - span / 2, middle + span / 2


def match_units(
    x: tuple[float, float], y: tuple[float, float], across: float, up: float
) -> tuple[tuple[float, float], tuple[float, float]]:
    """Widen the limits of one axis until a unit is as many dots across as up."""
    unit = max((x[1] - x[0]) / max(across, 1.0), (y[1] - y[0]) / max(up, 1.0))
    return widen(*x, unit * max(across, 1.0)), widen(*y, unit * max(up, 1.0))
