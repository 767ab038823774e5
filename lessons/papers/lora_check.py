"""Numbers and arrays of the card on LoRA."""

from __future__ import annotations

from random import Random

import numpy as np

from lessons.model.papers import Arrays, Instance

from .common import vector

Pair = tuple[int, int]


def draw(random: Random | None) -> Instance:
    """Factors of rank 1 with whole entries."""
    a, b, alpha, x = ((3, -1), (1, 2), 2, (1, 1)) if random is None else _drawn(random)
    inner, swapped = _dot(a, x), _dot(a, b)
    update, kept = b[1] * inner, x[1]
    return Instance(
        {"A": vector(a), "B": vector(b), "alpha": str(alpha), "x": vector(x)},
        (inner, update, alpha * update, kept + alpha * update),
        (None, lambda seen: b[1] * seen[0], lambda seen: alpha * seen[1], lambda seen: kept + seen[2]),
        {
            "unscaled": kept + update,
            "update-only": alpha * update,
            "all-scaled": alpha * (kept + update),
            "ab": kept + alpha * swapped * kept,
        },
    )


def _dot(a: Pair, b: Pair) -> int:
    return a[0] * b[0] + a[1] * b[1]


def _drawn(random: Random) -> tuple[Pair, Pair, int, Pair]:
    whole = [entry for entry in range(-3, 4) if entry]
    a, b, x = ((random.choice(whole), random.choice(whole)) for _ in range(3))
    return a, b, random.randint(2, 4), x


def arrays(random: np.random.Generator, equal: bool) -> Arrays:
    """Six examples of length 4, outputs of length 3, rank 2; with equal sizes, four of each."""
    n, length, width, rank = (4, 4, 4, 4) if equal else (6, 4, 3, 2)
    return {
        "X": random.normal(size=(n, length)),
        "W0": random.normal(size=(width, length)),
        "A": random.normal(size=(rank, length)),
        "B": random.normal(size=(width, rank)),
        "alpha": 5.0,
        "r": rank,
    }


def tiny(random: np.random.Generator) -> Arrays:
    """One example of length 2, outputs of length 2, rank 2, in whole numbers."""
    size, rank = (2, 2), 2
    return {
        "X": random.integers(1, 4, size=(1, 2)),
        "W0": random.integers(-1, 3, size=size),
        "A": random.integers(-1, 3, size=size),
        "B": random.integers(-1, 3, size=size),
        "alpha": 2 * int(random.integers(2, 5)),
        "r": rank,
    }
