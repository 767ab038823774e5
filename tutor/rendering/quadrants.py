"""Figures in quadrant blocks, for fonts that have no braille."""

from __future__ import annotations

BRAILLE = 0x2800
"""The code point of the braille pattern without dots; the lowest eight bits of those that follow are its dots."""

_QUADRANTS = " ▘▝▀▖▌▞▛▗▚▐▜▄▙▟█"  # by bits: 1 upper left, 2 upper right, 4 lower left, 8 lower right
_DOTS = (0x01 | 0x02, 0x08 | 0x10, 0x04 | 0x40, 0x20 | 0x80)  # the dots of each quadrant


def quadrant(dots: int) -> str:
    """Return the block that is filled wherever a braille pattern has a dot."""
    return _QUADRANTS[sum(1 << index for index, mask in enumerate(_DOTS) if dots & mask)]


BLOCKS = {BRAILLE + dots: quadrant(dots) for dots in range(256)}
"""By code point of a braille pattern, the block in its place, as `str.translate` takes it."""
