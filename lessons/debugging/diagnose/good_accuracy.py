"""A logistic regression on features that are the same in every row."""

from __future__ import annotations

from math import log
from random import Random

import numpy as np

from lessons.model.diagnosis import Symptom

ROWS, FEATURES, SHOWN = 1000, 3, (0, 20, 200, 2000)


def draw(rng: Random) -> Symptom:
    """Train on constant features with few positive rows, and print the loss in bits."""
    share, value = rng.choice((0.02, 0.03, 0.04, 0.05, 0.06, 0.08, 0.1, 0.15)), rng.choice((1.0, 0.8, 1.2))
    y = (np.arange(ROWS) < round(share * ROWS)).astype(float)
    x, w, lines = np.full((ROWS, FEATURES), value), np.zeros(FEATURES), []
    for step in range(SHOWN[-1] + 1):
        p = 1 / (1 + np.exp(-x @ w))
        if step in SHOWN:
            bits = float(-(y * np.log2(p) + (1 - y) * np.log2(1 - p)).mean())
            accuracy = float(((p > 0.5) == y).mean())
            lines.append(
                f"step {step:4d}  loss {bits:.4f} bits  accuracy {accuracy:.3f}  p from {p.min():.3f} to {p.max():.3f}"
            )
        w = w - 0.3 * x.T @ (p - y) / ROWS
    entropy = -(share * log(share) + (1 - share) * log(1 - share))
    return Symptom(
        log=tuple(lines),
        answer=entropy,
        wrong={
            "in-bits": entropy / log(2),
            "common-only": -log(1 - share),
            "rare-only": -log(share),
            "half": -share * log(share),
            "rate": share,
        },
        values={
            "q": f"{share:g}",
            "rest": f"{1 - share:g}",
            "percent": f"{100 * share:g}%",
            "nats": f"{entropy:.4f}",
            "bits": f"{entropy / log(2):.4f}",
        },
    )
