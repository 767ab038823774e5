"""Numbers and arrays of the card on the root of d_k."""

from __future__ import annotations

from random import Random

import numpy as np

from lessons.model.papers import Arrays, Instance

from .common import sigmoid


def draw(random: Random | None) -> Instance:
    """A length whose root is whole, and scores that are one or two roots apart."""
    root, gap = (8, 1) if random is None else (random.choice((4, 8, 16)), random.choice((1, 2)))
    high, d = gap * root, root * root
    p = sigmoid(gap)
    return Instance(
        {"high": str(high), "d": str(d), "root": str(root), "gap": str(gap)},
        (root, gap, p, p * (1 - p)),
        (None, lambda seen: high / seen[0], lambda seen: sigmoid(seen[1]), lambda seen: seen[2] * (1 - seen[2])),
        {"unscaled": _slope(high), "over-d": _slope(high / d), "p": p, "equal-scores": 0.25},
    )


def _slope(score: float) -> float:
    return sigmoid(score) * sigmoid(-score)


def arrays(random: np.random.Generator, equal: bool) -> Arrays:
    """Forty pairs of length 16; with equal sizes, twelve of length 12."""
    shape = (12, 12) if equal else (40, 16)
    return {"q": random.normal(size=shape), "k": random.normal(size=shape), "d": shape[1]}


def tiny(random: np.random.Generator) -> Arrays:
    """Two pairs of length 4, in whole numbers."""
    return {"q": random.integers(-2, 3, size=(2, 4)), "k": random.integers(-2, 3, size=(2, 4)), "d": 4}
