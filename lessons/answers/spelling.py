"""Values written as a learner could type them."""

import math
from fractions import Fraction

FIGURES = 4

Number = int | Fraction | float
Spellable = Number | tuple[Number, ...] | tuple[tuple[Number, ...], ...]


def spell(value: Spellable) -> str:
    """A number, vector or matrix as a learner could type it: "32", "1/3", "0.6652", "[1, 2, 3]", "[1, 2; 3, 4]"."""
    if not isinstance(value, tuple):
        return _number(value)
    rows = ", ".join(_number(entry) for entry in value if not isinstance(entry, tuple))
    if rows:
        return f"[{rows}]"
    return "[" + "; ".join(", ".join(map(_number, row)) for row in value if isinstance(row, tuple)) + "]"


def _number(value: Number) -> str:
    if not isinstance(value, float):
        return str(value)
    value = float(value)
    if math.isinf(value):
        return "inf" if value > 0 else "-inf"
    if value == int(value) and abs(value) < 1e15:
        return str(int(value))
    short = f"{value:.{FIGURES}g}"
    exact = repr(value)
    if len(exact.lstrip("-0.").replace(".", "")) <= 6 and "e" not in exact:
        return exact
    if "e" in short:
        return short if abs(value) < 1e-4 else f"{value:.0f}"
    return short
