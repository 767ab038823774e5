"""Polylines in dots: broken at gaps, clipped at the frame, thinned, dashed; polygons as fills."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Iterator

from lessons.model.figure import Point

from .ink import Dots
from .scale import ACROSS, UP, Scale

DASH, GAP = 3.5, 3.0  # dots
SLEEVE = 0.3  # dots a thinned line may stray


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


def straighten(run: list[Point]) -> list[Point]:
    """Leave out points that lie within a sleeve around the chord of their neighbours."""
    if len(run) < 3:
        return run
    vertices = [run[0]]
    start = 0
    for end in range(2, len(run)):
        if end - start > 40 or not _in_sleeve(run, start, end):
            vertices.append(run[end - 1])
            start = end - 1
    vertices.append(run[-1])
    return vertices


def _in_sleeve(run: list[Point], first: int, end: int) -> bool:
    (ax, ay), (bx, by) = run[first], run[end]
    dx, dy = bx - ax, by - ay
    length = math.hypot(dx, dy)
    if length == 0:
        return False
    for x, y in run[first + 1 : end]:
        along = ((x - ax) * dx + (y - ay) * dy) / length
        if abs((x - ax) * dy - (y - ay) * dx) > SLEEVE * length or not 0 <= along <= length:
            return False
    return True


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


def on_canvas(pieces: Iterable[list[Point]], xs: Scale, ys: Scale) -> tuple[Dots, ...]:
    """Pieces at the middle of the dots they fall on, so that plotext and the frame round alike."""
    return tuple(tuple(_settle(x, xs.dots, y, ys.dots) for x, y in piece) for piece in pieces)


def _settle(x: float, across: int, y: float, up: int) -> Point:
    # The same slack as in Scale.cell: 2.9999999 is meant to be 3.
    column, row = math.floor(x + 1e-6), math.floor(y + 1e-6)
    return max(0, min(across - 1, column)) + 0.5, max(0, min(up - 1, row)) + 0.5


def polyline(points: Iterable[Point], xs: Scale, ys: Scale, dashed: bool = False) -> tuple[Dots, ...]:
    """A line as it goes onto the canvas."""
    pieces = [piece for run in runs(points, xs, ys) for piece in clip(thin(run, xs.dots // ACROSS), xs, ys)]
    if dashed:
        return on_canvas((dash for piece in pieces for dash in dashes(piece)), xs, ys)
    return on_canvas((straighten(piece) for piece in pieces), xs, ys)


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
