"""Numbers and arrays of the card on REINFORCE."""

from __future__ import annotations

from random import Random

import numpy as np

from lessons.model.papers import Arrays, Instance

from .common import number


def draw(random: Random | None) -> Instance:
    """A logistic unit with one input, and a whole reward for each of its outputs."""
    p, r1, r0 = (0.8, 5, 1) if random is None else (random.randint(2, 8) / 10, *random.sample(range(-4, 9), 2))
    one, zero = r1 * (1 - p), -r0 * p
    gradient = p * one + (1 - p) * zero
    return Instance(
        {"p": number(p), "r1": str(r1), "r0": str(r0), "rest": number(1 - p)},
        (one, zero, gradient),
        (None, lambda _: zero, lambda seen: p * seen[0] + (1 - p) * seen[1]),
        {
            "unweighted": one + zero,
            "no-slope": p * (r1 - r0),
            "mean-reward": p * r1 + (1 - p) * r0,
            "plain-mean": (one + zero) / 2,
            "sign": -gradient,
        },
    )


def arrays(random: np.random.Generator, equal: bool) -> Arrays:
    """Five samples with three inputs; with equal sizes, four with four."""
    samples, inputs = (4, 4) if equal else (5, 3)
    p, reward = random.random(samples), random.normal(size=samples)
    return {
        "x": random.normal(size=(samples, inputs)),
        "y": (random.random(samples) < p) * 1.0,
        "p": p,
        "r": reward,
        "b": float(reward.mean()),
    }


def tiny(random: np.random.Generator) -> Arrays:
    """Two samples with two inputs; the mean of the rewards is a whole number."""
    low, apart = random.integers(1, 5), 2 * random.integers(1, 4)
    rewards = random.permutation([low, low + apart])
    return {
        "x": random.integers(-2, 4, size=(2, 2)),
        "y": random.integers(2, size=2),
        "p": random.choice([0.2, 0.5, 0.8], size=2),
        "r": rewards,
        "b": int(low + apart // 2),
    }
