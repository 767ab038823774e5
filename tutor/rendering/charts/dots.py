"""The braille canvas without plotext, for systems where that cannot be installed, such as musl or Windows on Arm."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise

from .ink import Dots, Ink, Stroke
from .scale import ACROSS, UP

# By column and height of a dot in its cell, its bit (The Unicode Standard, block Braille Patterns).
_BITS = ((0x40, 0x04, 0x02, 0x01), (0x80, 0x20, 0x10, 0x08))


def rasterise(strokes: Iterable[Stroke], columns: int, rows: int) -> dict[tuple[int, int], Ink]:
    """The cells that the strokes touch, by column and row from the upper left."""
    inks: dict[tuple[int, int], Ink] = {}
    for stroke in strokes:
        for across, up in (dot for piece in stroke.pieces for dot in _joined(piece)):
            cell = across // ACROSS, rows - 1 - up // UP
            if 0 <= cell[0] < columns and 0 <= cell[1] < rows:
                before = inks[cell].bits if cell in inks else 0
                inks[cell] = Ink(before | _BITS[across % ACROSS][up % UP], stroke.mark)
    return inks


def _joined(piece: Dots) -> Iterator[tuple[int, int]]:
    """The dots of a polyline: those of its points, and those of the segments between them."""
    points = [(int(x // 1), int(y // 1)) for x, y in piece]
    yield from points[:1]
    for start, end in pairwise(points):
        yield from _segment(start, end)


def _segment(start: tuple[int, int], end: tuple[int, int]) -> Iterator[tuple[int, int]]:
    """One dot for each step along the longer side (digital differential analyzer)."""
    (x, y), (dx, dy) = start, (end[0] - start[0], end[1] - start[1])
    steps = max(abs(dx), abs(dy))
    for step in range(steps + 1):
        part = step / steps if steps else 0.0
        yield round(x + dx * part), round(y + dy * part)
