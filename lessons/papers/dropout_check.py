"""Numbers and arrays of the card on dropout."""

from __future__ import annotations

from random import Random

import numpy as np

from lessons.model.papers import Arrays, Instance

from .common import number, vector

_BIAS = 1


def draw(random: Random | None) -> Instance:
    """Two units with whole outputs and weights; at p = 0.5 dropping and keeping would be the same."""
    y, w, p = ((2, 4), (3, 1), 0.8) if random is None else _drawn(random)
    terms = [a * b for a, b in zip(y, w, strict=True)]
    mean, spread = p * sum(terms) + _BIAS, p * (1 - p)
    return Instance(
        {"y": vector(y), "w": vector(w), "p": number(p)},
        (mean, spread, spread * sum(term**2 for term in terms)),
        (None, lambda _: spread, lambda seen: seen[1] * sum(term**2 for term in terms)),
        {
            "none-dropped": sum(terms) + _BIAS,
            "p-drops": (1 - p) * sum(terms) + _BIAS,
            "bias-too": p * (sum(terms) + _BIAS),
            "over-p": sum(terms) / p + _BIAS,
        },
    )


def _drawn(random: Random) -> tuple[tuple[int, int], tuple[int, int], float]:
    y, w = ((random.randint(1, 6), random.randint(1, 6)) for _ in range(2))
    return y, w, random.choice((0.6, 0.7, 0.75, 0.8, 0.9))


def arrays(random: np.random.Generator, equal: bool) -> Arrays:
    """Five examples of three units; with equal sizes, four of four."""
    shape = (4, 4) if equal else (5, 3)
    return {"y": random.normal(size=shape), "u": random.random(shape), "p": 0.7}


def tiny(random: np.random.Generator) -> Arrays:
    """Two examples of two units, with numbers in tenths on both sides of $p$."""
    return {
        "y": random.integers(1, 9, size=(2, 2)),
        "u": random.permutation([1, 3, 6, 9]).reshape(2, 2) / 10,
        "p": float(random.choice([0.4, 0.5, 0.8])),
    }
