"""What the runs have in common: softmax, its loss, and clusters to classify."""

from __future__ import annotations

from random import Random

import numpy as np

from lessons.hunting.run import Array


def generator(rng: Random) -> np.random.Generator:
    """A NumPy generator that follows from a draw."""
    return np.random.default_rng(rng.randrange(1 << 32))


def softmax(z: Array) -> Array:
    """The softmax of each row."""
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return np.asarray(e / e.sum(axis=1, keepdims=True))


def log_loss(p: Array, y: Array) -> float:
    """The mean negative log-probability of the true classes, in nats."""
    return float(-np.log(p[np.arange(len(y)), y]).mean())


def score_gradient(p: Array, y: Array) -> Array:
    """The gradient of `log_loss` with respect to the scores that `p` is the softmax of."""
    d = p.copy()
    d[np.arange(len(y)), y] -= 1
    return d / len(y)


def clusters(rng: Random, rows: int, classes: int, features: int, spread: float, noise: float) -> tuple[Array, Array]:
    """Rows around a center for each class, in equal numbers, and their classes from 0."""
    random = generator(rng)
    y = np.arange(rows) % classes
    return random.normal(0, spread, (classes, features))[y] + random.normal(0, noise, (rows, features)), y
