"""An accuracy that compares every prediction with every label."""

from __future__ import annotations

from random import Random

import numpy as np

from lessons.model.diagnosis import Symptom

from .training import generator, log_loss, softmax


def draw(rng: Random) -> Symptom:
    """Compare predictions of shape (n, 1) with labels of shape (n,), and print hits and accuracy."""
    rows, classes, random = rng.choice((120, 150, 200, 250, 300, 400)), rng.choice((3, 4, 5)), generator(rng)
    weights = random.dirichlet(np.full(classes, 4.0))
    y = np.sort(random.choice(classes, rows, p=weights))
    predicted = y.copy()
    wrong = random.permutation(rows)[: rng.randint(1, rows // 60)]
    predicted[wrong] = (y[wrong] + 1) % classes
    scores = random.normal(0, 0.3, (rows, classes))
    scores[np.arange(rows), predicted] += 6
    p = softmax(scores)
    hits = p.argmax(axis=1)[:, None] == y
    count, accuracy, loss = int(hits.sum()), float(hits.mean()), log_loss(p, y)
    return Symptom(
        log=(
            f"test rows {rows}  classes {classes}",
            f"test loss {loss:.3f}  hits {count}  accuracy {accuracy:.4f}",
        ),
        answer=rows * rows,
        wrong={
            "rows": rows,
            "rows-times-classes": rows * classes,
            "hits-per-row": count / rows,
            "twice": 2 * rows,
            "times": count * accuracy,
        },
        values={"n": str(rows), "hits": str(count), "accuracy": f"{accuracy:.4f}", "square": str(rows * rows)},
    )
