"""The dots that a line of a figure lights."""

from __future__ import annotations

from lessons.model.figure import Line
from tutor.rendering.charts.canvas import rasterise
from tutor.rendering.charts.frame import Frame
from tutor.rendering.charts.ink import Stroke
from tutor.rendering.charts.scale import ACROSS, UP
from tutor.rendering.charts.strokes import polyline

_BITS = ((0x40, 0x04, 0x02, 0x01), (0x80, 0x20, 0x10, 0x08))
"""The bits of a braille cell by column, from below."""


def lit(line: Line, frame: Frame) -> dict[int, list[int]]:
    """The rows of the dots that are lit in each column, both from the lower left."""
    inks = rasterise((Stroke(0, polyline(line.points, frame.xs, frame.ys)),), frame.columns, frame.rows)
    columns: dict[int, list[int]] = {}
    for (column, row), ink in inks.items():
        for across, bits in enumerate(_BITS):
            rows = [UP * (frame.rows - 1 - row) + up for up, bit in enumerate(bits) if ink.bits & bit]
            if rows:
                columns.setdefault(ACROSS * column + across, []).extend(rows)
    return columns
