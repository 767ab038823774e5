"""Bayes for parameters: what the page and its questions say, worked out a second time."""

from __future__ import annotations

import numpy as np
import pytest

from lessons.model.figure import Line
from tests.support.content import (
    COURSE,
    Found,
    Numbers,
    Oracle,
    check_another_way,
    figure_of,
    named_after,
    right_text,
    said_on,
    worded_of,
)

PAGE = COURSE.page("probability.parameters")
COMPUTED = named_after(PAGE.id)
WORDED = worded_of()


def _peak(heads: float, tails: float) -> float:
    """Where θ^heads (1 - θ)^tails is largest: the root of its log's derivative, by bisection."""
    low, high = 0.0, 1.0
    for _ in range(60):
        middle = (low + high) / 2
        rising = heads * (1 - middle) > tails * middle
        low, high = (middle, high) if rising else (low, middle)
    return (low + high) / 2


def _map(g: Numbers) -> Found:
    n, h, a, b = (float(g[name]) for name in "nhab")
    return {
        "answer": _peak(h + a, n - h + b),
        "no-prior": _peak(h, n - h),
        "prior-only": _peak(a, b),
        "numerator-only": (h + a) / n,
        "averages-the-peaks": (_peak(h, n - h) + _peak(a, b)) / 2,
        "exchanged": (h + b) / (n + a + b),
    }


def _penalty(g: Numbers) -> Found:
    tau, n = float(g["tau"]), float(g["N"])
    w = 0.7
    log_prior = -(w**2) / (2 * tau**2)
    summed = -log_prior / w**2
    return {
        "answer": summed / n,
        "not-over-n": summed,
        "half-lost": tau**-2 / n,
        "no-square": 0.5 / tau / n,
        "multiplies": tau**2 / 2 / n,
    }


ORACLES: dict[str, Oracle] = {
    "probability.parameters.map": _map,
    "probability.parameters.penalty": _penalty,
}


def test_every_computed_question_is_worked_out_a_second_time() -> None:
    assert ORACLES.keys() == COMPUTED.keys()


@pytest.mark.parametrize("item_id", ORACLES)
def test_answers_and_misconceptions_come_out_the_same_by_another_way(item_id: str) -> None:
    check_another_way(COMPUTED[item_id], ORACLES[item_id])


def test_the_curves_of_the_figure_are_densities_with_their_peaks() -> None:
    peaks = []
    for mark in figure_of(PAGE).marks:
        if isinstance(mark, Line):
            x, y = np.array(mark.points).T
            assert np.isclose(np.trapezoid(y, x), 1, atol=2e-3)
            peaks.append(round(float(x[y.argmax()]), 2))
    assert peaks == [0.5, 1.0, 0.8]


def test_the_numbers_of_the_page() -> None:
    assert np.isclose(_peak(4, 1), 0.8)
    assert round(_peak(301, 1), 4) == 0.9967
    assert np.isclose(1 / (2 * 0.1**2), 50)
    assert np.isclose(50 / 1000, 0.05)
    assert "0.9967" in str(PAGE.blocks)
    assert "data outweighs the prior" in said_on(PAGE)


def test_the_penalty_makes_the_minimum_the_map_estimate() -> None:
    rng = np.random.default_rng(0)
    x = rng.normal(0.3, 1, 1000)
    w = np.linspace(-0.5, 0.5, 20001)
    mean_loss = ((x[:, None] - w[None, ::100]) ** 2 / 2).mean(axis=0) + 0.05 * w[::100] ** 2
    posterior = -((x[:, None] - w[None, ::100]) ** 2).sum(axis=0) / 2 - w[::100] ** 2 / (2 * 0.1**2)
    assert mean_loss.argmin() == posterior.argmax()


def test_worded_questions() -> None:
    few, many = _peak(3 + 1, 0 + 1), _peak(290 + 1, 10 + 1)
    assert (round(few, 3), round(many, 3)) == (0.8, 0.964)
    assert round(290 / 300, 3) == 0.967
    assert right_text(WORDED["probability.parameters.more"]).startswith("The second: its")
    theta = np.linspace(0, 1, 100001)
    flat = theta**3 / np.trapezoid(theta**3, theta)
    assert np.isclose(np.trapezoid(theta * flat, theta), 0.8, atol=1e-6)
    assert theta[flat.argmax()] == 1
    assert right_text(WORDED["probability.parameters.flat"]) == "The maximum likelihood estimate"
