"""Boxes as in TeX: rectangles of one-column cells with a baseline, and the ways to join them."""

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import NamedTuple
from unicodedata import combining


class Style(NamedTuple):
    """The style of a cell; `role` is a name that the theme maps to a color, such as "accent" or "dim"."""

    bold: bool = False
    italic: bool = False
    role: str = ""


class Cell(NamedTuple):
    """One grapheme, one terminal column wide."""

    text: str
    style: Style


Line = tuple[Cell, ...]

PLAIN = Style()
SPACE = Cell(" ", PLAIN)


class Box(NamedTuple):
    """Rows of equal width; `baseline` is the row that continues the line of text."""

    rows: tuple[Line, ...]
    baseline: int

    @property
    def width(self) -> int:
        """The number of columns."""
        return len(self.rows[0])

    @property
    def height(self) -> int:
        """The number of rows."""
        return len(self.rows)

    @property
    def below(self) -> int:
        """The number of rows below the baseline."""
        return len(self.rows) - 1 - self.baseline


EMPTY = Box(((),), 0)


def graphemes(text: str) -> list[str]:
    """Base characters, each with the combining marks that follow it."""
    clusters: list[str] = []
    for char in text:
        if clusters and combining(char):
            clusters[-1] += char
        else:
            clusters.append(char)
    return clusters


def line(text: str, style: Style = PLAIN) -> Line:
    """Text as one row of cells."""
    if text.isascii():
        return tuple([Cell(char, style) for char in text])
    return tuple([Cell(grapheme, style) for grapheme in graphemes(text)])


@lru_cache(maxsize=2048)
def trimmed(row: Line) -> Line:
    """The row without trailing spaces."""
    end = len(row)
    while end and row[end - 1].text == " ":
        end -= 1
    return row[:end]


def text_box(text: str) -> Box:
    """A box of one unstyled row."""
    return Box((line(text),), 0)


def column(texts: Sequence[str], baseline: int) -> Box:
    """A box of unstyled rows of equal width."""
    return Box(tuple([line(text) for text in texts]), baseline)


def blank(width: int, height: int = 1, baseline: int = 0) -> Box:
    """An empty box."""
    return Box(((SPACE,) * width,) * height, baseline)


def mapped(box: Box, change: Callable[[Cell], Cell]) -> Box:
    """The same box with every cell changed."""
    return Box(tuple([tuple([change(cell) for cell in row]) for row in box.rows]), box.baseline)


def restyled(box: Box, style: Style) -> Box:
    """The box with a style added to every cell; roles already set are kept."""

    def change(cell: Cell) -> Cell:
        old = cell.style
        return Cell(cell.text, Style(old.bold or style.bold, old.italic or style.italic, old.role or style.role))

    return mapped(box, change)


def padded(box: Box, width: int, left: int) -> Box:
    """The box at offset `left` in `width` columns."""
    right = width - left - box.width
    if left <= 0 and right <= 0:
        return box
    before, after = (SPACE,) * left, (SPACE,) * right
    return Box(tuple([before + row + after for row in box.rows]), box.baseline)


def centred(box: Box, width: int) -> Box:
    """The box centered in `width` columns, an odd cell on the right."""
    return padded(box, width, (width - box.width) // 2)


def beside(boxes: Sequence[Box]) -> Box:
    """Boxes side by side on one baseline."""
    if not boxes:
        return EMPTY
    if len(boxes) == 1:
        return boxes[0]
    up = max([box.baseline for box in boxes])
    height = up + max([box.below for box in boxes]) + 1
    if height == 1:
        return Box((sum([box.rows[0] for box in boxes], ()),), 0)
    rows: list[list[Cell]] = [[] for _ in range(height)]
    for box in boxes:
        first = up - box.baseline
        last = first + len(box.rows)
        air = (SPACE,) * box.width
        for at, row in enumerate(rows):
            row.extend(box.rows[at - first] if first <= at < last else air)
    return Box(tuple([tuple(row) for row in rows]), up)


def above(boxes: Sequence[Box], baseline_of: int, centre: bool = True) -> Box:
    """Boxes stacked from top to bottom, centered or flush left; the baseline is that of `boxes[baseline_of]`."""
    width = max([box.width for box in boxes])
    rows: list[Line] = []
    baseline = 0
    for index, box in enumerate(boxes):
        if index == baseline_of:
            baseline = len(rows) + box.baseline
        rows.extend((centred(box, width) if centre else padded(box, width, 0)).rows)
    return Box(tuple(rows), baseline)


def lines_apart(boxes: Sequence[Box], baseline_of: int) -> Box:
    """Boxes of equal width as lines, with a blank line between two whose scripts would touch."""
    spaced: list[Box] = []
    target = 0
    for index, box in enumerate(boxes):
        if index and boxes[index - 1].below and box.baseline:
            spaced.append(blank(box.width))
        if index == baseline_of:
            target = len(spaced)
        spaced.append(box)
    return above(spaced, target, centre=False)
