"""Which character shows what, in Unicode and in ASCII."""

from __future__ import annotations

import math
from functools import lru_cache

SHADES = " ░▒▓█"
ASCII_SHADES = " .:*#"
FRAME = {"│": "|", "─": "-", "┤": "+", "┬": "+", "└": "+", "▁": "_"}
# A role shows in the shape of a point too, for eyes and terminals without colours.
POINTS = {"accent": ("◆", "*"), "second": ("○", "+"), "dim": ("·", "."), "good": ("●", "o"), "bad": ("×", "x")}
POINT = ("•", "o")
HEADS = ("▸", "◥", "▴", "◤", "◂", "◣", "▾", "◢")
ASCII_HEADS = (">", "^", "<", "v")


def frame(char: str, ascii_only: bool) -> str:
    """A line of the frame."""
    return FRAME[char] if ascii_only else char


def point(role: str, ascii_only: bool) -> str:
    """A single mark."""
    return POINTS.get(role, POINT)[ascii_only]


def head(across: float, up: float, ascii_only: bool) -> str:
    """The tip of an arrow that points `across` dots to the right and `up` dots up."""
    heads = ASCII_HEADS if ascii_only else HEADS
    return heads[round(math.atan2(up, across) / math.tau * len(heads)) % len(heads)]


def shade(part: float, ascii_only: bool) -> str:
    """A cell filled to the given part, 0 to 1."""
    shades = ASCII_SHADES if ascii_only else SHADES
    return shades[max(0, min(4, math.ceil(part * 4 - 1e-9)))]


def fill(role: str, ascii_only: bool) -> str:
    """A cell inside a region."""
    return ("#" if role == "accent" else ":") if ascii_only else "░"


def line(bits: int, ascii_only: bool, before: bool, after: bool) -> str:
    """A cell of a line, from its braille dots; `before` and `after` say whether a line is in the cells beside it."""
    return _stroke(bits, before, after) if ascii_only else chr(0x2800 + bits)


@lru_cache(maxsize=1024)
def _stroke(bits: int, before: bool, after: bool) -> str:
    """The ASCII character that lies most like the dots."""
    left = [row for row, bit in enumerate((0x01, 0x02, 0x04, 0x40)) if bits & bit]
    right = [row for row, bit in enumerate((0x08, 0x10, 0x20, 0x80)) if bits & bit]
    if any(rows and len(rows) <= rows[-1] - rows[0] for rows in (left, right)):
        return "="  # two lines, one above the other
    if corner := _corner(left, right, before, after) or _corner(right, left, after, before):
        return corner
    if not left or not right:
        rows = left or right
        return ".'"[rows[-1] < 2] if len(rows) == 1 else "|"
    fall = sum(right) / len(right) - sum(left) / len(left)
    flat = before and after
    # One dot down in two is a slope, unless it is one step of a line that is nearly level.
    if abs(fall) > 1 or (abs(fall) == 1 and not flat):
        return "\\" if fall > 0 else "/"
    steep = len(left) > 2 or len(right) > 2 or (not flat and max(left + right) - min(left + right) > 1)
    return "|" if steep else "-"


def _corner(upright: list[int], level: list[int], near: bool, far: bool) -> str:
    """The sign where a line turns from upright to level; "" if it does not.

    `upright` and `level` are the rows of dots in the two columns, `near` and `far` say whether a line is in the cells
    beside them.
    """
    if len(upright) < 2 or len(level) > 1 or (near if level else far) or not (far if level else near):
        return ""
    if upright[-1] == 3 and upright[0] > 0 and level in ([], upright[:1]):
        return "."
    return "'" if upright[0] == 0 and upright[-1] < 3 and level in ([], upright[-1:]) else ""
