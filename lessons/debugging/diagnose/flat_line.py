"""A linear regression whose residuals are a table: predictions of shape (n, 1) minus targets of shape (n,)."""

from __future__ import annotations

from math import sqrt
from random import Random

import numpy as np

from lessons.model.diagnosis import Symptom

SHOWN = (0, 20, 200, 1000)


def draw(rng: Random) -> Symptom:
    """Fit a line by gradient descent and print the root mean squared error."""
    rows, slope, offset = rng.choice((5, 6, 7, 8)), rng.choice((2, 3, 4)), rng.randint(-3, 5)
    x = np.arange(rows, dtype=float)[:, None]
    y = slope * x[:, 0] + offset + np.array([rng.choice((-1, 0, 1)) for _ in range(rows)])
    rate = 0.4 / float((x**2).mean())
    w = b = 0.0
    lines = ["y = [" + ", ".join(f"{value:g}" for value in y) + "]"]
    for step in range(SHOWN[-1] + 1):
        residual = x * w + b - y
        if step in SHOWN:
            lines.append(f"step {step:4d}  rmse {sqrt(float((residual**2).mean())):.4f}  w {w: .4f}  b {b: .4f}")
        w, b = w - rate * float((2 * residual * x).mean()), b - rate * float((2 * residual).mean())
    mean, variance = float(y.mean()), float(y.var())
    return Symptom(
        log=tuple(lines),
        answer=variance,
        wrong={
            "n-minus-1": float(y.var(ddof=1)),
            "deviation": sqrt(variance),
            "second-moment": float((y**2).mean()),
            "the-mean": mean,
            "sum": variance * rows,
        },
        values={
            "n": str(rows),
            "mean": f"{mean:.4g}",
            "squares": f"{variance * rows:.4g}",
            "variance": f"{variance:.4g}",
            "rmse": f"{sqrt(variance):.4f}",
        },
    )
