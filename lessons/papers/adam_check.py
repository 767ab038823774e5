"""Numbers and arrays of the card on Adam."""

from __future__ import annotations

from math import sqrt
from random import Random

import numpy as np

from lessons.model.papers import Arrays, Instance

_ALPHA, _BETA_1, _BETA_2 = 0.1, 0.9, 0.999


def draw(random: Random | None) -> Instance:
    """Two whole gradients."""
    g1, g2 = (4, -2) if random is None else random.sample([g for g in range(-6, 7) if g], 2)
    m = _BETA_1 * (1 - _BETA_1) * g1 + (1 - _BETA_1) * g2
    v = _BETA_2 * (1 - _BETA_2) * g1**2 + (1 - _BETA_2) * g2**2
    first = 1 - _ALPHA * (1 if g1 > 0 else -1)

    def second(start: float, mean: float, square: float) -> float:
        return start - _ALPHA * (mean / (1 - _BETA_1**2)) / sqrt(square / (1 - _BETA_2**2))

    theta = second(first, m, v)
    uncorrected_first = 1 - _ALPHA * (1 - _BETA_1) * g1 / sqrt((1 - _BETA_2) * g1**2)
    return Instance(
        {"g1": str(g1), "g2": str(g2)},
        (first, m, v, theta),
        (None, lambda _: m, lambda _: v, lambda seen: second(*seen[:3])),
        {
            "uncorrected": uncorrected_first - _ALPHA * m / sqrt(v),
            "plain-descent": 1 - _ALPHA * (g1 + g2),
            "ascends": 2 - theta,
            "no-root": first - _ALPHA * (m / (1 - _BETA_1**2)) / (v / (1 - _BETA_2**2)),
        },
    )


def arrays(random: np.random.Generator, equal: bool) -> Arrays:
    """Three weights, or four; the constant against division by 0 is large enough to be seen."""
    count = 4 if equal else 3
    return {
        "theta": random.normal(size=count),
        "m": random.normal(size=count),
        "v": random.normal(size=count) ** 2 + 0.1,
        "t": 3,
        "b1": _BETA_1,
        "b2": _BETA_2,
        "alpha": _ALPHA,
        "eps": 0.05,
    }


def tiny(random: np.random.Generator) -> Arrays:
    """Two weights at step 2: corrected, the mean is a whole number and the mean square a square."""
    b1, b2 = 0.5, 0.75
    return {
        "theta": random.integers(1, 6, size=2),
        "m": (1 - b1**2) * random.choice([-3, -2, -1, 1, 2, 3], size=2),
        "v": (1 - b2**2) * random.integers(1, 5, size=2) ** 2,
        "t": 2,
        "b1": b1,
        "b2": b2,
        "alpha": 1,
        "eps": 0.5,
    }
