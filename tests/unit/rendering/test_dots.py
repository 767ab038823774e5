"""Figures without plotext: the same cells as with it, and every figure of the course is drawn."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from lessons.course import Course
from lessons.model.page import FigureBlock
from tutor.rendering.charts import canvas, dots, paint
from tutor.rendering.charts.ink import Ink, Stroke
from tutor.rendering.charts.paint import _drawn
from tutor.rendering.charts.scale import ACROSS, UP

COLUMNS, ROWS = 14, 6
BIT = {(0, 0): 0x40, (0, 1): 4, (0, 2): 2, (0, 3): 1, (1, 0): 0x80, (1, 1): 0x20, (1, 2): 0x10, (1, 3): 8}
Cells = Mapping[tuple[int, int], Ink]

points = st.tuples(st.integers(0, ACROSS * COLUMNS - 1), st.integers(0, UP * ROWS - 1))
pieces = st.lists(points.map(lambda dot: (dot[0] + 0.5, dot[1] + 0.5)), min_size=1, max_size=4).map(tuple)
strokes = st.lists(st.lists(pieces, min_size=1, max_size=3).map(tuple), min_size=1, max_size=3).map(
    lambda found: tuple(Stroke(number, stroke) for number, stroke in enumerate(found, 1))
)


def dots_of(cells: Cells) -> set[tuple[int, int]]:
    """The dots of some cells, from the lower left."""
    return {
        (column * ACROSS + across, (ROWS - 1 - row) * UP + up)
        for (column, row), ink in cells.items()
        for (across, up), bit in BIT.items()
        if ink.bits & bit
    }


def is_halfway(dot: tuple[int, int], drawn: Iterable[Stroke]) -> bool:
    """Whether a segment passes exactly between this dot and the next, so that either stands for it."""
    x, y = dot
    for stroke in drawn:
        for piece in stroke.pieces:
            for (ax, ay), (bx, by) in pairwise((px - 0.5, py - 0.5) for px, py in piece):
                dx, dy = bx - ax, by - ay
                if 2 * abs(dx * (y - ay) - dy * (x - ax)) == max(abs(dx), abs(dy)) > 0:
                    return True
    return False


@pytest.mark.slow
@settings(max_examples=150)
@given(strokes)
@example((Stroke(1, (((0.5, 0.5), (22.5, 4.5)),)), Stroke(2, (((20.5, 7.5), (22.5, 3.5)),))))  # on a dot of the first
def test_the_same_dots_as_with_plotext(drawn: tuple[Stroke, ...]) -> None:
    """But for segments that pass exactly between two dots: plotext takes the one or the other."""
    theirs, ours = canvas.rasterise(drawn, COLUMNS, ROWS), dots.rasterise(drawn, COLUMNS, ROWS)
    apart = dots_of(theirs) ^ dots_of(ours)
    assert [dot for dot in apart if not is_halfway(dot, drawn)] == []
    other = {place for place in ours.keys() | theirs.keys() if ours.get(place) != theirs.get(place)}
    dots_in = {
        place: {dot for cells in (ours, theirs) if place in cells for dot in dots_of({place: cells[place]})}
        for place in other
    }
    exact = [place for place in other if not any(is_halfway(dot, drawn) for dot in dots_in[place])]
    assert exact == [], "and the same mark is seen in each cell"


@pytest.mark.slow
def test_every_figure_of_the_pages_is_nearly_the_same_rows(course: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    figures = [
        block.figure
        for entry in course.outline.pages
        for block in course.page(entry.id).blocks
        if isinstance(block, FigureBlock)
    ]
    with_plotext = [paint(figure, 60, figure.height) for figure in figures]
    monkeypatch.setattr(canvas, "has_plotext", lambda: False)
    _drawn.cache_clear()
    without = [paint(figure, 60, figure.height) for figure in figures]
    _drawn.cache_clear()
    cells = [
        (ours, theirs)
        for painted, other in zip(without, with_plotext, strict=True)
        for row, other_row in zip(painted.rows, other.rows, strict=True)
        for ours, theirs in zip(row, other_row, strict=True)
    ]
    assert sum(ours != theirs for ours, theirs in cells) < len(cells) // 100
