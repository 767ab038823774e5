"""A logistic regression on features that are the same in every row."""

from __future__ import annotations

from math import log
from random import Random

import numpy as np

from lessons.model.debugging import Trace
from lessons.model.diagnosis import Symptom

ROWS, FEATURES, STEPS, DRAWN = 1000, 3, 1000, 150


def draw(rng: Random) -> Symptom:
    """Train on constant features with few positive rows, and print the loss in bits."""
    share, value = rng.randrange(15, 165, 5) / ROWS, rng.choice((1.0, 0.8, 1.2))
    y = (np.arange(ROWS) < round(share * ROWS)).astype(float)
    x, w, losses = np.full((ROWS, FEATURES), value), np.zeros(FEATURES), []
    for _ in range(STEPS + 1):
        p = 1 / (1 + np.exp(-x @ w))
        losses.append(float(-(y * np.log2(p) + (1 - y) * np.log2(1 - p)).mean()))
        w = w - 0.3 * x.T @ (p - y) / ROWS
    accuracy = float(((p > 0.5) == y).mean())
    entropy = -(share * log(share) + (1 - share) * log(1 - share))
    return Symptom(
        log=(f"step {STEPS}  loss {losses[-1]:.4f}  accuracy {accuracy:.3f}  p from {p.min():.3f} to {p.max():.3f}",),
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
            "positive": f"{-share * log(share):.4f}",
            "negative": f"{-(1 - share) * log(1 - share):.4f}",
            "nats": f"{entropy:.4f}",
            "bits": f"{entropy / log(2):.4f}",
        },
        traces=(Trace("loss", tuple(losses[:DRAWN])),),
    )
