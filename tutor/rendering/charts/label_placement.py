"""Label placement without collisions: each label goes to the cheapest free cells near its mark."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from msgspec import Struct, field

from .cell_text import cut

SIGN = 8.0  # the least cost of covering a sign, such as an arrow head


class LabelRequest(NamedTuple):
    """A label to place near a cell: its preferred side, and whether it may cover the cell itself.

    `height` is that of its mark within the figure, in dots: it settles which of two in one cell is the upper one.
    """

    text: tuple[str, ...]
    role: str
    column: int
    row: int
    across: int = 1  # -1, 0 or 1: left, centred, right
    up: int = 0
    on_spot: bool = False
    height: float = 0.0


class Space(Struct):
    """The cells that labels may use: the cost of covering each, and those already occupied."""

    left: int
    top: int
    right: int  # one past the last column
    bottom: int
    cost: dict[tuple[int, int], float] = field(default_factory=dict)
    occupied: set[tuple[int, int]] = field(default_factory=set)

    def price(self, column: int, row: int, length: int) -> float | None:
        """The cost of a label at a position; None where none may be."""
        if not (self.top <= row < self.bottom and self.left <= column and column + length <= self.right):
            return None
        # One free column on either side keeps two names from reading as one.
        if any((near, row) in self.occupied for near in range(column - 1, column + length + 1)):
            return None
        covered = sum(self.cost.get((near, row), 0.0) for near in range(column, column + length))
        # A name that touches a line or the frame is harder to read, too.
        touched = sum((near, row) in self.cost for near in (column - 1, column + length)) + (column == self.left)
        # And two names with a single space between them read as one.
        joined = sum((near, row) in self.occupied for near in (column - 2, column + length + 1))
        return covered + 1.4 * touched + 3.0 * joined

    def signs_beside(self, column: int, row: int, length: int, own: tuple[int, int]) -> int:
        """How many signs a label would seem to name, two columns away or less, except the one in the cell `own`."""
        near = (column - 2, column - 1, column + length, column + length + 1)
        return sum((at, row) != own and self.cost.get((at, row), 0.0) >= SIGN for at in near)

    def take(self, column: int, row: int, length: int) -> None:
        """Mark the cells of a label as occupied."""
        self.occupied.update((near, row) for near in range(column, column + length))


def place(request: LabelRequest, space: Space, ascii_only: bool = False) -> tuple[int, int, tuple[str, ...]] | None:
    """(column, row, text) of a label, cut if need be; None if there is no room. Its cells become occupied."""
    for length in (len(request.text), 12, 6, 3):
        text = cut(request.text, length, ascii_only)
        if not text or (length < len(request.text)) != (len(text) < len(request.text)):
            continue
        best = _best(request, len(text), space)
        if best:
            space.take(*best, len(text))
            return (*best, text)
    return None


def _best(request: LabelRequest, length: int, space: Space) -> tuple[int, int] | None:
    chosen: tuple[int, int] | None = None
    least = float("inf")
    for distance, column, row in _candidates(request, length):
        if distance >= least:
            continue
        price = space.price(column, row, length)
        if price is not None and not request.on_spot:
            price += 6.0 * space.signs_beside(column, row, length, (request.column, request.row))
        if price is not None and price + distance < least:
            chosen, least = (column, row), price + distance
    return chosen


def _candidates(request: LabelRequest, length: int) -> Iterator[tuple[float, int, int]]:
    """Positions around the cell, each with its distance from the ideal one."""
    for down in (0, -1, 1, -2, 2, -3, 3):
        beside = abs(down) * 2.5 + (1.0 if request.up * down > 0 else 0.0) - (0.8 if request.up * down < 0 else 0.0)
        for start in range(-length - 4, 6):
            overlaps = -length < start <= 0
            if down == 0 and overlaps and not request.on_spot:
                continue
            yield beside + _sideways(request, start, length, down), request.column + start, request.row + down


def _sideways(request: LabelRequest, start: int, length: int, down: int) -> float:
    """The horizontal distance of a position from the ideal one."""
    if request.on_spot:
        return abs(start + (length - 1) / 2) * 0.6
    right = abs(start - (2 if down == 0 else 1)) * 0.5 + (2.0 if request.across < 0 else 0.0)
    left = abs(start + length + (1 if down == 0 else 0)) * 0.5 + (2.0 if request.across > 0 else 0.0)
    centre = abs(start + (length - 1) / 2) * 0.5 + (1.5 if down == 0 else 0.0 if request.across == 0 else 0.7)
    return min(right, left, centre)
