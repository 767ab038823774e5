"""A softmax classifier in plain Python: the reference for the learner's program (Bishop, 2006, section 4.3.4)."""

from __future__ import annotations

from collections.abc import Callable
from math import log

from .entropy_format import softmax

Vector = tuple[float, ...]
Matrix = tuple[Vector, ...]
Data = Matrix
Labels = tuple[int, ...]
Trained = tuple[Matrix, Vector, Vector]
Slopes = Callable[[Data, Matrix, Labels], tuple[Matrix, Vector]]


def scores(x: Data, w: Matrix, b: Vector) -> Matrix:
    """The logits XW + b, (n, K)."""
    columns = tuple(zip(*w, strict=True))
    return tuple(
        tuple(sum(i * j for i, j in zip(row, column, strict=True)) + c for column, c in zip(columns, b, strict=True))
        for row in x
    )


def predict(x: Data, w: Matrix, b: Vector) -> Matrix:
    """The softmax of the scores, one row of class probabilities for each example: (n, K)."""
    return tuple(softmax(row) for row in scores(x, w, b))


def loss(p: Matrix, y: Labels) -> float:
    """The mean cross-entropy in nats: the average of −ln of the probability of each label."""
    return sum(-log(row[k]) for row, k in zip(p, y, strict=True)) / len(y)


def errors(p: Matrix, y: Labels) -> Matrix:
    """The errors P - Y with one-hot labels, (n, K)."""
    return tuple(tuple(q - (k == label) for k, q in enumerate(row)) for row, label in zip(p, y, strict=True))


def parameter_gradients(x: Data, e: Matrix) -> tuple[Matrix, Vector]:
    """The summed gradients with respect to W, XᵀE (d, K), and b, the column sums of E (K,)."""
    inputs, wrong = tuple(zip(*x, strict=True)), tuple(zip(*e, strict=True))
    w = tuple(tuple(sum(i * j for i, j in zip(col, err, strict=True)) for err in wrong) for col in inputs)
    return w, tuple(sum(err) for err in wrong)


def gradient(x: Data, p: Matrix, y: Labels) -> tuple[Matrix, Vector]:
    """The gradient of the mean loss with respect to W (d, K) and b (K,)."""
    w, b = parameter_gradients(x, errors(p, y))
    return scaled(w, 1 / len(y)), tuple(slope / len(y) for slope in b)


def scaled(m: Matrix, factor: float) -> Matrix:
    """The matrix times a number."""
    return tuple(tuple(entry * factor for entry in row) for row in m)


def train(x: Data, y: Labels, classes: int, eta: float, steps: int, slopes: Slopes = gradient) -> Trained:
    """Gradient descent from zero, with the losses before each step and at the end."""
    w: Matrix = tuple((0.0,) * classes for _ in x[0])
    b: Vector = (0.0,) * classes
    losses: list[float] = []
    for _ in range(steps):
        p = predict(x, w, b)
        losses.append(_loss(p, y))
        dw, db = slopes(x, p, y)
        w = tuple(
            tuple(weight - eta * d for weight, d in zip(row, change, strict=True))
            for row, change in zip(w, dw, strict=True)
        )
        b = tuple(bias - eta * d for bias, d in zip(b, db, strict=True))
    losses.append(_loss(predict(x, w, b), y))
    return w, b, tuple(losses)


def _loss(p: Matrix, y: Labels) -> float:
    try:
        return loss(p, y)
    except ValueError:
        return float("inf")
