"""Numbers and arrays of the card on softmax and cross-entropy."""

from __future__ import annotations

from math import exp, log
from random import Random

import numpy as np

from lessons.model.papers import Arrays, Instance

from .common import vector


def draw(random: Random | None) -> Instance:
    """Whole logits, and a label that is not the favorite."""
    z, y = ((2, 1, 0), 1) if random is None else _drawn(random)
    powers = [exp(one) for one in z]
    total, loss = sum(powers), log(sum(powers)) - z[y]
    p = powers[y] / total
    return Instance(
        {"z": vector(z), "y": str(y)},
        (total, p, loss, p - 1),
        (None, lambda seen: powers[y] / seen[0], lambda seen: -log(seen[1]), lambda seen: seen[1] - 1),
        {
            "favorite": log(total) - max(z),
            "one-minus-p": 1 - p,
            "bits": loss / log(2),
            "over-classes": loss / len(z),
        },
    )


def _drawn(random: Random) -> tuple[tuple[int, ...], int]:
    z = tuple(random.sample(range(-2, 4), 3))
    return z, random.choice([index for index in range(3) if z[index] != max(z)])


def arrays(random: np.random.Generator, equal: bool) -> Arrays:
    """Five examples of three classes; with equal sizes, four of four."""
    batch, classes = (4, 4) if equal else (5, 3)
    return {
        "Z": 2 * random.normal(size=(batch, classes)),
        "y": random.integers(classes, size=batch),
        "B": batch,
    }


def tiny(random: np.random.Generator) -> Arrays:
    """Whole logits of two examples, with a label each."""
    return {"Z": random.integers(-1, 4, size=(2, 3)), "y": random.integers(3, size=2), "B": 2}
