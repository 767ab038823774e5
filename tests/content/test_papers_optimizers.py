"""The page on optimizers: its numbers and its questions, worked out again by running the algorithms."""

from __future__ import annotations

from random import Random

import numpy as np
import pytest

from lessons.calculus.demo_optimizers import OPTIMIZERS, floor, path
from lessons.model.demo import State, number
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
from tests.support.for_each import for_each

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
    assert {item_id.rpartition(".")[2] for item_id in COMPUTED} == ORACLES.keys()


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


# The demo: a valley of curvatures 1 and 25, from (10, 2).

BENDS = np.array([1.0, 25.0])


def _distances(rate: float, beta: float, steps: int) -> Array:
    """How far momentum without noise is from the minimum after each step: powers of the matrix of one step."""
    found = np.zeros(steps)
    for bend, start in zip(BENDS, (10.0, 2.0), strict=True):
        step = np.array([[1 - rate * bend, -rate * beta], [bend, beta]])  # of (place, velocity)
        states = [np.linalg.matrix_power(step, n) @ [start, 0.0] for n in range(1, steps + 1)]
        found += np.array(states)[:, 0] ** 2
    distances: Array = np.sqrt(found)
    return distances


def _steps_to(rate: float, beta: float) -> int:
    """From which step on the distance stays below 0.01."""
    far = np.flatnonzero(_distances(rate, beta, 200) >= 0.01)
    return int(far.max()) + 2


def test_momentum_needs_24_steps_and_descent_at_its_best_87() -> None:
    assert _steps_to(1 / 9, 4 / 9) == 24
    assert min(_steps_to(eta, 0) for eta in np.arange(0.06, 0.08, 0.001)) == 87
    assert "Gradient descent needs 87" in next(one.hint for one in OPTIMIZERS.challenges if one.id == "thirty")


@pytest.mark.parametrize(("rate", "beta"), [(0.02, 0.0), (0.09, 0.0), (0.111, 0.44), (0.05, 0.9)])
def test_the_path_of_momentum_is_that_of_a_linear_system(rate: float, beta: float) -> None:
    state = {**OPTIMIZERS.initial(), "eta": rate, "beta": beta, "n": 40.0}
    assert np.hypot(*np.array(path(state)[1:]).T) == pytest.approx(_distances(rate, beta, 40))


def test_the_path_of_adam_is_that_of_its_weighted_means() -> None:
    rate, beta = 0.3, 0.9
    state = {**OPTIMIZERS.initial(), "adam": 1.0, "eta": rate, "beta": beta, "n": 12.0}
    places = [np.array([10.0, 2.0])]
    for t in range(1, 13):
        slopes = BENDS * np.array(places)
        weights = [np.array([b ** (t - 1 - i) for i in range(t)]) for b in (beta, 0.999)]
        mean, square = (w / w.sum() @ x for w, x in zip(weights, (slopes, slopes**2), strict=True))
        places.append(places[-1] - rate * mean / np.sqrt(square))
    assert np.array(path(state)) == pytest.approx(np.array(places), abs=1e-6)


@pytest.mark.parametrize(("rate", "beta", "said"), [(0.04, 0.0, 0.755), (0.004, 0.0, 0.051), (0.02, 0.5, None)])
def test_the_floor_is_the_mean_loss_of_a_long_noisy_walk(rate: float, beta: float, said: float | None) -> None:
    """The covariance of place and velocity is the fixed point of one step: C = MCMᵀ + noise."""
    expected = 0.0
    for bend in BENDS:
        step, kick = np.array([[1 - rate * bend, -rate * beta], [bend, beta]]), np.array([-rate, 1.0])
        spread = np.linalg.solve(np.eye(4) - np.kron(step, step), 25 * np.kron(kick, kick))
        expected += bend * spread[0] / 2
    shown = floor({**OPTIMIZERS.initial(), "noise": 5.0, "eta": rate, "beta": beta})
    assert shown == pytest.approx(expected)
    assert said is None or shown == pytest.approx(said, abs=5e-4)


def test_the_floor_is_infinite_where_descent_diverges() -> None:
    assert floor({**OPTIMIZERS.initial(), "noise": 5.0, "eta": 0.09}) == np.inf
    assert pytest.approx(-1.25) == 1 - 25 * 0.09


@for_each(range(30))
def test_predictions_agree_with_a_walk(seed: int) -> None:
    for prediction in OPTIMIZERS.predictions:
        state = prediction.draw(Random(seed))
        walked = np.abs(np.array(path(state)))
        grown = [name for name, column in zip("xy", walked.T, strict=True) if column[-1] > column[0]]
        moved = np.abs(np.diff(np.array(path(state)), axis=0)[0])
        further = "both the same" if np.isclose(*moved) else "xy"[int(moved.argmax())]
        expected = (grown or ["neither"])[0] if prediction.id == "diverges" else further
        assert prediction.answer(state) == expected
        assert prediction.because(state).count("$") % 2 == 0


def test_noise_is_the_same_for_the_same_settings() -> None:
    state: State = {**OPTIMIZERS.initial(), "noise": 5.0}
    assert path(state) == path(dict(state))
    assert path(state)[: int(number(state, "n"))] == path({**state, "n": 29.0})
    assert path(state) != path({**state, "noise": 0.0})
