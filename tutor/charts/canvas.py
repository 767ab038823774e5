"""The braille canvas: the one place that knows plotext."""

from __future__ import annotations

import re
import threading
from typing import NamedTuple

from .scale import ACROSS, UP

Dots = tuple[tuple[float, float], ...]


class Stroke(NamedTuple):
    """Polylines of one role, in dots from the lower left; a single point is a dot."""

    role: str
    pieces: tuple[Dots, ...]


class Ink(NamedTuple):
    """The braille bits of one cell, and the role of the stroke that touched it last."""

    bits: int
    role: str


_TOKEN = re.compile(r"\x1b\[([0-9;]*)m|([^\x1b]+)")
# plotext owns one figure for the whole process.
_ONE_FIGURE = threading.Lock()


def rasterise(strokes: tuple[Stroke, ...], columns: int, rows: int) -> dict[tuple[int, int], Ink]:
    """The cells that the strokes touch, by column and row from the upper left."""
    drawn = [stroke for stroke in strokes if any(stroke.pieces)]
    if not drawn or columns < 1 or rows < 1:
        return {}
    roles = list(dict.fromkeys(stroke.role for stroke in drawn))
    with _ONE_FIGURE:
        text = _build(drawn, roles, columns, rows)
    return _read(text, roles)


def _build(strokes: list[Stroke], roles: list[str], columns: int, rows: int) -> str:
    import plotext

    # Without this a figure is cut to what plotext takes for the size of the terminal.
    plotext.terminal.limit(False, False)
    figure = plotext.figure
    figure.clear()
    figure.plot_size(columns, rows)
    figure.axes(False)
    figure.canvas("default")
    # Limits in dots, ticks off: positions are computed here, plotext only joins and merges dots.
    figure.ruler("x").lim(0, ACROSS * columns).ticks([]).alignment(lim="edge")
    figure.ruler("y").lim(0, UP * rows).ticks([]).alignment(lim="edge")
    for stroke in strokes:
        # The colour carries the role through plotext's matrix; the terminal never sees it.
        marker = plotext.marker("braille", plotext.pixel(roles.index(stroke.role) + 1))
        points = [point for piece in stroke.pieces for point in piece]
        signal = figure.signal([x for x, _ in points], [y for _, y in points], marker=marker)
        start = 0
        for piece in stroke.pieces:
            for index in range(start + 1, start + len(piece)):
                signal.line(index)
            start += len(piece)
        figure.draw(signal)
    return str(figure.build().string())


def _read(text: str, roles: list[str]) -> dict[tuple[int, int], Ink]:
    inks: dict[tuple[int, int], Ink] = {}
    for row, line in enumerate(text.split("\n")):
        column, role = 0, ""
        for code, run in _TOKEN.findall(line):
            if not run:
                role = roles[int(code.rpartition(";")[2]) - 1] if code.startswith("38;5;") else role
                continue
            for offset, char in enumerate(run):
                if 0x2800 < ord(char) < 0x2900:
                    inks[column + offset, row] = Ink(ord(char) - 0x2800, role)
            column += len(run)
    return inks
