"""Numbers and arrays of the card on the KL term of the VAE."""

from __future__ import annotations

from math import log
from random import Random

import numpy as np

from lessons.model.papers import Arrays, Instance

from .common import number


def draw(random: Random | None) -> Instance:
    """A mean in steps of 1/4, and a variance that is a power of 2."""
    mu, var = (0.5, 0.25) if random is None else (random.randint(1, 7) / 4, random.choice((0.25, 0.5, 2, 4)))
    kl = _kl(mu, var)
    return Instance(
        {"mu": number(mu), "var": number(var)},
        (log(var), 1 + log(var) - mu**2 - var, kl),
        (None, lambda seen: 1 + seen[0] - mu**2 - var, lambda seen: -seen[1] / 2),
        {
            "left-side": -kl,
            "log-sigma": (mu**2 + var - 1 - log(var) / 2) / 2,
            "no-half": 2 * kl,
            "sigma-for-variance": _kl(mu, var**2),
            "reversed": log(var) / 2 + (1 + mu**2) / (2 * var) - 1 / 2,
        },
    )


def _kl(mu: float, var: float) -> float:
    """The KL divergence of N(mu, var) from N(0, 1)."""
    return (mu**2 + var - 1 - log(var)) / 2


def arrays(random: np.random.Generator, equal: bool) -> Arrays:
    """Five examples with a code of three dimensions; with equal sizes, four of four."""
    shape = (4, 4) if equal else (5, 3)
    return {"mu": random.normal(size=shape), "logvar": random.normal(size=shape)}


def tiny(random: np.random.Generator) -> Arrays:
    """Two examples with a code of two dimensions, in whole numbers."""
    return {"mu": random.integers(-2, 4, size=(2, 2)), "logvar": random.integers(-2, 2, size=(2, 2))}
