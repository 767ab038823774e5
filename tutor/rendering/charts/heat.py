"""A matrix as shaded cells: how large by how dense, which sign by which role, and the number in the middle."""

from __future__ import annotations

import math
from typing import NamedTuple

from lessons.model.figure import HeatMap, Label, Mark

from . import glyphs, tick_values
from .cell_text import cut, letters
from .sheet import Sheet

WIDEST, HIGHEST = 12, 3  # cells of the picture for one entry of the matrix


class Grid(NamedTuple):
    """The cells of a matrix's entries: `wide` by `high` each, the first at `left`, `top`."""

    left: int
    top: int
    wide: int
    high: int
    columns: int
    rows: int


def arrange(heat: HeatMap, width: int, height: int, ascii_only: bool = False) -> Grid:
    """The largest grid that fits, with entries of equal size, at most `WIDEST` by `HIGHEST`; square in a picture."""
    rows = len(heat.values)
    columns = max(map(len, heat.values), default=0)
    left = max((len(letters(name, ascii_only)) for name in heat.row_names), default=0)
    left = min(left + 1, width // 3) if left else 0
    top = 1 if any(name.strip() for name in heat.column_names) and height > rows else 0
    wide = max(1, min(WIDEST, (width - left) // max(1, columns)))
    high = max(1, min(HIGHEST, (height - top) // max(1, rows)))
    if heat.picture:  # a cell is about twice as high as wide
        wide = min(wide, 2 * high)
    return Grid(left, top, wide, high, columns, rows)


def entry(grid: Grid, column: int, row: int) -> tuple[float, float] | None:
    """The matrix column and row under a cell of the picture."""
    across, down = column - grid.left, row - grid.top
    if 0 <= across < grid.wide * grid.columns and 0 <= down < grid.high * grid.rows:
        return float(across // grid.wide), float(down // grid.high)
    return None


def draw(sheet: Sheet, heat: HeatMap, marks: tuple[Mark, ...], ascii_only: bool) -> list[str]:
    """Draw a heat map; a Label's position is the column and row of an entry. Returns what could not be shown."""
    grid = arrange(heat, sheet.width, sheet.height, ascii_only)
    problems = _names(sheet, grid, heat, ascii_only)
    if grid.left + grid.wide * grid.columns > sheet.width or grid.top + grid.high * grid.rows > sheet.height:
        problems.append("the matrix does not fit")
    flat = tuple(value for row in heat.values for value in row)
    largest = max((abs(v) for v in flat if math.isfinite(v)), default=0.0)
    texts = None if heat.picture else tick_values.values_text(flat, grid.wide - 1, ascii_only)
    if texts is None and not heat.picture:
        problems.append("the numbers in the cells are left out")
    numbers = iter(texts or [""] * len(flat))
    for i, row in enumerate(heat.values):
        for j, value in enumerate(row):
            part = value / largest if largest else 0.0
            _entry(sheet, grid, (j, i), part, next(numbers), 0 if heat.picture else 1, ascii_only)
    for label in marks:
        if isinstance(label, Label):
            _label(sheet, grid, label, ascii_only)
    return problems


def _entry(sheet: Sheet, grid: Grid, at: tuple[int, int], part: float, number: str, gap: int, ascii_only: bool) -> None:
    """Fill the cells of an entry, less a gap at its right where it is wide enough, and write its number."""
    left, top = grid.left + at[0] * grid.wide, grid.top + at[1] * grid.high
    role = "dim" if part == 0 or not math.isfinite(part) else "first" if part > 0 else "second"
    glyph = glyphs.shade(abs(part) if math.isfinite(part) else 0.0, ascii_only)
    shown = grid.wide - (gap if grid.wide > 2 else 0)
    for row in range(grid.high):
        for column in range(shown):
            sheet.put(left + column, top + row, glyph, role)
    if number:
        padded = (" ", *number, " ") if len(number) + 2 <= shown else tuple(number)
        start = left + (shown - len(padded)) // 2
        sheet.write(start, top + (grid.high - 1) // 2, padded, "" if role == "dim" else role, bold=role != "dim")


def _names(sheet: Sheet, grid: Grid, heat: HeatMap, ascii_only: bool) -> list[str]:
    problems = []
    for i, name in enumerate(heat.row_names[: grid.rows]):
        text = cut(letters(name, ascii_only), max(0, grid.left - 1), ascii_only)
        sheet.write(grid.left - 1 - len(text), grid.top + i * grid.high + (grid.high - 1) // 2, text, "")
        problems += [f"the row name {name!r} is cut"] if len(text) < len(letters(name, ascii_only)) else []
    for j, name in enumerate(heat.column_names[: grid.columns] if grid.top else ()):
        text = cut(letters(name, ascii_only), max(1, grid.wide - 1), ascii_only)
        sheet.write(grid.left + j * grid.wide + (grid.wide - 1 - len(text)) // 2, 0, text, "")
        problems += [f"the column name {name!r} is cut"] if len(text) < len(letters(name, ascii_only)) else []
    return problems


def _label(sheet: Sheet, grid: Grid, label: Label, ascii_only: bool) -> None:
    if not all(map(math.isfinite, label.at)) or max(map(abs, label.at)) > 1e6:
        return
    text = cut(letters(label.text, ascii_only), sheet.width, ascii_only)
    column = grid.left + round(label.at[0] * grid.wide) + (grid.wide - len(text)) // 2
    row = grid.top + round(label.at[1] * grid.high) + grid.high // 2
    sheet.write(max(0, min(sheet.width - len(text), column)), row, text, label.role)
