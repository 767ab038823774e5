"""Numbers and arrays of the card on InfoNCE."""

from __future__ import annotations

from math import exp, log
from random import Random

import numpy as np

from lessons.model.papers import Arrays, Instance

from .common import number

_WORDS = {2: "two", 3: "three", 4: "four"}


def draw(random: Random | None) -> Instance:
    """One image, its own caption, and two to four others that are equally far from it."""
    own, gap, tau, others = (0.9, 0.4, 0.2, 2) if random is None else _drawn(random)

    def loss(exponent: float, count: int = others) -> float:
        return log(1 + count * exp(-exponent))

    scaled = gap / tau
    return Instance(
        {"own": number(own), "other": number(own - gap), "tau": number(tau), "others": _WORDS[others]},
        (scaled, others * exp(-scaled), loss(scaled)),
        (None, lambda seen: others * exp(-seen[0]), lambda seen: log(1 + seen[1])),
        {
            "no-tau": loss(gap),
            "times-tau": loss(gap * tau),
            "own-left-out": log(others) - scaled,
            "one-other": loss(scaled, 1),
        },
    )


def _drawn(random: Random) -> tuple[float, float, float, int]:
    gap, tau = random.randint(1, 6) / 10, random.randint(1, 5) / 10
    return random.randint(7, 9) / 10, gap, tau, random.randint(2, 4)


def arrays(random: np.random.Generator, equal: bool) -> Arrays:
    """Five pairs of length 3; with equal sizes, four of length 4."""
    shape = (4, 4) if equal else (5, 3)
    u, v = random.normal(size=shape), random.normal(size=shape)
    return {
        "U": u / np.linalg.norm(u, axis=1, keepdims=True),
        "V": v / np.linalg.norm(v, axis=1, keepdims=True),
        "tau": 0.3,
    }


def tiny(random: np.random.Generator) -> Arrays:
    """Two pairs of unit vectors of length 2, from right triangles of whole sides."""
    unit = np.array([[1, 0], [0, 1], [0.6, 0.8], [0.8, 0.6], [-0.6, 0.8], [0.8, -0.6]])
    return {"U": random.permutation(unit)[:2], "V": random.permutation(unit)[:2], "tau": 0.5}
