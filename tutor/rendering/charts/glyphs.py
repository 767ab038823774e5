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


def fill(ascii_only: bool) -> str:
    """A cell inside a region."""
    return ":" if ascii_only else "░"


def line(bits: int, ascii_only: bool, flat: bool) -> str:
    """A cell of a line, from its braille dots; `flat` where the line runs on to the left and to the right."""
    return _stroke(bits, flat) if ascii_only else chr(0x2800 + bits)


@lru_cache(maxsize=512)
def _stroke(bits: int, flat: bool) -> str:
    """The ASCII character that lies most like the dots."""
    left = [row for row, bit in enumerate((0x01, 0x02, 0x04, 0x40)) if bits & bit]
    right = [row for row, bit in enumerate((0x08, 0x10, 0x20, 0x80)) if bits & bit]
    if len(left) + len(right) >= 7:
        return "#"
    if not left or not right:
        rows = left or right
        return "|" if len(rows) > 1 else ".:"[rows[0] < 2]
    fall = sum(right) / len(right) - sum(left) / len(left)
    # One dot down in two is a slope, unless it is one step of a line that is nearly level.
    if abs(fall) > 1 or (abs(fall) == 1 and not flat):
        return "\\" if fall > 0 else "/"
    if len(left) + len(right) >= 5:
        return "*"
    return "|" if max(left + right) - min(left + right) >= 2 else "-"
