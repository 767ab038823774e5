"""The numbers of the programs to debug, worked out again by code that shares nothing with them."""

from __future__ import annotations

from math import exp, log

import numpy as np
import pytest

from lessons.hunting.outcomes import read
from lessons.hunting.run import Run
from tests.support.hunts import programs

SEED = 2


def softmax_loss(scores: list[list[float]], labels: list[int]) -> float:
    """Mean cross-entropy, one row at a time, by log-sum-exp."""
    total = 0.0
    for row, label in zip(scores, labels, strict=True):
        top = max(row)
        total += top + log(sum(exp(value - top) for value in row)) - row[label]
    return total / len(labels)


def network_scores(w: dict[str, np.ndarray], x: np.ndarray) -> list[list[float]]:
    hidden = np.einsum("ni,ij->nj", x, w["W1"]) + w["b1"]
    hidden[hidden < 0] = 0.0
    scores = np.einsum("nj,jk->nk", hidden, w["W2"]) + w["b2"]
    return [list(map(float, row)) for row in scores]


def classifier_arrays(run: Run) -> tuple[np.ndarray, np.ndarray]:
    """Training rows and classes: every other row of the file, standardized."""
    rows = run.table[::2]
    x = rows[:, 1:]
    mean = x.sum(axis=0) / len(x)
    deviation = np.sqrt(((x - mean) ** 2).sum(axis=0) / len(x))
    return (x - mean) / deviation, rows[:, 0].astype(int) - 1


def test_the_classifier_starts_at_the_loss_and_gradient_of_its_formulas() -> None:
    run = Run(programs()["classifier"], "", SEED)
    x, y = classifier_arrays(run)
    w = run.initial
    assert np.allclose(run.data[0], x)
    assert run.loss(w, x, y) == pytest.approx(softmax_loss(network_scores(w, x), list(map(int, y))), rel=1e-12)
    gradient = run.gradient(w, x[:30], y[:30])
    for name, at in (("W1", (3, 5)), ("b1", (4,)), ("W2", (2, 7)), ("b2", (9,))):
        losses = []
        for step in (1e-6, -1e-6):
            moved = {key: value.copy() for key, value in w.items()}
            moved[name][at] += step
            losses.append(softmax_loss(network_scores(moved, x[:30]), list(map(int, y[:30]))))
        assert (losses[0] - losses[1]) / 2e-6 == pytest.approx(gradient[name][at], abs=1e-7), name


def test_the_regression_trains_as_by_hand() -> None:
    """Minibatch gradient descent on the mean squared error, written out; the same batches, the same numbers."""
    run = Run(programs()["regression"], "", SEED)
    rows = run.table[::2]
    y, x = rows[:, 0], rows[:, 1:]
    x = (x - x.mean(axis=0)) / np.sqrt(((x - x.mean(axis=0)) ** 2).mean(axis=0))
    weights, bias = np.random.default_rng(SEED).normal(0, 0.1, 8), 0.0
    rng, losses = np.random.default_rng(0), []
    for _ in range(20):
        order = rng.permutation(200)
        for start in range(0, 200, 20):
            chosen = order[start : start + 20]
            errors = [float(x[row] @ weights) + bias - y[row] for row in chosen]
            losses.append(sum(error * error for error in errors) / 20)
            pulls = [sum(error * x[row, at] for error, row in zip(errors, chosen, strict=True)) for at in range(8)]
            weights = weights - 0.02 * 2 / 20 * np.array(pulls)
            bias -= 0.02 * 2 / 20 * sum(errors)
    assert np.allclose(run.trained.losses, losses)
    assert np.allclose(run.trained.weights["w"], weights)
    residual = y - (x @ weights + bias)
    assert run.trained.train_score == pytest.approx(1 - (residual @ residual) / ((y - y.mean()) @ (y - y.mean())))


@pytest.mark.parametrize(
    ("fault", "probe", "number"),
    [
        ("init-zero", "loss-at-0", "1.0000"),  # ten equal probabilities: ln 10
        ("log2", "gradient-check", "1.443"),  # 1 / ln 2
        ("sum-gradient", "gradient-check", "0.025"),  # 1 / 40
        ("score-broadcast", "shapes", "(40, 40)"),
        ("test-is-train", "overlap", "400 of 400"),
        ("label-as-feature", "correlation", "1.000"),
    ],
)
def test_numbers_that_follow_from_the_fault(fault: str, probe: str, number: str) -> None:
    program = programs()["classifier"]
    reading = read(program, probe, Run(program, fault, SEED))
    assert number in reading.summary


def test_softmax_twice_cannot_go_above_its_bound() -> None:
    program = programs()["classifier"]
    run = Run(program, "double-softmax", SEED)
    top = float(run.call("forward", run.initial, run.data[0] * 50)[-1].max())
    assert 0.2 < top <= exp(1) / (exp(1) + 9) + 1e-12
