"""Gradient descent on a least-squares loss with a learning rate above the stable ones."""

from __future__ import annotations

from math import sqrt
from random import Random

import numpy as np

from lessons.model.diagnosis import Symptom

from .training import generator

ROWS, STEPS, SHOWN = 200, 13, 6


def draw(rng: Random) -> Symptom:
    """Run full-batch gradient descent and print its last steps."""
    random, scale = generator(rng), rng.choice((1.5, 2.0, 2.5, 3.0))
    x = random.normal(0, 1, (ROWS, 4)) * np.array([scale, 0.5, 0.3, 0.2])
    y = x @ np.array([1.0, 2.0, -1.0, 0.5])
    largest = float(np.linalg.eigvalsh(x.T @ x / ROWS).max())
    rate = float(f"{rng.uniform(2.3, 3.2) / largest:.2g}")
    w, losses, firsts = np.zeros(4), [], []
    for _ in range(STEPS):
        residual = x @ w - y
        losses.append(float(residual @ residual) / (2 * ROWS))
        firsts.append(float(w[0]))
        w = w - rate * x.T @ residual / ROWS
    lines = [
        f"step {step:2d}  loss {losses[step]:<10.5g}  w[0] {firsts[step]: .4g}" for step in range(STEPS - SHOWN, STEPS)
    ]
    ratio = losses[-1] / losses[-2]
    root = sqrt(ratio)
    stable = 2 * rate / (1 + root)
    return Symptom(
        log=tuple(lines),
        answer=stable,
        wrong={
            "no-root": 2 * rate / (1 + ratio),
            "minus": 2 * rate / abs(1 - root),
            "eigenvalue": (1 + root) / rate,
            "half": rate / (1 + root),
            "over-ratio": rate / ratio,
        },
        values={
            "rate": f"{rate:g}",
            "ratio": f"{ratio:.4g}",
            "root": f"{root:.4g}",
            "product": f"{1 + root:.4g}",
            "lambda": f"{(1 + root) / rate:.4g}",
            "stable": f"{stable:.3g}",
        },
        elsewhere=tuple(2 * rate / (1 + sqrt(losses[-1] / loss)) for loss in losses[-SHOWN:-2]),
    )
