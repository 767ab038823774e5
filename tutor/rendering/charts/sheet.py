"""What a drawn figure is: rows of cells, each with the role that gives it its color."""

from __future__ import annotations

from typing import NamedTuple

from msgspec import Struct


class Cell(NamedTuple):
    """One column of one row; role "" is plain text, "axis" the frame, the rest as in `lessons.model.figure.ROLES`.

    What stands before a bar has both roles, such as "accent on dim".
    """

    text: str
    role: str
    bold: bool = False


class Painted(Struct, frozen=True):
    """A drawn figure: exactly as many rows, and cells in each, as were asked for."""

    rows: tuple[tuple[Cell, ...], ...]


BLANK = Cell(" ", "")
FULL = "█"
ON = " on "


class Sheet:
    """The grid of cells a figure is composed on; what falls outside is not drawn."""

    def __init__(self, width: int, height: int) -> None:
        self.width = max(0, width)
        self.height = max(0, height)
        self.cells = [[BLANK] * self.width for _ in range(self.height)]

    def put(self, column: int, row: int, text: str, role: str, bold: bool = False) -> None:
        """Set one cell."""
        if 0 <= row < self.height and 0 <= column < self.width:
            self.cells[row][column] = Cell(text, role, bold)

    def put_before(self, column: int, row: int, text: str, role: str, bold: bool = False) -> None:
        """Set one cell, with the bar that fills it as its ground, so that the bar has no hole."""
        if 0 <= row < self.height and 0 <= column < self.width:
            below = self.cells[row][column]
            ground = below.role if below.text == FULL else below.role.partition(ON)[2]
            self.put(column, row, text, f"{role}{ON}{ground}" if ground else role, bold)

    def erase(self, column: int, row: int, texts: str, role: str) -> None:
        """Clear a cell that has the role and one of the characters."""
        if 0 <= row < self.height and 0 <= column < self.width:
            cell = self.cells[row][column]
            if cell.role == role and cell.text in texts:
                self.cells[row][column] = BLANK

    def write(self, column: int, row: int, letters: tuple[str, ...], role: str, bold: bool = False) -> None:
        """Set a run of cells, one letter each."""
        for offset, letter in enumerate(letters):
            self.put(column + offset, row, letter, role, bold)

    def write_before(self, column: int, row: int, letters: tuple[str, ...], role: str, bold: bool = False) -> None:
        """Set a run of cells before the bars they stand on."""
        for offset, letter in enumerate(letters):
            self.put_before(column + offset, row, letter, role, bold)

    def painted(self) -> Painted:
        """The finished picture."""
        return Painted(tuple(tuple(row) for row in self.cells))
