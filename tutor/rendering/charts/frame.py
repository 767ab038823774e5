"""A figure laid out: the plot area, its scales and its ticks."""

from __future__ import annotations

import math
from typing import NamedTuple

from msgspec import Struct

from .scale import ACROSS, UP, Scale


class Tick(NamedTuple):
    """A tick: its value, its cell counted from the upper left of the plot area, and its letters."""

    value: float
    cell: int
    text: tuple[str, ...]


class Frame(Struct, frozen=True):
    """A figure laid out: `columns` by `rows` cells of plot whose upper left cell is at `left`, `top`."""

    left: int
    top: int
    columns: int
    rows: int
    xs: Scale
    ys: Scale
    x_ticks: tuple[Tick, ...] = ()
    y_ticks: tuple[Tick, ...] = ()
    y_axis: bool = False  # an axis line stands in the column left of the plot
    x_axis: bool = False
    margin: int = 0  # columns right of the plot, for names at line ends
    x_label_row: int | None = None
    y_label_row: int | None = None

    def column(self, x: float) -> int:
        """The column, in the whole picture, in which `x` lies."""
        return self.left + self.xs.cell(x, ACROSS)

    def row(self, y: float) -> int:
        """The row, in the whole picture, in which `y` lies."""
        return self.top + self.rows - 1 - self.ys.cell(y, UP)

    def holds(self, x: float, y: float) -> bool:
        """Whether a point is finite and within the limits."""
        return math.isfinite(x) and math.isfinite(y) and self.xs.holds(x) and self.ys.holds(y)
