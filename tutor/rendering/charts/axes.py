"""The frame around a plot: axis lines, ticks and their numbers, axis names, zero lines, grid."""

from __future__ import annotations

import math

from lessons.model.figure import Figure, Line, Point, Region

from . import glyphs
from .cell_text import cut, letters
from .frame import Frame, Tick
from .layout import bare
from .limits import slots
from .scale import ACROSS, UP
from .sheet import Sheet

ZERO_LINES = "─│┼.:+"  # what zero lines are drawn with


def draw_axes(sheet: Sheet, frame: Frame, figure: Figure, ascii_only: bool) -> list[str]:
    """Draw axis lines, tick numbers and axis names. Returns what had to be left out."""
    problems: list[str] = []
    if frame.y_axis:
        problems += _y_axis(sheet, frame, ascii_only)
    if frame.x_axis:
        _x_line(sheet, frame, ascii_only)
    if frame.top + frame.rows + 1 < sheet.height:
        problems += _x_numbers(sheet, frame, figure, ascii_only)
    elif not bare(figure.x):
        problems.append("there is no room for the x axis")
    problems += _y_name(sheet, frame, figure, ascii_only)
    return problems


def _y_axis(sheet: Sheet, frame: Frame, ascii_only: bool) -> list[str]:
    problems = []
    ticked = {tick.cell for tick in frame.y_ticks}
    for row in range(frame.rows):
        sheet.put(frame.left - 1, frame.top + row, glyphs.frame("┤" if row in ticked else "│", ascii_only), "axis")
    for tick in frame.y_ticks:
        text = cut(tick.text, frame.left - 1, ascii_only)
        if len(text) < len(tick.text):
            problems.append(f"the number {''.join(tick.text)} on the y axis is cut")
        gap = 1 if len(text) < frame.left - 1 else 0
        sheet.write(frame.left - 1 - gap - len(text), frame.top + tick.cell, text, "axis")
    return problems


def _x_line(sheet: Sheet, frame: Frame, ascii_only: bool) -> None:
    row = frame.top + frame.rows
    ticked = {tick.cell for tick in frame.x_ticks}
    if frame.y_axis:
        sheet.put(frame.left - 1, row, glyphs.frame("└", ascii_only), "axis")
    for column in range(frame.columns):
        sheet.put(frame.left + column, row, glyphs.frame("┬" if column in ticked else "─", ascii_only), "axis")


def _x_numbers(sheet: Sheet, frame: Frame, figure: Figure, ascii_only: bool) -> list[str]:
    """Numbers below the axis, and its name at the right end of their row or of the row below."""
    row = frame.top + frame.rows + 1
    end = sheet.width
    problems = []
    label = letters(figure.x.label, ascii_only) if figure.x else ()
    if label and frame.x_label_row is None:
        problems.append(f"the name {''.join(label)!r} of the x axis is left out")
    elif label and frame.x_label_row is not None:
        problems += _x_name(sheet, frame, label, ascii_only)
        if frame.x_label_row == row:
            end = sheet.width - min(len(label), frame.columns) - 1
    previous_end = -1
    for tick in frame.x_ticks:
        start = _beside(tick, frame, sheet.width)
        stated = figure.x is not None and figure.x.ticks is not None
        if start > previous_end and start + len(tick.text) <= end:
            sheet.write(start, row, tick.text, "axis")
            previous_end = start + len(tick.text)
        elif stated and end == sheet.width:
            problems.append(f"the number {''.join(tick.text)} on the x axis is left out")
    return problems


def _beside(tick: Tick, frame: Frame, width: int) -> int:
    """The first column of a tick's number: centered without its minus sign, and moved inwards at the ends."""
    digits = len(tick.text) - (1 if tick.text[:1] in (("−",), ("-",)) else 0)
    start = frame.left + tick.cell - (digits - 1) // 2 - (len(tick.text) - digits)
    return max(0, min(width - len(tick.text), start))


def _x_name(sheet: Sheet, frame: Frame, label: tuple[str, ...], ascii_only: bool) -> list[str]:
    text = cut(label, frame.columns, ascii_only)
    row = frame.x_label_row or 0
    shared = row == frame.top + frame.rows + 1
    middle = frame.left + (frame.columns - len(text)) // 2
    sheet.write(sheet.width - len(text) if shared else middle, row, text, "")
    return [f"the name {''.join(label)!r} of the x axis is cut"] if len(text) < len(label) else []


def _y_name(sheet: Sheet, frame: Frame, figure: Figure, ascii_only: bool) -> list[str]:
    label = letters(figure.y.label, ascii_only) if figure.y else ()
    if not label:
        return []
    if frame.y_label_row is None:
        return [f"the name {''.join(label)!r} of the y axis is left out"]
    text = cut(label, sheet.width, ascii_only)
    # Short names end where the numbers end, long ones run on over the plot.
    sheet.write(max(0, frame.left - 2 - len(text)), 0, text, "")
    return [f"the name {''.join(label)!r} of the y axis is cut"] if len(text) < len(label) else []


def draw_grid(sheet: Sheet, frame: Frame, figure: Figure, ascii_only: bool) -> None:
    """Draw grid lines at the ticks if the axis asks for them, and zero lines if zero is inside the limits."""
    if figure.grid:
        for tick in frame.y_ticks:
            _across(sheet, frame, frame.top + tick.cell, "." if ascii_only else "┈", 2 if ascii_only else 1)
        for tick in frame.x_ticks:
            _up(sheet, frame, frame.left + tick.cell, "." if ascii_only else "┊")
    if slots(figure) or (bare(figure.x) and bare(figure.y)):
        return
    # A zero line beside an axis would say the same twice.
    level = frame.ys.lo < 0 < frame.ys.hi and frame.ys.cell(0.0, UP) > 0 and not _covered(frame, figure, 1)
    upright = frame.xs.lo < 0 < frame.xs.hi and frame.xs.cell(0.0, ACROSS) > 0 and not _covered(frame, figure, 0)
    if level:
        _across(sheet, frame, frame.row(0.0), "." if ascii_only else "─")
    if upright:
        _up(sheet, frame, frame.column(0.0), ":" if ascii_only else "│")
    if level and upright:
        sheet.put(frame.column(0.0), frame.row(0.0), "+" if ascii_only else "┼", "dim")


def _covered(frame: Frame, figure: Figure, axis: int) -> bool:
    """Whether a line of the figure runs along zero or a region covers it, so that a zero line would be in pieces."""

    def cell(point: Point) -> int:
        return frame.row(point[1]) if axis else frame.column(point[0])

    zero = cell((0.0, 0.0))
    along = [mark for mark in figure.marks if isinstance(mark, Line) and len(mark.points) > 1 and _finite(mark.points)]
    areas = [mark for mark in figure.marks if isinstance(mark, Region) and mark.corners and _finite(mark.corners)]
    return any(all(cell(point) == zero for point in line.points) for line in along) or any(
        min(corner[axis] for corner in area.corners) < 0 < max(corner[axis] for corner in area.corners)
        for area in areas
    )


def _finite(points: tuple[Point, ...]) -> bool:
    return all(math.isfinite(x) and math.isfinite(y) for x, y in points)


def _across(sheet: Sheet, frame: Frame, row: int, glyph: str, step: int = 1) -> None:
    for column in range(0, frame.columns, step):
        sheet.put(frame.left + column, row, glyph, "dim")


def _up(sheet: Sheet, frame: Frame, column: int, glyph: str) -> None:
    for row in range(frame.rows):
        sheet.put(column, frame.top + row, glyph, "dim")
