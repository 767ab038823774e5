"""A classifier whose loss takes the softmax of a softmax."""

from __future__ import annotations

from math import e, log
from random import Random

import numpy as np

from lessons.model.debugging import Trace
from lessons.model.diagnosis import Symptom

from .training import generator, log_loss, score_gradient, softmax

STEPS, DRAWN = 1000, 40
FEATURES, RATE = 12, 20.0


def draw(rng: Random) -> Symptom:
    """Train a linear classifier through two softmaxes until its loss no longer falls."""
    classes = rng.choice((3, 4, 5, 6, 8, 10))
    rows = classes * rng.randint(6, 12)
    random = generator(rng)
    y = np.arange(rows) % classes
    centers = np.linalg.qr(random.normal(size=(FEATURES, classes)))[0].T * 4  # orthogonal, so no two are near
    x = centers[y] + random.normal(0, 0.2, (rows, FEATURES))
    w, losses = np.zeros((FEATURES, classes)), []
    for _ in range(STEPS + 1):
        s = softmax(x @ w)
        p = softmax(s)
        losses.append(log_loss(p, y))
        d = score_gradient(p, y)
        w = w - RATE * x.T @ (s * (d - (d * s).sum(axis=1, keepdims=True)))
    others, accuracy = classes - 1, float((p.argmax(axis=1) == y).mean())
    floor = log(1 + others / e)
    return Symptom(
        log=(f"step {STEPS}  loss {losses[-1]:.4f}  accuracy {accuracy:.3f}  largest probability {p.max():.4f}",),
        answer=floor / log(2),
        wrong={
            "in-nats": floor,
            "scores-swapped": log(1 + others * e) / log(2),
            "one-other": log(1 + 1 / e) / log(2),
            "counts-itself": log(1 + classes / e) / log(2),
            "no-log": e / (e + others),
        },
        values={
            "K": str(classes),
            "others": str(others),
            "n": str(rows),
            "total": f"{e + others:.4f}",
            "floor": f"{floor:.4f}",
            "bits": f"{floor / log(2):.4f}",
            "top": f"{e / (e + others):.4f}",
        },
        traces=(Trace("loss", tuple(losses[:DRAWN])),),
    )
