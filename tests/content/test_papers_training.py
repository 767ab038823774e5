"""The page on training: its numbers and its questions, worked out again."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from tests.support.content import COURSE, Array, Found, Numbers, check_another_way, named_after

PAGE = COURSE.page("calculus.training")
COMPUTED = named_after("calculus.training")


def batches(examples: int, size: int) -> int:
    """How many batches a pass through the data has, cut one after the other."""
    return len(range(0, examples, size))


def test_the_steps_of_ten_epochs() -> None:
    assert batches(50_000, 128) == 391
    assert 10 * batches(50_000, 128) == 3_910


def test_the_growth_of_the_loss_gives_the_curvature() -> None:
    w = np.array([1.0])
    losses = []
    for _ in range(3):
        losses.append(float(22 * w[0] ** 2 / 2))
        w = w - 0.1 * 22 * w
    assert [b / a for a, b in pairwise(losses)] == pytest.approx([1.44, 1.44])
    assert round(2 / 22, 3) == 0.091


def _scaled(gradient: Array, limit: float, order: float = 2) -> Array:
    return gradient / max(1.0, float(np.linalg.norm(gradient, order)) / limit)


def test_clipping_by_norm_keeps_the_direction() -> None:
    g = np.array([30.0, 40.0])
    assert _scaled(g, 1) == pytest.approx([0.6, 0.8])
    assert np.clip(g, -1, 1) == pytest.approx([1, 1])


def _clip(n: Numbers) -> Found:
    g, limit = n["gradient"], float(n["limit"])
    assert np.linalg.norm(g) > limit
    return {
        "answer": _scaled(g, limit), "by-value": np.clip(g, -limit, limit), "sum-of-entries": _scaled(g, limit, 1),
        "divides-by-the-limit": g / limit, "unchanged": g,
    }  # fmt: skip


def _decay(n: Numbers) -> Found:
    w, g, rate, decay = (float(n[name]) for name in ("start", "slope", "rate", "decay"))
    return {
        "answer": w - rate * (g + decay * w), "no-decay": w - rate * g, "decay-without-rate": w - rate * g - decay * w,
        "grows": w - rate * (g - decay * w), "decay-alone": w - rate * decay * w,
    }  # fmt: skip


def _cosine(n: Numbers) -> Found:
    t, total, rate = (float(n[name]) for name in ("t", "total", "rate"))
    angle = np.pi * t / total
    return {
        "answer": rate * np.cos(angle / 2) ** 2, "linear": rate - rate * t / total,
        "cosine-alone": rate * np.cos(angle), "no-half": 2 * rate * np.cos(angle / 2) ** 2,
        "quarter-wave": rate * np.cos(angle / 2),
    }  # fmt: skip


def _steps(n: Numbers) -> Found:
    examples, size, epochs = (int(n[name]) for name in ("examples", "batch", "epochs"))
    whole = sum(1 for start in range(0, examples, size) if start + size <= examples)
    return {
        "answer": batches(examples, size) * epochs, "drops-the-last": whole * epochs,
        "one-epoch": batches(examples, size), "per-example": examples * epochs,
        "one-long-pass": batches(examples * epochs, size),
    }  # fmt: skip


def _curvature(factor: float, rate: float) -> float:
    """The λ at which a step multiplies the error by a factor."""
    return (1 - factor) / rate


def _diverging(n: Numbers) -> Found:
    square, rate = float(n["square"]), float(n["rate"])
    growth = np.sqrt(square)
    return {
        "answer": _curvature(-growth, rate), "no-root": _curvature(-square, rate),
        "same-side": -_curvature(growth, rate), "forgets-the-one": growth / rate,
        "just-at-the-limit": _curvature(-1, rate),
    }  # fmt: skip


ORACLES = {"clip": _clip, "decay": _decay, "cosine": _cosine, "steps": _steps, "diverging": _diverging}


@pytest.mark.parametrize("name", ORACLES)
def test_questions_come_out_the_same_another_way(name: str) -> None:
    check_another_way(COMPUTED[f"calculus.training.{name}"], ORACLES[name])


def test_every_question_of_the_page_is_worked_out_here() -> None:
    assert {item_id.rpartition(".")[2] for item_id in COMPUTED} == ORACLES.keys()


def test_a_penalty_shrinks_weights_with_large_gradients_less_in_adam() -> None:
    """Gradients without a direction, small for one weight and large for the other."""
    rng = np.random.default_rng(0)
    w, mean, square = np.ones(2), np.zeros(2), np.zeros(2)
    for t in range(1, 501):
        g = rng.choice([-1.0, 1.0], size=2) * [0.001, 100] + 0.1 * w
        mean, square = 0.9 * mean + 0.1 * g, 0.999 * square + 0.001 * g * g
        w = w - 0.001 * mean / (1 - 0.9**t) / np.sqrt(square / (1 - 0.999**t))
    assert w[0] < 0.6
    assert w[1] > 0.9
