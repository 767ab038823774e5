"""A backward pass that multiplies by a weight matrix instead of its transpose."""

from __future__ import annotations

from random import Random

import numpy as np

from lessons.model.diagnosis import Symptom

SIZES = (12, 16, 20, 24, 32, 40, 48, 50, 64)


def draw(rng: Random) -> Symptom:
    """Run the product that fails, and print the end of its traceback and the shapes."""
    rows, features, hidden = rng.sample(SIZES, 3)
    classes, line = rng.choice((3, 5, 7, 9, 10)), rng.randint(24, 58)
    dz, w2 = np.zeros((rows, classes)), np.zeros((hidden, classes))
    try:
        message = f"no error: {(dz @ w2).shape}"
    except ValueError as error:
        message = f"ValueError: {error}"
    sizes = f"X ({rows}, {features})  W1 ({features}, {hidden})  W2 ({hidden}, {classes})  dz ({rows}, {classes})"
    return Symptom(
        log=(
            f'File "train.py", line {line}, in backward',
            "    da = dz @ W2 * (a > 0)",
            message,
            sizes,
        ),
        answer=f"({rows}, {hidden})",
        wrong={
            "of-dz": f"({rows}, {classes})",
            "transposed": f"({hidden}, {rows})",
            "of-w1": f"({features}, {hidden})",
            "of-w2": f"({hidden}, {classes})",
            "of-x": f"({rows}, {features})",
        },
        values={"n": str(rows), "D": str(features), "H": str(hidden), "K": str(classes)},
    )
