"""Numbers and arrays of the card on label smoothing."""

from __future__ import annotations

from math import log
from random import Random

import numpy as np

from lessons.model.papers import Arrays, Instance

from .common import number


def draw(random: Random | None) -> Instance:
    """Four to ten classes, of which the label has a greater probability than the rest."""
    classes, eps = (4, 0.2) if random is None else (random.randint(4, 10), random.choice((0.1, 0.2)))
    choices = [rest for rest in (0.05, 0.1, 0.2) if 1 - rest * (classes - 1) > 1.5 * rest]
    rest = 0.1 if random is None else random.choice(choices)
    top = 1 - rest * (classes - 1)

    def entropy(label: float, other: float) -> float:
        return -label * log(top) - (classes - 1) * other * log(rest)

    label, other = 1 - eps + eps / classes, eps / classes
    return Instance(
        {
            "K": str(classes),
            "eps": number(eps),
            "top": number(top),
            "rest": number(rest),
            "keep": number(1 - eps),
        },
        (label, other, entropy(label, other)),
        (None, lambda _: other, lambda seen: entropy(seen[0], seen[1])),
        {
            "unsmoothed": -log(top),
            "label-only": -(1 - eps) * log(top),
            "k-minus-1": entropy(1 - eps, eps / (classes - 1)),
            "bits": entropy(label, other) / log(2),
        },
    )


def arrays(random: np.random.Generator, equal: bool) -> Arrays:
    """Five labels of three classes; with equal sizes, four of four, not in order."""
    classes = 4 if equal else 3
    labels = [1, 2, 0, 3] if equal else [2, 0, 1, 1, 0]
    return {"y": np.array(labels), "eps": 0.1 + 0.05 * random.random(), "K": classes}


def tiny(random: np.random.Generator) -> Arrays:
    """Two labels of three classes; a third of what is mixed in has few figures."""
    return {"y": random.permutation(3)[:2], "eps": 0.15 * int(random.integers(1, 5)), "K": 3}
