"""The braille canvas, drawn with plotext, or with dots of our own where plotext cannot be loaded."""

from __future__ import annotations

import re
import threading
from functools import cache
from importlib import import_module

from . import dots
from .ink import Ink, Stroke
from .scale import ACROSS, UP

_TOKEN = re.compile(r"\x1b\[([0-9;]*)m|([^\x1b]+)")
# plotext owns one figure for the whole process.
_ONE_FIGURE = threading.Lock()


def rasterise(strokes: tuple[Stroke, ...], columns: int, rows: int) -> dict[tuple[int, int], Ink]:
    """The cells that the strokes touch, by column and row from the upper left."""
    drawn = [stroke for stroke in strokes if any(stroke.pieces)]
    if not drawn or columns < 1 or rows < 1:
        return {}
    with _ONE_FIGURE:
        if not has_plotext():
            return dots.rasterise(drawn, columns, rows)
        text = _build(drawn, columns, rows)
    return _read(text)


@cache
def has_plotext() -> bool:
    """Whether plotext can be loaded: it is compiled, and not for every system."""
    try:
        import_module("plotext")
    except (ImportError, OSError, AttributeError):
        return False
    return True


def busy() -> bool:
    """Whether another thread is drawing or loading plotext, so that drawing now would wait."""
    return _ONE_FIGURE.locked()


def _build(strokes: list[Stroke], columns: int, rows: int) -> str:
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
        # The colour carries the mark's number through plotext's matrix; no terminal ever sees it.
        colour = (stroke.mark >> 16, stroke.mark >> 8 & 255, stroke.mark & 255)
        marker = plotext.marker("braille", plotext.pixel(colour))
        points = [point for piece in stroke.pieces for point in piece]
        signal = figure.signal([x for x, _ in points], [y for _, y in points], marker=marker)
        start = 0
        for piece in stroke.pieces:
            for index in range(start + 1, start + len(piece)):
                signal.line(index)
            start += len(piece)
        figure.draw(signal)
    return str(figure.build().string())


def _read(text: str) -> dict[tuple[int, int], Ink]:
    inks: dict[tuple[int, int], Ink] = {}
    for row, line in enumerate(text.split("\n")):
        column, mark = 0, 0
        for code, run in _TOKEN.findall(line):
            if not run:
                mark = _number(code) if code.startswith("38;2;") else mark
                continue
            for offset, char in enumerate(run):
                if 0x2800 < ord(char) < 0x2900:
                    inks[column + offset, row] = Ink(ord(char) - 0x2800, mark)
            column += len(run)
    return inks


def _number(code: str) -> int:
    red, green, blue = map(int, code.split(";")[2:5])
    return red << 16 | green << 8 | blue
