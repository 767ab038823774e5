"""Numbers and arrays of the card on He initialization."""

from __future__ import annotations

from math import sqrt
from random import Random

import numpy as np

from lessons.model.papers import Arrays, Instance


def draw(random: Random | None) -> Instance:
    """A square kernel and a number of channels; with a kernel of 1 the channels alone would be right."""
    kernel, channels = (3, 64) if random is None else (random.choice((3, 5, 7)), random.randrange(32, 257, 16))
    area = kernel * kernel
    n = area * channels
    return Instance(
        {"k": str(kernel), "c": str(channels), "area": str(area)},
        (n, 2 / n, sqrt(2 / n)),
        (None, lambda seen: 2 / seen[0], lambda seen: sqrt(seen[1])),
        {"variance": 2 / n, "channels": sqrt(2 / channels), "no-2": sqrt(1 / n), "positions": sqrt(2 / area)},
    )


def arrays(random: np.random.Generator, equal: bool) -> Arrays:
    """Weights of three units with five inputs; with equal sizes, four with four."""
    return {"Z": random.normal(size=(4, 4) if equal else (3, 5))}


def tiny(random: np.random.Generator) -> Arrays:
    """Weights of two units with three inputs, in whole numbers."""
    return {"Z": random.integers(-3, 4, size=(2, 3))}
