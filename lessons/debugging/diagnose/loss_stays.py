"""A network whose weights all start at zero."""

from __future__ import annotations

from math import exp, log
from random import Random

import numpy as np

from lessons.model.diagnosis import Symptom

from .training import clusters, log_loss, score_gradient, softmax

STEPS, EVERY = 100, 25


def draw(rng: Random) -> Symptom:
    """Train a network with one hidden layer from zero weights."""
    classes, hidden, features = rng.choice((5, 6, 7, 8, 10, 12, 15, 20)), rng.choice((16, 32, 64)), 8
    rows, rate = classes * rng.choice((20, 30, 40)), rng.choice((0.1, 0.2, 0.5, 1.0))
    x, y = clusters(rng, rows, classes, features, 1.0, 0.6)
    w1, w2, b2 = np.zeros((features, hidden)), np.zeros((hidden, classes)), np.zeros(classes)
    log_lines = []
    for step in range(STEPS + 1):
        a = x @ w1
        h = np.maximum(a, 0)
        p = softmax(h @ w2 + b2)
        loss, d = log_loss(p, y), score_gradient(p, y)
        d1, d2 = x.T @ (d @ w2.T * (a > 0)), h.T @ d
        if step % EVERY == 0:
            norms = f"|dW1| {np.linalg.norm(d1):.3f}  |dW2| {np.linalg.norm(d2):.3f}"
            log_lines.append(f"step {step:3d}  loss {loss:.4f}  {norms}")
        w1, w2, b2 = w1 - rate * d1, w2 - rate * d2, b2 - rate * d.sum(axis=0)
    return Symptom(
        log=tuple(log_lines),
        answer=classes,
        wrong={"base-2": 2.0**loss, "in-bits": loss / log(2), "the-loss": loss, "probability": exp(-loss)},
        values={"loss": f"{loss:.4f}", "K": str(classes), "H": str(hidden), "n": str(rows), "rate": f"{rate:g}"},
    )
