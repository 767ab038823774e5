"""The ticks of a frame, stated by an axis or round, and the scales on which they are evenly spaced."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterator
from functools import partial

from msgspec.structs import replace

from lessons.model.figure import Axis, Figure

from . import tick_values
from .cell_text import letters
from .frame import Frame, Tick
from .limits import slots, widen
from .scale import ACROSS, UP, Scale

MOST_ACROSS, MOST_UP = 7, 6
# How much wider a scale may become so that its ticks are even, and for how many ticks: better fewer ticks than more
# room left empty, but it takes two to read a scale.
WIDENED = ((1.2, 3), (1.35, 3), (1.2, 2), (1.35, 2), (1.2, 0))
WIDENED_TOGETHER = ((1.2, 3), (1.35, 3), (1.5, 2))

Values = tuple[float, ...]
Lettered = tuple[tuple[float, tuple[str, ...]], ...]
Widen = Callable[[Scale, int, float], Iterator[Scale]]
Legible = Callable[[Scale, Values], bool]


def with_ticks(frame: Frame, figure: Figure, ascii_only: bool) -> Frame:
    """The frame with ticks, as many cells apart as their values say.

    Scales are widened for this, each at its far end, or both around their middles where they have one unit. With equal
    aspect both axes have one step, so that a grid is made of squares.
    """
    x, y = _stated(figure.x, frame.xs, ascii_only), _stated(figure.y, frame.ys, ascii_only)
    if figure.equal:
        xs, ys, across, up = _equal(frame, _values(x), _values(y), ascii_only)
    else:
        xs, across = _free_across(frame.xs, _values(x), ascii_only, _at_the_far_end)
        bars = slots(figure) and frame.ys.lo <= 0 < frame.ys.hi
        ys, up = _free_up(frame.ys, _values(y), _from_zero if bars else _at_the_far_end)
    frame = replace(frame, xs=xs, ys=ys)
    return replace(
        frame,
        x_ticks=tuple(Tick(v, xs.cell(v, ACROSS), text) for v, text in x or _lettered(across, ascii_only)),
        y_ticks=tuple(Tick(v, frame.row(v) - frame.top, text) for v, text in y or _lettered(up, ascii_only)),
    )


def _values(stated: Lettered | None) -> Values | None:
    return None if stated is None else tuple(value for value, _ in stated)


def _free_across(xs: Scale, stated: Values | None, ascii_only: bool, widened: Widen) -> tuple[Scale, Values]:
    most = max(3, min(MOST_ACROSS, xs.dots // ACROSS // 5))
    chosen = xs, stated or ()
    # Numbers stand close together where the scale could not be read otherwise.
    for count, air in ((most, 3), (most + 2, 2), (most + 2, 1)):
        legible = partial(_legible_across, count, ascii_only, air)
        chosen = _choose(xs, ACROSS, stated, widened, legible)
        if stated is not None or len(chosen[1]) > 1:
            break
    return chosen


def _legible_across(most: int, ascii_only: bool, air: int, xs: Scale, values: Values) -> bool:
    return _apart_across(xs, values, most, ascii_only, air)


def _free_up(ys: Scale, stated: Values | None, widened: Widen) -> tuple[Scale, Values]:
    return _choose(ys, UP, stated, widened, lambda wider, values: _apart_up(wider, values, MOST_UP))


def _choose(scale: Scale, size: int, stated: Values | None, widened: Widen, legible: Legible) -> tuple[Scale, Values]:
    """A scale on which the stated ticks are even, or the densest legible round ones."""
    if stated is not None:
        factors = _factors(scale, size, stated)
        return next(
            (wider for factor in factors for wider in widened(scale, size, factor) if _even(wider, size, stated)), scale
        ), stated
    # A wider scale has less room between its ticks.
    candidates = [values for values in tick_values.candidates(scale.lo, scale.hi) if legible(scale, values)]
    for most, least in WIDENED:
        for values in candidates:
            for factor in _factors(scale, size, values) if len(values) >= least else ():
                for wider in widened(scale, size, factor) if factor <= most else ():
                    if _even(wider, size, values) and legible(wider, values):
                        return wider, values
    return scale, ()


def _equal(frame: Frame, x: Values | None, y: Values | None, ascii_only: bool) -> tuple[Scale, Scale, Values, Values]:
    """Two scales with one unit, and the stated ticks or the densest multiples of one step legible on both axes."""
    steps = tick_values.round_steps(min(frame.xs.hi - frame.xs.lo, frame.ys.hi - frame.ys.lo))
    unit = frame.ys.span / (frame.ys.hi - frame.ys.lo)
    candidates = [(step, _shared_factors(frame, step)) for step in steps if step * unit >= 2 * UP]
    for most, least in WIDENED_TOGETHER:
        for step, factors in candidates:
            for factor in factors:
                if factor > most:
                    break
                xs, across = _stepped(frame.xs, ACROSS, factor, step, x)
                ys, up = _stepped(frame.ys, UP, factor, step, y)
                enough = y is not None or len(up) >= least
                even = enough and _even(xs, ACROSS, across) and _even(ys, UP, up)
                if even and _apart_up(ys, up, ys.dots) and _apart_across(xs, across, xs.dots, ascii_only, 2):
                    return xs, ys, across, up
    across = _free_across(frame.xs, x, ascii_only, _as_it_is)[1]
    return frame.xs, frame.ys, across, _free_up(frame.ys, y, _as_it_is)[1]


def _shared_factors(frame: Frame, step: float) -> list[float]:
    factors = (
        _factors(scale, size, tick_values.multiples(scale.lo, scale.hi, step))
        for scale, size in ((frame.xs, ACROSS), (frame.ys, UP))
    )
    return sorted({factor for several in factors for factor in several})


def _stepped(scale: Scale, size: int, factor: float, step: float, stated: Values | None) -> tuple[Scale, Values]:
    """A scale widened around its middle, moved so that its ticks are even if that can be, and these ticks."""
    wider, values = scale, stated or ()
    for wider in _around_the_middle(scale, size, factor):
        values = tick_values.multiples(wider.lo, wider.hi, step) if stated is None else stated
        if _even(wider, size, values):
            break
    return wider, values


def _factors(scale: Scale, size: int, values: Values) -> tuple[float, ...]:
    """How much wider a scale may become to make ticks even, least first: not at all, or for a whole number of cells."""
    values = tuple(sorted(values))
    gaps = len(values) - 1
    step = (values[-1] - values[0]) / gaps if gaps > 1 else 0.0
    if any(abs(b - a - step) > 1e-6 * step for a, b in itertools.pairwise(values)) or not step:
        return (1.0,)
    cells = scale.dots / size
    gap = step * scale.span / (scale.hi - scale.lo) / size
    whole = math.floor(gap + 1e-9)
    # Gaps that are not quite whole are even all the same while the error over all of them is less than a cell.
    sizes = (whole + 0.5 / gaps, float(whole), whole - 1.0)
    return (1.0, cells / max(1.0, cells - 1), *(gap / one for one in sizes if 0 < one < gap))


def _as_it_is(scale: Scale, size: int, factor: float) -> Iterator[Scale]:
    if factor == 1 and size:
        yield scale


def _at_the_far_end(scale: Scale, size: int, factor: float) -> Iterator[Scale]:
    """A scale widened upwards, and by less than a cell downwards."""
    span = (scale.hi - scale.lo) * factor
    for lower in _parts(span, size / scale.dots, span - (scale.hi - scale.lo)):
        yield replace(scale, lo=scale.lo - lower, hi=scale.lo - lower + span)


def _around_the_middle(scale: Scale, size: int, factor: float) -> Iterator[Scale]:
    """A scale widened around its middle, and moved by less than a cell."""
    lo, hi = widen(scale.lo, scale.hi, (scale.hi - scale.lo) * factor)
    for moved in _parts(hi - lo, size / scale.dots, scale.lo - lo):
        yield replace(scale, lo=lo - moved, hi=hi - moved)


def _parts(span: float, cell: float, most: float) -> Iterator[float]:
    """Quarters of a cell, which is a part of a span, up to a limit."""
    return itertools.takewhile(
        lambda part: part <= max(0.0, most), (span * cell * quarters / 4 for quarters in range(4))
    )


def _from_zero(scale: Scale, size: int, factor: float) -> Iterator[Scale]:
    """A scale of bars, on which zero stays between two rows."""
    row = (scale.hi - scale.lo) * factor * size / scale.dots
    below = math.ceil(-scale.lo / row - 1e-9)
    yield replace(scale, lo=-below * row, hi=(scale.dots // size - below) * row) if factor != 1 else scale


def _cells(scale: Scale, size: int, values: Values) -> list[int]:
    return [scale.cell(value, size) for value in values]


def _even(scale: Scale, size: int, values: Values) -> bool:
    return len({b - a for a, b in itertools.pairwise(_cells(scale, size, values))}) <= 1


def _apart_up(ys: Scale, values: Values, most: int) -> bool:
    least = 2 if ys.dots // UP < 16 else 3
    return len(values) <= most and all(b - a >= least for a, b in itertools.pairwise(_cells(ys, UP, values)))


def _apart_across(xs: Scale, values: Values, most: int, ascii_only: bool, air: int) -> bool:
    if len(values) > most:
        return False
    texts = tick_values.texts(values, ascii_only)
    pairs = zip(itertools.pairwise(_cells(xs, ACROSS, values)), itertools.pairwise(texts), strict=True)
    return all(b - a >= (len(s) + len(t)) / 2 + air for (a, b), (s, t) in pairs)


def _stated(axis: Axis | None, scale: Scale, ascii_only: bool) -> Lettered | None:
    """The stated ticks of an axis that lie inside its limits; None if it states none."""
    if axis is None or axis.ticks is None:
        return None
    inside = [i for i, value in enumerate(axis.ticks) if math.isfinite(value) and scale.holds(value)]
    if axis.tick_labels is None:
        return _lettered(tuple(axis.ticks[i] for i in inside), ascii_only)
    names = axis.tick_labels
    return tuple((axis.ticks[i], letters(names[i], ascii_only)) for i in inside if i < len(names))


def _lettered(values: tuple[float, ...], ascii_only: bool) -> Lettered:
    return tuple(
        (v, letters(text, ascii_only)) for v, text in zip(values, tick_values.texts(values, ascii_only), strict=True)
    )
