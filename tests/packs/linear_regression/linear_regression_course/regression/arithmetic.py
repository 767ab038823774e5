"""Sums over points, written without NumPy."""

from __future__ import annotations

from collections.abc import Sequence


def centered(values: Sequence[float]) -> list[float]:
    """The values minus their mean."""
    mean = sum(values) / len(values)
    return [value - mean for value in values]


def dot(a: Sequence[float], b: Sequence[float]) -> float:
    """The sum of the products of matching entries."""
    return sum(first * second for first, second in zip(a, b, strict=True))


def slope(x: Sequence[float], y: Sequence[float]) -> float:
    """The slope of the least-squares line."""
    d = centered(x)
    return dot(d, centered(y)) / dot(d, d)
