"""Every figure of the course, as drawn: curves go up and down only where their functions do, and ticks are even."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator
from random import Random

import pytest

from lessons.model.figure import Figure, HeatMap, Line, Point
from lessons.model.page import FigureBlock
from tests.support.content import COURSE
from tests.support.dots import lit
from tests.support.for_each import for_each
from tutor.rendering.charts.frame import Frame, Tick
from tutor.rendering.charts.layout import lay_out

SIZES = ((76, 14), (60, 18), (44, 16), (56, 11))


def figures() -> Iterator[tuple[str, Figure]]:
    """All figures of pages, and those of demos at their start and in each prediction."""
    for page in COURSE.outline.pages:
        blocks = [block for block in COURSE.page(page.id).blocks if isinstance(block, FigureBlock)]
        yield from ((f"{page.id} {number}", block.figure) for number, block in enumerate(blocks))
    for demo in COURSE.demos.values():
        states = [demo.initial(), *(one.draw(Random(7)) for one in demo.predictions)]
        yield from ((f"{demo.id} {number}", demo.view(state).figure) for number, state in enumerate(states))


FIGURES = {name: figure for name, figure in figures() if not any(isinstance(mark, HeatMap) for mark in figure.marks)}


def _uneven(ticks: tuple[Tick, ...]) -> bool:
    """Whether ticks of evenly spaced values are not the same number of cells apart."""
    values, cells = ([getattr(tick, name) for tick in ticks] for name in ("value", "cell"))
    steps = [b - a for a, b in itertools.pairwise(values)]
    linear = steps and max(steps) - min(steps) <= 1e-6 * abs(max(steps, key=abs))
    return bool(linear) and len({b - a for a, b in itertools.pairwise(cells)}) > 1


@for_each(FIGURES)
def test_ticks_are_even(name: str) -> None:
    for size in SIZES:
        frame = lay_out(FIGURES[name], *size)
        assert not _uneven(frame.x_ticks)
        assert not _uneven(frame.y_ticks)


def _curves(figure: Figure) -> list[Line]:
    """The lines that are functions of x."""
    lines = [mark for mark in figure.marks if isinstance(mark, Line) and not mark.dashed and len(mark.points) > 7]
    return [line for line in lines if all(b[0] > a[0] for a, b in itertools.pairwise(line.points))]


def _between(points: list[Point], lo: float, hi: float) -> list[float]:
    """The heights of a polyline from `lo` to `hi`, its vertices included."""
    heights = []
    for (ax, ay), (bx, by) in itertools.pairwise(points):
        if bx >= lo and ax <= hi:
            ends = sorted((max(ax, min(bx, lo)), max(ax, min(bx, hi))))
            heights += [ay + (by - ay) * (x - ax) / (bx - ax) for x in ends]
    return heights


def _strays(line: Line, frame: Frame) -> list[int]:
    """The columns of dots in which a curve is drawn off its function, or turns where its function does not."""
    points = [(frame.xs.dot(x), frame.ys.dot(y)) for x, y in line.points if math.isfinite(y)]
    rows = lit(line, frame)
    bad = []
    for column in sorted(rows):
        heights = _between(points, column - 0.5, column + 1.5)
        low, high = min(rows[column]), max(rows[column])
        off = low + 0.5 < min(heights) - 1 or high + 0.5 > max(heights) + 1
        after = rows.get(column + 1)
        ahead = _between(points, column, column + 2) if after else []
        rises, falls = ahead == sorted(ahead), ahead == sorted(ahead, reverse=True)
        turns = after and ((rises and min(after) < low) or (falls and max(after) > high))
        if off or turns:
            bad.append(column)
    return bad


@pytest.mark.parametrize("name", [name for name, figure in FIGURES.items() if _curves(figure)])
def test_curves_rise_and_fall_only_where_their_functions_do(name: str) -> None:
    frame = lay_out(FIGURES[name], 60, 16)
    for line in _curves(FIGURES[name]):
        assert not _strays(line, frame)
