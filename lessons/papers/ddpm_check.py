"""Numbers and arrays of the card on the forward process of diffusion."""

from __future__ import annotations

from math import prod, sqrt
from random import Random

import numpy as np

from lessons.model.papers import Arrays, Instance

from .common import number, vector

_ALPHAS = (
    (0.9, 0.8, 0.5),
    (0.6, 0.75, 0.8),
    (0.96, 0.75, 0.5),
    (0.64, 0.75, 0.75),
    (0.96, 0.625, 0.6),
    (0.9, 0.64, 0.625),
    (0.72, 0.8, 0.625),
)
"""Triples whose product is 0.36, so that both weights are short decimals; 0.64 is no product of three such."""


def draw(random: Random | None) -> Instance:
    """Three noise variances, a pixel and its noise."""
    alphas, pixel, noise = ((0.9, 0.8, 0.5), 2, -0.5) if random is None else _drawn(random)
    betas = [1 - alpha for alpha in alphas]
    left, last = prod(alphas), alphas[-1]
    signal, spread = sqrt(left), sqrt(1 - left)

    def mixed(a: float, b: float) -> float:
        return a * pixel + b * noise

    return Instance(
        {"beta": vector(betas), "x0": number(pixel), "eps": number(noise), "last": number(last)},
        (left, signal, spread, mixed(signal, spread)),
        (
            None,
            lambda seen: sqrt(seen[0]),
            lambda seen: sqrt(1 - seen[0]),
            lambda seen: mixed(seen[1], seen[2]),
        ),
        {
            "no-roots": mixed(left, 1 - left),
            "one-alpha": mixed(sqrt(last), sqrt(1 - last)),
            "betas": mixed(sqrt(prod(betas)), sqrt(1 - prod(betas))),
            "one-minus-root": mixed(signal, 1 - signal),
        },
    )


def _drawn(random: Random) -> tuple[tuple[float, ...], float, float]:
    alphas = tuple(random.sample(random.choice(_ALPHAS), 3))
    return alphas, random.choice((-2, -1, 1, 2, 3)), random.choice((-1.5, -1, -0.5, 0.5, 1, 1.5))


def arrays(random: np.random.Generator, equal: bool) -> Arrays:
    """Five images of three pixels and six noise levels; with equal sizes, four of each."""
    images, pixels, levels = (4, 4, 4) if equal else (5, 3, 6)
    beta = np.linspace(0.05, 0.4, levels)
    return {
        "x0": random.normal(size=(images, pixels)),
        "eps": random.normal(size=(images, pixels)),
        "t": random.permutation(levels)[:images],
        "beta": beta,
        "alpha": 1 - beta,
        "abar": np.cumprod(1 - beta),
    }


def tiny(random: np.random.Generator) -> Arrays:
    """Two images of two pixels and two noise levels, most of whose roots have one figure."""
    return {
        "x0": random.integers(-3, 4, size=(2, 2)),
        "eps": random.integers(-2, 3, size=(2, 2)),
        "t": random.permutation(2),
        "beta": np.array([0.36, 0.75]),
        "alpha": np.array([0.64, 0.25]),
        "abar": np.array([0.64, 0.16]),
    }
