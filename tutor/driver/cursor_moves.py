"""The shortest cursor movement from one cell to another, in sequences that every terminal supports."""

from __future__ import annotations

from functools import lru_cache

Position = tuple[int, int]  # column and row from 0; a column of -1 is unknown, after text of ambiguous width


@lru_cache(maxsize=65536)
def move(start: Position | None, end: Position) -> str:
    """The shortest sequence that moves the cursor; `start` is None if its position is unknown."""
    if start == end:
        return ""
    sequences = [_absolute(end)]
    if start is not None:
        (x, y), (to_x, to_y) = start, end
        down = to_y - y
        if x >= 0:
            sequences.append(_vertical(down) + _horizontal(x, to_x))
        if down >= 0:
            # A line feed keeps the column or returns to the first, depending on the tty's ONLCR: hence \r first.
            sequences.append("\r" + "\n" * down + _right(to_x))
        sequences.append("\r" + _vertical(down) + _right(to_x))
    return min(sequences, key=_cost)


def _cost(sequence: str) -> int:
    return len(sequence) + sequence.count("\n")  # the tty may expand it to two bytes


def _absolute(end: Position) -> str:
    x, y = end
    row = str(y + 1) if y else ""
    return f"\x1b[{row};{x + 1}H" if x else f"\x1b[{row}H"


def _vertical(by: int) -> str:
    return "" if by == 0 else _step(by, "B") if by > 0 else _step(-by, "A")


def _horizontal(x: int, to: int) -> str:
    if to >= x:
        return _right(to - x)
    return min("\b" * (x - to), _step(x - to, "D"), "\r" + _right(to), key=len)


def _right(by: int) -> str:
    return _step(by, "C") if by else ""


def _step(by: int, final: str) -> str:
    return f"\x1b[{by if by > 1 else ''}{final}"
