"""A loss with a small number added inside the logarithm."""

from __future__ import annotations

from math import log
from random import Random

import numpy as np

from lessons.model.diagnosis import Symptom

from .training import generator, softmax

CLASSES = 3


def draw(rng: Random) -> Symptom:
    """Print the loss of single examples, from sure and right to sure and wrong."""
    exponent = rng.choice((5, 6, 7, 8, 9, 10, 12))
    epsilon, random = 10.0**-exponent, generator(rng)
    gaps = [-6.0, -1.5, 2.0, 9.0, *(log(1 / epsilon) + extra for extra in (20.0, 45.0, 90.0))]
    gaps = [gap + float(random.uniform(-0.5, 0.5)) for gap in gaps]
    scores = np.array([[0.0, gap, -1.0] for gap in gaps])
    losses = -np.log(softmax(scores)[:, 0] + epsilon)
    order = rng.sample(range(len(gaps)), len(gaps))
    shown = [
        f"example {at}  scores {'  '.join(f'{value:6.1f}' for value in scores[one])}  loss {losses[one]:8.4f}"
        for at, one in enumerate(order)
    ]
    top = float(f"{losses.max():.4f}")
    return Symptom(
        log=tuple(shown),
        answer=epsilon,
        wrong={
            "base-2": 2.0**-top,
            "base-10": 10.0**-top,
            "exponent": -float(exponent),
            "no-minus": float(np.exp(top)),
            "one-over": 1 / top,
        },
        values={"top": f"{top:.4f}", "k": str(exponent), "K": str(CLASSES), "answer": f"{epsilon:g}"},
        elsewhere=tuple(float(np.exp(-loss)) for loss in losses if losses.max() - loss > 0.01),
    )
