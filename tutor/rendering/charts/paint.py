"""A figure composed: frame, fills, bars, lines, points, heads and names, later ones over earlier ones."""

from __future__ import annotations

import math
from functools import lru_cache

from lessons.model.figure import Arrow, Figure, HeatMap, Line, Mark, Point, Points, Region

from . import bars, glyphs, heat, mark_labels
from .axes import draw_axes, draw_grid
from .canvas import rasterise
from .frame import Frame
from .ink import Dots, Stroke
from .label_placement import Space
from .layout import lay_out
from .scale import ACROSS, UP
from .sheet import Painted, Sheet
from .strokes import filled, on_canvas, polyline

At = tuple[int, int]  # a column and a row of the picture
MANY = 150  # points beyond which single dots say more than signs


def paint(figure: Figure, width: int, height: int, ascii_only: bool = False) -> Painted:
    """Draw a figure into exactly `height` rows of `width` cells; never raises for what the figure holds."""
    return _drawn(figure, width, height, ascii_only)[0]


def fits(figure: Figure, width: int, height: int, ascii_only: bool = False) -> tuple[str, ...]:
    """What cannot be shown legibly at a size; empty if everything can."""
    return _drawn(figure, width, height, ascii_only)[1]


def to_data(figure: Figure, width: int, height: int, column: int, row: int, ascii_only: bool = False) -> Point | None:
    """The data point under the middle of a cell; None outside the plot area.

    Over a heat map it is the column and the row of the entry.
    """
    if not (0 <= column < width and 0 <= row < height):
        return None
    matrix = _heat(figure)
    if matrix:
        return heat.entry(heat.arrange(matrix, width, height, ascii_only), column, row)
    frame = lay_out(figure, width, height, ascii_only)
    across, down = column - frame.left, row - frame.top
    if not (0 <= across < frame.columns and 0 <= down < frame.rows):
        return None
    return frame.xs.value(ACROSS * across + ACROSS / 2), frame.ys.value(UP * (frame.rows - down) - UP / 2)


def _heat(figure: Figure) -> HeatMap | None:
    return next((mark for mark in figure.marks if isinstance(mark, HeatMap)), None)


@lru_cache(maxsize=64)
def _drawn(figure: Figure, width: int, height: int, ascii_only: bool) -> tuple[Painted, tuple[str, ...]]:
    sheet = Sheet(width, height)
    if width < 1 or height < 1:
        return Painted(tuple(() for _ in range(max(0, height)))), ("there is no room",)
    matrix = _heat(figure)
    if matrix:
        problems = heat.draw(sheet, matrix, figure.marks, ascii_only)
    else:
        problems = _compose(sheet, figure, lay_out(figure, width, height, ascii_only), ascii_only)
    return sheet.painted(), tuple(problems)


def _compose(sheet: Sheet, figure: Figure, frame: Frame, ascii_only: bool) -> list[str]:
    space = Space(frame.left, frame.top, frame.left + frame.columns + frame.margin, frame.top + frame.rows)
    problems = draw_axes(sheet, frame, figure, ascii_only) + _beyond(figure, frame)
    draw_grid(sheet, frame, figure, ascii_only)
    for mark in figure.marks:
        if isinstance(mark, Region):
            _fill(sheet, frame, mark, ascii_only)
    problems += bars.draw(sheet, frame, figure, space, ascii_only)
    owners = _lines(sheet, frame, figure, space, ascii_only)
    _signs(sheet, frame, figure, owners, space, ascii_only)
    return problems + mark_labels.draw(sheet, frame, figure, space, ascii_only)


def _fill(sheet: Sheet, frame: Frame, region: Region, ascii_only: bool) -> None:
    for (column, row), part in filled(region.corners, frame.xs, frame.ys).items():
        if part >= 0.4:
            sheet.put(frame.left + column, frame.top + row, glyphs.fill(region.role, ascii_only), region.role)


def _lines(sheet: Sheet, frame: Frame, figure: Figure, space: Space, ascii_only: bool) -> dict[At, int]:
    """Draw all strokes; the number of the mark last seen in each cell they touch."""
    strokes = tuple(
        Stroke(number, pieces)
        for number, mark in enumerate(figure.marks)
        if (pieces := _pieces(mark, frame, ascii_only))
    )
    owners = {}
    inks = rasterise(strokes, frame.columns, frame.rows)
    for (column, row), ink in inks.items():
        at = (frame.left + column, frame.top + row)
        role = _role(figure.marks[ink.mark])
        before, after = (column - 1, row) in inks, (column + 1, row) in inks
        sheet.put_before(*at, glyphs.line(ink.bits, ascii_only, before, after), role)
        space.cost[at] = 2.0 if role == "dim" else 4.0
        owners[at] = ink.mark
    return owners


def _role(mark: Mark) -> str:
    return "" if isinstance(mark, HeatMap) else mark.role


def _pieces(mark: Mark, frame: Frame, ascii_only: bool) -> tuple[Dots, ...]:
    if isinstance(mark, Line):
        return polyline(mark.points, frame.xs, frame.ys, mark.dashed, whole_cells=ascii_only)
    if isinstance(mark, Arrow):
        return polyline((mark.start, mark.end), frame.xs, frame.ys)
    if isinstance(mark, Points) and len(mark.points) > MANY:
        dots = ((frame.xs.dot(x), frame.ys.dot(y)) for x, y in mark.points if frame.holds(x, y))
        return on_canvas(([dot] for dot in dots), frame.xs, frame.ys)
    return ()


def _signs(sheet: Sheet, frame: Frame, figure: Figure, owners: dict[At, int], space: Space, ascii_only: bool) -> None:
    """Arrow heads and single points, each a sign in the cell of its point."""
    for number, mark in enumerate(figure.marks):
        if isinstance(mark, Arrow):
            points: tuple[Point, ...] = (mark.end,)
            sign, cost = _head(mark, frame, ascii_only), 50.0
        elif isinstance(mark, Points) and len(mark.points) <= MANY:
            points = mark.points
            sign, cost = glyphs.point(mark.role, ascii_only), 8.0
        else:
            continue
        for x, y in points:
            if not frame.holds(x, y):
                continue
            at = (frame.column(x), frame.row(y))
            # A point on its curve is seen whichever was named first; a cloud in the background gives way.
            if mark.role == "dim" and owners.get(at, -1) > number:
                continue
            sheet.put_before(*at, sign, mark.role)
            space.cost[at] = 2.0 if mark.role == "dim" else cost


def _head(arrow: Arrow, frame: Frame, ascii_only: bool) -> str:
    across = frame.xs.dot(arrow.end[0]) - frame.xs.dot(arrow.start[0])
    up = frame.ys.dot(arrow.end[1]) - frame.ys.dot(arrow.start[1])
    if not (math.isfinite(across) and math.isfinite(up)) or math.hypot(across, up) < 1:
        return glyphs.point(arrow.role, ascii_only)
    return glyphs.head(across, up, ascii_only)


def _beyond(figure: Figure, frame: Frame) -> list[str]:
    """A sentence for each arrow whose tip lies outside the plot."""
    hidden = [mark for mark in figure.marks if isinstance(mark, Arrow) and not frame.holds(*mark.end)]
    return [f"the tip of the arrow {arrow.label!r} lies outside the limits" for arrow in hidden]
