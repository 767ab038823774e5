"""Numbers and arrays of the card on attention."""

from __future__ import annotations

from math import isqrt
from random import Random

import numpy as np

from lessons.model.papers import Arrays, Instance

from .common import sigmoid, vector

_ROOTS = (2, 4)
Vector = tuple[int, ...]


def draw(random: Random | None) -> Instance:
    """A query and two keys of length 4 or 16, whose scaled scores are 1 to 3 apart; values in tens."""
    q, k1, k2, v1, v2 = _PRINTED if random is None else _drawn(random)
    length, root = len(q), isqrt(len(q))
    first, second = _dot(q, k1), _dot(q, k2)

    def output(scale: float) -> float:
        weight = sigmoid((first - second) / scale)
        return weight * v1 + (1 - weight) * v2

    weight = sigmoid((first - second) / root)
    return Instance(
        {
            "q": vector(q),
            "k1": vector(k1),
            "k2": vector(k2),
            "v1": str(v1),
            "v2": str(v2),
            "d": str(length),
            "root": str(root),
        },
        (first, first / root, weight, output(root)),
        (
            None,
            lambda seen: seen[0] / root,
            lambda seen: sigmoid(seen[1] - second / root),
            lambda seen: seen[2] * v1 + (1 - seen[2]) * v2,
        ),
        {
            "unscaled": output(1),
            "over-d": output(length),
            "plain-mean": (v1 + v2) / 2,
            "no-softmax": (first * v1 + second * v2) / root,
            "best-key": v1 if first > second else v2,
        },
    )


_PRINTED = ((1, 0, 1, 0), (2, 0, 2, 0), (0, 2, 0, 0), 10, 20)


def _drawn(random: Random) -> tuple[Vector, Vector, Vector, int, int]:
    root = random.choice(_ROOTS)
    while True:
        q = tuple(random.randint(-1, 2) for _ in range(root * root))
        k1, k2 = (tuple(random.randint(0, 2) for _ in range(root * root)) for _ in range(2))
        if root <= abs(_dot(q, k1) - _dot(q, k2)) <= 3 * root and _dot(q, k1):
            first, second = random.sample(range(10, 100, 10), 2)
            return q, k1, k2, first, second


def _dot(a: Vector, b: Vector) -> int:
    return sum(x * y for x, y in zip(a, b, strict=True))


def arrays(random: np.random.Generator, equal: bool) -> Arrays:
    """Two queries, three keys, lengths 4 and 5; with equal sizes, four of each."""
    n, m, length, width = (4, 4, 4, 4) if equal else (2, 3, 4, 5)
    return {
        "Q": random.normal(size=(n, length)),
        "K": random.normal(size=(m, length)),
        "V": random.normal(size=(m, width)),
        "d": length,
    }


def tiny(random: np.random.Generator) -> Arrays:
    """One query and two keys of length 4; values in tens."""
    return {
        "Q": random.integers(3, size=(1, 4)),
        "K": random.integers(-1, 3, size=(2, 4)),
        "V": 10 * random.permutation(np.arange(1, 4))[:2, None],
        "d": 4,
    }
