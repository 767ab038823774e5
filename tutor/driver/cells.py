"""Cells, and a screen of cells on which text is written as a terminal would write it."""

from __future__ import annotations

from typing import NamedTuple

from rich.cells import cell_len

from tutor.driver.sgr import PLAIN, Pen
from tutor.driver.widths import grapheme_clusters, has_certain_width, is_narrow


class Cell(NamedTuple):
    """The content of one column; the second column of a wide character has the text ""."""

    text: str
    pen: Pen


UNKNOWN = Cell("\0", PLAIN)  # a cell of unknown content; equal to no cell that was written
CACHE_SIZE = 50_000  # cells kept so that equal ones are the same object

Row = list[Cell]


class Cells(dict[str, Cell]):
    """The cells of one pen, each created once, so that rows can be compared by identity."""

    def __init__(self, pen: Pen) -> None:
        self.pen = pen
        self[" "] = Cell(" ", pen.blank)

    def __missing__(self, text: str) -> Cell:
        cell = self[text] = Cell(text, self.pen)
        return cell


class Palette(dict[Pen, Cells]):
    """The cells of every pen used so far."""

    def __missing__(self, pen: Pen) -> Cells:
        if len(self) * 20 > CACHE_SIZE:
            self.clear()
        cells = self[pen] = Cells(pen)
        return cells


class Screen:
    """Rows of cells, a cursor and a pen.

    `touched` holds the rows written to since it was last cleared. `ambiguous` holds the rows that contain, or
    contained, text whose width may differ from its number of characters.
    """

    def __init__(self, width: int, height: int) -> None:
        self.width, self.height = width, height
        self.rows: list[Row] = [[UNKNOWN] * width for _ in range(height)]
        self.x = self.y = 0
        self.pen = PLAIN
        self.touched: set[int] = set()
        self.ambiguous: set[int] = set()
        self._cells = Palette()
        self._plain: set[str] = set(map(chr, range(32, 127)))  # characters known to take one column each

    def forget(self) -> None:
        """Mark every cell as unknown."""
        for row in self.rows:
            row[:] = [UNKNOWN] * self.width
        self.touched.clear()
        self.ambiguous.clear()

    def move(self, x: int, y: int) -> None:
        """Move the cursor, clamped to the screen."""
        self.x = min(max(x, 0), self.width - 1)
        self.y = min(max(y, 0), self.height - 1)

    def write(self, text: str) -> None:
        """Write text from the cursor; without autowrap, text past the edge overwrites the last column."""
        if text.isascii() or self._plain.issuperset(text):
            self._write_plain(text)
            return
        if all(map(is_narrow, text)):
            self._plain.update(text)
            self._write_plain(text)
            return
        for cluster in grapheme_clusters(text):
            self._write_cluster(cluster)

    def erase(self, y: int, start: int, end: int) -> None:
        """Fill columns `start` to `end` (excluded) of a row with the pen's background."""
        blank = self._cells[Pen(back=self.pen.back)][" "]
        self._put(y, start, [blank] * (end - start))

    def _write_plain(self, text: str) -> None:
        x = min(self.x, self.width - 1)
        room = self.width - x
        if len(text) > room:
            text = text[: room - 1] + text[-1]
        self._put(self.y, x, list(map(self._cells[self.pen].__getitem__, text)))
        self.x = x + len(text)

    def _write_cluster(self, cluster: str) -> None:
        cells = self._cells[self.pen]
        width = cell_len(cluster)
        if width == 0:
            self._join(cluster)
            return
        x = min(self.x, self.width - 1)
        if width > 1 or not has_certain_width(cluster):
            self.ambiguous.add(self.y)
        self._put(self.y, x, [cells[cluster], *[cells[""]] * (width - 1)][: self.width - x])
        self.x = x + width

    def _join(self, marks: str) -> None:
        """Attach combining marks written on their own to the character before the cursor."""
        row = self.rows[self.y]
        x = min(self.x, self.width) - 1
        while x > 0 and row[x].text == "":
            x -= 1
        self.ambiguous.add(self.y)
        self.touched.add(self.y)
        if x >= 0 and row[x] is not UNKNOWN:
            row[x] = Cell(row[x].text + marks, row[x].pen)

    def _put(self, y: int, x: int, cells: list[Cell]) -> None:
        row = self.rows[y]
        end = x + len(cells)
        if y in self.ambiguous:
            self._break(row, x, end)
        row[x:end] = cells
        self.touched.add(y)

    def _break(self, row: Row, start: int, end: int) -> None:
        """Replace the other half of a wide character that is half overwritten with a blank."""
        first = start
        while first > 0 and row[first].text == "":
            first -= 1
        last = end
        while last < self.width and row[last].text == "":
            last += 1
        for x in (*range(first, start), *range(end, last)):
            row[x] = self._cells[row[x].pen][" "]
