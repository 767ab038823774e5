"""Gradient descent with a learning rate that is too large."""

from __future__ import annotations

from random import Random

from lessons.model.diagnosis import Symptom


def draw(rng: Random) -> Symptom:
    """Three losses, each the same multiple of the one before."""
    factor, start = rng.choice((1.2, 1.4, 1.6, 1.8, 2.2, 2.4)), rng.choice((0.5, 1.5, 2.0, 3.0, 4.0))
    ratio = factor**2
    losses = [start * ratio**step for step in range(3)]
    return Symptom(
        log=tuple(f"step {step}  loss above its minimum {loss:.4f}" for step, loss in enumerate(losses)),
        answer=factor,
        wrong={"of-the-loss": ratio, "inverse": 1 / factor, "difference": losses[1] - losses[0]},
        values={"ratio": f"{ratio:.2f}", "factor": f"{factor:g}"},
    )
