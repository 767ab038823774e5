"""Numbers and arrays of the card on layer normalization."""

from __future__ import annotations

from math import sqrt
from random import Random

import numpy as np

from lessons.model.papers import Arrays, Instance

from .common import vector


def draw(random: Random | None) -> Instance:
    """Four whole numbers with a whole mean, and a whole gain and bias."""
    a, g, b = ((1, 2, 3, 6), 2, 1) if random is None else _drawn(random)
    mean, last = sum(a) / 4, a[-1]

    def variance(center: float) -> float:
        return sum((one - center) ** 2 for one in a) / 4

    var = variance(mean)
    unit = (last - mean) / sqrt(var)
    return Instance(
        {"a": vector(a), "g": str(g), "b": str(b)},
        (mean, var, unit, g * unit + b),
        (
            None,
            lambda seen: variance(seen[0]),
            lambda seen: (last - seen[0]) / sqrt(seen[1]),
            lambda seen: g * seen[2] + b,
        ),
        {
            "h-minus-1": g * (last - mean) / sqrt(var * 4 / 3) + b,
            "variance": g * (last - mean) / var + b,
            "not-centered": g * last / sqrt(var) + b,
            "bias-first": g * (unit + b),
        },
    )


def _drawn(random: Random) -> tuple[tuple[int, ...], int, int]:
    while True:
        a = tuple(random.randint(-3, 8) for _ in range(4))
        if sum(a) % 4 == 0 and len(set(a)) > 2 and a[-1] * 4 != sum(a):
            return a, random.choice((2, 3)), random.choice((-2, -1, 1, 2))


def arrays(random: np.random.Generator, equal: bool) -> Arrays:
    """Five examples of three units; with equal sizes, four of four."""
    batch, units = (4, 4) if equal else (5, 3)
    return {
        "a": 3 * random.normal(size=(batch, units)) + 1,
        "g": random.normal(size=units),
        "b": random.normal(size=units),
    }


def tiny(random: np.random.Generator) -> Arrays:
    """Two examples of two units, which are one standard deviation from their mean."""
    low = random.integers(0, 5, size=(2, 1))
    return {
        "a": np.hstack([low, low + 2 * random.integers(1, 4, size=(2, 1))]),
        "g": random.integers(1, 4, size=2),
        "b": random.integers(1, 4, size=2),
    }
