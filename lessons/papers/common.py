"""Functions that the numbers of several cards need."""

from __future__ import annotations

from collections.abc import Sequence
from math import exp


def sigmoid(z: float) -> float:
    """The probability of the first of two options whose score is z above that of the other."""
    return 1 / (1 + exp(-z))


def vector(entries: Sequence[float]) -> str:
    """Numbers as a LaTeX vector."""
    return f"({', '.join(number(entry) for entry in entries)})"


def number(value: float) -> str:
    """A number of few digits, as text."""
    return f"{round(value, 6):g}"
