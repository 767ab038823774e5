"""A gradient check of a loss that uses a logarithm to another base than its gradient."""

from __future__ import annotations

from math import log
from random import Random

import numpy as np

from lessons.hunting.run import Array
from lessons.model.diagnosis import Symptom

from .training import clusters, generator, score_gradient, softmax

STEP, SHOWN, FEATURES = 1e-6, 4, 2


def draw(rng: Random) -> Symptom:
    """Compare the gradient of a linear classifier with central differences of its loss."""
    base, classes, rows = rng.choice((2, 10)), rng.choice((3, 4, 5)), rng.choice((24, 30, 36, 48))
    x, y = clusters(rng, rows, classes, FEATURES, 1.0, 0.6)
    w = generator(rng).normal(0, 0.5, (FEATURES, classes))

    def loss(weights: Array) -> float:
        return float(-(np.log(softmax(x @ weights)[np.arange(rows), y]) / log(base)).mean())

    gradient = x.T @ score_gradient(softmax(x @ w), y)
    entries = sorted(np.ndindex(w.shape), key=lambda at: -abs(gradient[at]))[:SHOWN]
    pairs = []
    for at in sorted(entries):
        moved = np.zeros_like(w)
        moved[at] = STEP
        difference = (loss(w + moved) - loss(w - moved)) / (2 * STEP)
        pairs.append((difference, float(gradient[at])))
    factor = 1 / log(base)
    return Symptom(
        log=tuple(
            f"W[{at[0]}, {at[1]}]  differences {difference: .6f}  backward {backward: .6f}"
            for at, (difference, backward) in zip(sorted(entries), pairs, strict=True)
        ),
        answer=factor,
        wrong={"inverse": log(base), "minus-1": factor - 1, "base": base, "per-row": factor / rows},
        values={
            "base": str(base),
            "factor": f"{factor:.4f}",
            "n": str(rows),
            "K": str(classes),
            "difference": f"{pairs[0][0]:.6f}",
            "backward": f"{pairs[0][1]:.6f}",
        },
        elsewhere=tuple(a / b for i, (a, _) in enumerate(pairs) for j, (_, b) in enumerate(pairs) if i != j),
    )
