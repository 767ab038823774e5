"""Polylines in dots: broken at gaps, clipped at the frame, thinned, dashed, traced; polygons as fills."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Iterator

from lessons.model.figure import Point

from .ink import Dots
from .scale import ACROSS, UP, Scale

Dot = tuple[int, int]  # a column and a row of dots, from the lower left

DASH, GAP = 3.5, 3.0  # dots


def runs(points: Iterable[Point], xs: Scale, ys: Scale) -> Iterator[list[Point]]:
    """The polyline in dots, broken wherever a coordinate is not a finite number."""
    run: list[Point] = []
    for x, y in points:
        if math.isfinite(x) and math.isfinite(y):
            run.append((xs.dot(x), ys.dot(y)))
        elif run:
            yield run
            run = []
    if run:
        yield run


def thin(run: list[Point], columns: int) -> list[Point]:
    """At most four points for each column of dots: where it enters, leaves, and its extremes."""
    if len(run) <= 4 * ACROSS * columns:
        return run
    thinned: list[Point] = []
    bucket: list[Point] = []
    for point in run:
        if bucket and math.floor(point[0]) != math.floor(bucket[0][0]):
            thinned.extend(_extremes(bucket))
            bucket = []
        bucket.append(point)
    return thinned + _extremes(bucket)


def _extremes(bucket: list[Point]) -> list[Point]:
    if len(bucket) <= 4:
        return bucket
    heights = [y for _, y in bucket]
    indices = sorted({0, heights.index(min(heights)), heights.index(max(heights)), len(bucket) - 1})
    return [bucket[index] for index in indices]


def clip_segment(a: Point, b: Point, xs: Scale, ys: Scale) -> tuple[Point, Point] | None:
    """The part of a segment inside the limits (Liang and Barsky, 1984)."""
    (ax, ay), (dx, dy) = a, (b[0] - a[0], b[1] - a[1])
    enter, leave = 0.0, 1.0
    for move, room in (
        (-dx, ax - xs.inset),
        (dx, xs.dots - xs.inset - ax),
        (-dy, ay - ys.inset),
        (dy, ys.dots - ys.inset - ay),
    ):
        # A line on the limit itself must survive rounding.
        if move == 0 and room < -1e-6:
            return None
        if move < 0:
            enter = max(enter, (room + 1e-6) / move)
        elif move > 0:
            leave = min(leave, (room + 1e-6) / move)
    if enter > leave:
        return None
    return (ax + enter * dx, ay + enter * dy), (ax + leave * dx, ay + leave * dy)


def clip(run: list[Point], xs: Scale, ys: Scale) -> Iterator[list[Point]]:
    """The pieces of a polyline inside the limits, never joined across the outside."""
    if len(run) == 1:
        if clip_segment(run[0], run[0], xs, ys):
            yield run
        return
    piece: list[Point] = []
    for a, b in itertools.pairwise(run):
        inside = clip_segment(a, b, xs, ys)
        if inside is None:
            continue
        start, end = inside
        if piece and math.dist(piece[-1], start) > 1e-6:
            yield piece
            piece = []
        piece = [*piece, end] if piece else [start, end]
    if piece:
        yield piece


def dashes(piece: list[Point]) -> Iterator[list[Point]]:
    """A polyline cut into dashes."""
    dash, remaining, on = [piece[0]], DASH, True
    for a, b in itertools.pairwise(piece):
        length, done = math.dist(a, b), 0.0
        while length - done > remaining:
            done += remaining
            cut = (a[0] + (b[0] - a[0]) * done / length, a[1] + (b[1] - a[1]) * done / length)
            if on:
                yield [*dash, cut]
            dash, on = [cut], not on
            remaining = DASH if on else GAP
        remaining -= length - done
        dash.append(b)
    if on and len(dash) > 1:
        yield dash


def cell_dashes(dots: list[Dot]) -> Iterator[list[Dot]]:
    """A chain of dots cut into dashes of two whole cells with an empty cell between them."""
    cells = [list(run) for _, run in itertools.groupby(dots, key=lambda dot: (dot[0] // ACROSS, dot[1] // UP))]
    for start in range(0, len(cells), 3):
        yield [dot for cell in cells[start : start + 2] for dot in cell]


def on_canvas(pieces: Iterable[list[Point]], xs: Scale, ys: Scale) -> tuple[Dots, ...]:
    """Pieces as the middles of the dots they light, so that plotext and the frame round alike."""
    return tuple(_middles_of(trace(piece, xs, ys)) for piece in pieces)


def _middles_of(dots: list[Dot]) -> Dots:
    return tuple((x + 0.5, y + 0.5) for x, y in corners(dots))


def trace(piece: list[Point], xs: Scale, ys: Scale) -> list[Dot]:
    """The dots a polyline lights, in its order: one in each column it crosses, or in each row where it is steep.

    A dot is as near to the line as the canvas allows, so the dots rise, fall and bend where the line does. Joining
    rounded vertices instead bends the line at each of them.
    """
    lit = [_settle(*piece[0], xs, ys)]
    for a, b in itertools.pairwise(piece):
        lit += (_settle(x, y, xs, ys) for x, y in _middles(a, b))
    lit.append(_settle(*piece[-1], xs, ys))
    return [dot for dot, _ in itertools.groupby(lit)]


def _middles(a: Point, b: Point) -> Iterator[Point]:
    """The points of a segment at the middles of columns of dots, or of rows if it is steep."""
    steep = abs(b[1] - a[1]) > abs(b[0] - a[0])
    (start, other), (end, last) = (a[::-1], b[::-1]) if steep else (a, b)
    if start == end:
        return
    slope = (last - other) / (end - start)
    low, high = math.ceil(min(start, end) - 0.5), math.ceil(max(start, end) - 0.5)
    for index in range(low, high) if start < end else range(high - 1, low - 1, -1):
        along, across = index + 0.5, other + (index + 0.5 - start) * slope
        yield (across, along) if steep else (along, across)


def _settle(x: float, y: float, xs: Scale, ys: Scale) -> Dot:
    # The same slack as in Scale.cell: 2.9999999 is meant to be 3.
    column, row = math.floor(x + 1e-6), math.floor(y + 1e-6)
    return max(0, min(xs.dots - 1, column)), max(0, min(ys.dots - 1, row))


def corners(dots: list[Dot]) -> list[Dot]:
    """The dots between which a chain runs level, upright or diagonally: joined again, they give the same dots."""
    kept = dots[:1]
    for before, dot, after in zip(dots, dots[1:], dots[2:], strict=False):
        step = dot[0] - before[0], dot[1] - before[1]
        if step != (after[0] - dot[0], after[1] - dot[1]) or max(map(abs, step)) > 1:
            kept.append(dot)
    return kept + dots[1:][-1:]


def polyline(
    points: Iterable[Point], xs: Scale, ys: Scale, dashed: bool = False, whole_cells: bool = False
) -> tuple[Dots, ...]:
    """A line as it goes onto the canvas; `whole_cells` is for characters that show no part of a cell."""
    pieces = [piece for run in runs(points, xs, ys) for piece in clip(thin(run, xs.dots // ACROSS), xs, ys)]
    if dashed and whole_cells:
        return tuple(_middles_of(dash) for piece in pieces for dash in cell_dashes(trace(piece, xs, ys)))
    return on_canvas((dash for piece in pieces for dash in dashes(piece)) if dashed else pieces, xs, ys)


def filled(corners: Iterable[Point], xs: Scale, ys: Scale) -> dict[tuple[int, int], float]:
    """The cells inside a polygon (even-odd rule) with the part of each that is covered."""
    ring = [point for run in runs(corners, xs, ys) for point in run]
    if len(ring) < 3:
        return {}
    rows = ys.dots // UP
    cover: dict[tuple[int, int], float] = {}
    for line in range(ys.dots):
        height = line + 0.5
        for start, end in _spans(ring, height):
            low, high = max(0, math.ceil(start - 0.5)), min(xs.dots - 1, math.ceil(end - 0.5) - 1)
            for dot in range(low, high + 1):
                cell = (dot // ACROSS, rows - 1 - line // UP)
                cover[cell] = cover.get(cell, 0.0) + 1 / (ACROSS * UP)
    return cover


def _spans(ring: list[Point], height: float) -> Iterator[tuple[float, float]]:
    crossings = sorted(
        ax + (height - ay) / (by - ay) * (bx - ax)
        for (ax, ay), (bx, by) in zip(ring, ring[1:] + ring[:1], strict=True)
        if (ay <= height) != (by <= height)
    )
    return zip(crossings[::2], crossings[1::2], strict=False)
