"""Data to dots and back; a cell is two dots wide and four high, so a dot is about square."""

from __future__ import annotations

import math

from msgspec import Struct

ACROSS = 2  # dots in a cell
UP = 4
FAR = 1e9  # dots; beyond this a slope no longer matters, and float arithmetic would overflow


class Scale(Struct, frozen=True):
    """One axis: `lo` lies `inset` dots from the start of `dots` dots, `hi` as far from their end."""

    lo: float
    hi: float
    dots: int
    inset: float = 0.5

    @property
    def span(self) -> float:
        """Dots between `lo` and `hi`."""
        return self.dots - 2 * self.inset

    def dot(self, value: float) -> float:
        """Where a value lies, in dots; NaN stays NaN."""
        # NumPy's floats would warn where Python's overflow to infinity.
        position = self.inset + (float(value) - self.lo) / (self.hi - self.lo) * self.span
        return position if math.isnan(position) else max(-FAR, min(FAR, position))

    def value(self, dot: float) -> float:
        """The value at a dot."""
        return self.lo + (dot - self.inset) / self.span * (self.hi - self.lo)

    def holds(self, value: float) -> bool:
        """Whether a value lies between the limits, to within rounding."""
        slack = (self.hi - self.lo) * 1e-9
        return self.lo - slack <= value <= self.hi + slack

    def cell(self, value: float, size: int) -> int:
        """The cell, counted from the low end, in which a value lies; `size` is ACROSS or UP."""
        # A value on a limit must not leave the plot by a rounding error.
        return max(0, min(self.dots - 1, math.floor(self.dot(value) + 1e-6))) // size
