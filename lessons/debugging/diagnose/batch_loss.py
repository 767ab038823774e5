"""A loss that is summed over the batch."""

from __future__ import annotations

from math import log
from random import Random

import numpy as np

from lessons.model.diagnosis import Symptom

from .training import generator, softmax


def draw(rng: Random) -> Symptom:
    """Print the loss before the first step for two batch sizes, with first weights near zero."""
    classes, small, random = rng.choice((3, 4, 5, 6, 8, 10, 12, 20)), rng.choice((16, 24, 32, 48)), generator(rng)
    sizes, losses = (small, 2 * small), []
    for rows in sizes:
        p = softmax(random.normal(0, 1e-3, (rows, classes)))
        losses.append(float(-np.log(p[np.arange(rows), random.integers(0, classes, rows)]).sum()))
    each = losses[0] / small
    return Symptom(
        log=tuple(
            f"batch size {rows:3d}  loss before step 1: {loss:.2f}" for rows, loss in zip(sizes, losses, strict=True)
        ),
        answer=each,
        wrong={
            "the-loss": losses[0],
            "other-batch": losses[0] / (2 * small),
            "by-classes": losses[0] / classes,
            "in-bits": each / log(2),
            "classes": float(np.exp(each)),
        },
        values={
            "K": str(classes),
            "small": str(small),
            "first": f"{losses[0]:.2f}",
            "each": f"{each:.4f}",
            "uniform": f"{log(classes):.4f}",
        },
        elsewhere=(losses[1] / small, losses[1] / (2 * small), losses[1]),
    )
