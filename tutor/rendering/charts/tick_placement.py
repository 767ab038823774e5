"""The ticks of a frame: those stated by an axis, or else round ones that do not touch."""

from __future__ import annotations

import itertools
import math

from lessons.model.figure import Axis, Figure

from . import tick_values
from .cell_text import letters
from .frame import Frame, Tick
from .scale import ACROSS, UP, Scale

MOST_ACROSS, MOST_UP = 7, 6

Lettered = tuple[tuple[float, tuple[str, ...]], ...]


def choose(frame: Frame, figure: Figure, ascii_only: bool) -> tuple[tuple[Tick, ...], tuple[Tick, ...]]:
    """The ticks of both axes; with equal aspect both have one step, so that a grid is made of squares."""
    shared = _shared(frame, ascii_only) if figure.equal else None
    x, y = _stated(figure.x, frame.xs, ascii_only), _stated(figure.y, frame.ys, ascii_only)
    if x is None:
        x = _lettered(shared[0] if shared else _free_across(frame, ascii_only), ascii_only)
    if y is None:
        y = _lettered(shared[1] if shared else _free_up(frame), ascii_only)
    return (
        tuple(Tick(value, frame.xs.cell(value, ACROSS), text) for value, text in x),
        tuple(Tick(value, _row(frame, value), text) for value, text in y),
    )


def _row(frame: Frame, value: float) -> int:
    return frame.rows - 1 - frame.ys.cell(value, UP)


def _apart_up(frame: Frame, values: tuple[float, ...], most: int) -> bool:
    least = 2 if frame.rows < 16 else 3
    rows = (_row(frame, value) for value in values)
    return len(values) <= most and all(a - b >= least for a, b in itertools.pairwise(rows))


def _apart_across(frame: Frame, values: tuple[float, ...], most: int, ascii_only: bool, air: int) -> bool:
    if len(values) > most:
        return False
    texts = tick_values.texts(values, ascii_only)
    cells = [frame.xs.cell(value, ACROSS) for value in values]
    pairs = zip(itertools.pairwise(cells), itertools.pairwise(texts), strict=True)
    return all(b - a >= (len(s) + len(t)) / 2 + air for (a, b), (s, t) in pairs)


def _shared(frame: Frame, ascii_only: bool) -> tuple[tuple[float, ...], tuple[float, ...]] | None:
    """The densest multiples of one step that are legible on both axes."""
    for step in tick_values.round_steps(min(frame.xs.hi - frame.xs.lo, frame.ys.hi - frame.ys.lo)):
        across = tick_values.multiples(frame.xs.lo, frame.xs.hi, step)
        up = tick_values.multiples(frame.ys.lo, frame.ys.hi, step)
        if len(up) < 2:
            return None
        if _apart_up(frame, up, frame.rows) and _apart_across(frame, across, frame.columns, ascii_only, 2):
            return across, up
    return None


def _free_across(frame: Frame, ascii_only: bool) -> tuple[float, ...]:
    most = max(3, min(MOST_ACROSS, frame.columns // 5))
    return tick_values.choose(
        frame.xs.lo, frame.xs.hi, lambda values: _apart_across(frame, values, most, ascii_only, 3)
    )


def _free_up(frame: Frame) -> tuple[float, ...]:
    return tick_values.choose(frame.ys.lo, frame.ys.hi, lambda values: _apart_up(frame, values, MOST_UP))


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
