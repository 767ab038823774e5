"""The page on optimizers: its numbers and its questions, worked out again by running the algorithms."""

from __future__ import annotations

import numpy as np
import pytest

from lessons.model.figure import Line
from tests.support.content import (
    COURSE,
    Array,
    Found,
    Numbers,
    check_another_way,
    check_only_right_options,
    figure_of,
    named_after,
)

PAGE = COURSE.page("calculus.optimizers")
COMPUTED = named_after("calculus.optimizers")


def averaged(slopes: Array, keep: float, enter: float) -> float:
    """What a running average holds after some gradients, from 0: each one enters with `enter` and decays by `keep`."""
    ages = np.arange(len(slopes))[::-1]
    return float((enter * keep**ages) @ slopes)


def first_step(slope: Array, correct_mean: bool = True, correct_square: bool = True) -> Array:
    """Adam's first step for η = 1, with either correction left out on demand."""
    mean, square = 0.1 * slope, 0.001 * slope * slope
    if correct_mean:
        mean = mean / (1 - 0.9)
    if correct_square:
        square = square / (1 - 0.999)
    return -mean / np.sqrt(square)


def test_velocities_of_the_page() -> None:
    assert [averaged(np.ones(n), 0.9, 1) for n in (1, 2, 3)] == pytest.approx([1, 1.9, 2.71])
    assert averaged(np.ones(500), 0.9, 1) == pytest.approx(10)


def test_the_figure_shows_the_two_velocities() -> None:
    lines = [mark for mark in figure_of(PAGE).marks if isinstance(mark, Line)]
    for line in lines:
        slopes = np.array([(-1.0) ** (n % 2 if line.role == "second" else 0) for n in range(20)])
        for n, (x, y) in enumerate(line.points, 1):
            assert x == n
            assert y == pytest.approx(averaged(slopes[:n], 0.9, 1), abs=6e-4)
    assert {line.role for line in lines} == {"accent", "second"}


@pytest.mark.parametrize("size", [0.001, 1000.0])
def test_the_first_step_of_adam_has_the_length_of_the_learning_rate(size: float) -> None:
    slope = np.array([size])
    assert abs(first_step(slope)) == pytest.approx(1)
    assert abs(first_step(slope, correct_mean=False, correct_square=False)) == pytest.approx(3.16, abs=0.005)


def _velocity(n: Numbers) -> Found:
    slopes, beta = n["slopes"], float(n["beta"])
    right = averaged(slopes, beta, 1)
    return {
        "answer": right, "moving-average": averaged(slopes, beta, 1 - beta), "no-decay": averaged(slopes, 1, 1),
        "last-only": averaged(slopes[2:], beta, 1), "decays-once": slopes @ [beta, beta, 1],
        "decays-the-new": averaged(slopes, beta, beta),
    }  # fmt: skip


def _walk(start: float, bend: float, rate: float, beta: float, enter: float = 1, stale: bool = False) -> list[float]:
    """The places of two steps with momentum on ½ bend w²."""
    places, velocity = [start], 0.0
    for _ in range(2):
        velocity = beta * velocity + enter * bend * (start if stale else places[-1])
        places.append(places[-1] - rate * velocity)
    return places[1:]


def _momentum(n: Numbers) -> Found:
    start, bend, rate, beta = (float(n[name]) for name in ("start", "bend", "rate", "beta"))
    right = _walk(start, bend, rate, beta)
    return {
        "answer": right[1], "no-momentum": _walk(start, bend, rate, 0)[1], "one-step": right[0],
        "stale-slope": _walk(start, bend, rate, beta, stale=True)[1],
        "moving-average": _walk(start, bend, rate, beta, enter=1 - beta)[1],
    }  # fmt: skip


def _adam(n: Numbers) -> Found:
    slopes, rate = n["slopes"], float(n["rate"])
    return {
        "answer": rate * first_step(slopes), "plain-descent": -rate * slopes, "uphill": rate * first_step(-slopes),
        "uncorrected": rate * first_step(slopes, correct_mean=False, correct_square=False),
        "half-corrected": rate * first_step(slopes, correct_mean=False),
    }  # fmt: skip


def _average(n: Numbers) -> Found:
    slopes = np.array([n["first"], n["second"]], dtype=float)
    whole = averaged(np.ones(2), 0.9, 0.1)
    return {
        "answer": averaged(slopes, 0.9, 0.1) / whole, "uncorrected": averaged(slopes, 0.9, 0.1),
        "corrects-as-at-step-1": averaged(slopes, 0.9, 0.1) / averaged(np.ones(1), 0.9, 0.1),
        "plain-mean": slopes.mean(), "older-counts-more": averaged(slopes[::-1], 0.9, 0.1) / whole,
    }  # fmt: skip


def _batch(n: Numbers) -> Found:
    start, rate, slopes = float(n["start"]), float(n["rate"]), n["slopes"]
    mean = slopes.mean()
    return {
        "answer": start - rate * mean, "sum": start - rate * slopes.sum(), "uphill": start + rate * mean,
        "no-learning-rate": start - mean, "step-alone": -rate * mean,
    }  # fmt: skip


ORACLES = {"velocity": _velocity, "momentum": _momentum, "adam": _adam, "average": _average, "batch": _batch}


@pytest.mark.parametrize("name", ORACLES)
def test_questions_come_out_the_same_another_way(name: str) -> None:
    check_another_way(COMPUTED[f"calculus.optimizers.{name}"], ORACLES[name])


def test_every_question_of_the_page_is_worked_out_here() -> None:
    assert {id.rpartition(".")[2] for id in COMPUTED} == ORACLES.keys()


def _floor(rate: float, spread: float, beta: float = 0.0) -> float:
    """The mean loss ½w² of SGD after a long time, over many runs at once."""
    rng = np.random.default_rng(0)
    w, velocity = np.zeros(4000), np.zeros(4000)
    for _ in range(400):
        velocity = beta * velocity + w + rng.normal(size=4000) * spread
        w = w - rate * velocity
    return float((w * w).mean() / 2)


def test_what_lowers_a_noise_floor_is_what_lowers_it_in_a_simulation() -> None:
    """A batch 16 times as large has a quarter of the spread."""
    now = _floor(0.1, 1)
    assert _floor(0.01, 1) < now / 5
    assert _floor(0.1, 1 / 4) < now / 5
    assert _floor(0.1, 1, beta=0.9) > 2 * now
    item = COURSE.item("calculus.optimizers.floor")
    assert item.answer.split() == ["b", "d"]
    check_only_right_options(item)
