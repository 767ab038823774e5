"""Correlation and the multivariate Gaussian: what the page and its questions say, worked out a second time."""

from __future__ import annotations

import numpy as np
import pytest

from lessons.model.figure import Arrow, Line
from tests.support.content import (
    COURSE,
    Found,
    Numbers,
    Oracle,
    check_another_way,
    figure_of,
    named_after,
    right_text,
    worded_of,
)

PAGE = COURSE.page("probability.gaussians")
COMPUTED = named_after(PAGE.id)
WORDED = worded_of()
SIGMA = np.array([[4, 1.6], [1.6, 1]])


def _correlation(g: Numbers) -> Found:
    s = g["S"]
    root = np.diag(1 / np.sqrt(np.diag(s)))
    rho = float((root @ s @ root)[0, 1])
    return {
        "answer": rho,
        "covariance": s[0, 1],
        "divides-by-the-variances": s[0, 1] / np.diag(s).prod(),
        "divides-by-one-variance": s[0, 1] / s[0, 0],
        "sign-lost": -rho,
    }


def _conditional(g: Numbers) -> Found:
    mean, sd, rho, x = g["mean"], g["sd"], float(g["rho"]), float(g["x"])
    c = np.outer(sd, sd) * np.array([[1, rho], [rho, 1]])
    center = mean[1] + c[1, 0] / c[0, 0] * (x - mean[0])
    spread = np.sqrt(1 / np.linalg.inv(c)[1, 1])
    return {
        "answer": np.array([center, spread]),
        "ignores-x": np.array([mean[1], sd[1]]),
        "spread-kept": np.array([center, sd[1]]),
        "full-correlation": np.array([mean[1] + (x - mean[0]) / sd[0] * sd[1], spread]),
        "scales-ignored": np.array([mean[1] + rho * (x - mean[0]), spread]),
        "no-root": np.array([center, spread**2 / sd[1]]),
    }


ORACLES: dict[str, Oracle] = {
    "probability.gaussians.correlation": _correlation,
    "probability.gaussians.conditional": _conditional,
}


def test_every_computed_question_is_worked_out_a_second_time() -> None:
    assert ORACLES.keys() == COMPUTED.keys()


@pytest.mark.parametrize("item_id", ORACLES)
def test_answers_and_misconceptions_come_out_the_same_by_another_way(item_id: str) -> None:
    check_another_way(COMPUTED[item_id], ORACLES[item_id])


def test_the_ellipse_of_the_page() -> None:
    values, vectors = np.linalg.eigh(SIGMA)
    assert values.round(2).tolist() == [0.31, 4.69]
    outline, means = (np.array(mark.points) for mark in figure_of(PAGE).marks if isinstance(mark, Line))
    inside = np.einsum("ni,ij,nj->n", outline, np.linalg.inv(SIGMA), outline)
    assert np.allclose(inside, 1, atol=0.01)
    assert np.allclose(means[:, 1] / means[:, 0], SIGMA[1, 0] / SIGMA[0, 0])
    long, short = (np.array(mark.end) for mark in figure_of(PAGE).marks if isinstance(mark, Arrow))
    for arrow, place in ((long, 1), (short, 0)):
        assert np.isclose(np.linalg.norm(arrow), np.sqrt(values[place]), atol=2e-3)
        assert np.isclose(abs(arrow @ vectors[:, place]), np.sqrt(values[place]), atol=2e-3)


def test_the_conditional_of_the_page() -> None:
    assert np.isclose(SIGMA[0, 1] / np.sqrt(4 * 1), 0.8)
    assert np.isclose(SIGMA[1, 0] / SIGMA[0, 0] * 3, 1.2)
    assert np.isclose(np.sqrt(1 / np.linalg.inv(SIGMA)[1, 1]), 0.6)
    x = np.linalg.cholesky(SIGMA) @ np.random.default_rng(3).standard_normal((2, 400_000))
    near = x[1, abs(x[0] - 3) < 0.05]
    assert abs(near.mean() - 1.2) < 0.03
    assert abs(near.std() - 0.6) < 0.03


def test_a_symmetric_matrix_that_is_no_covariance() -> None:
    s = np.array([[1, 0.9, -0.9], [0.9, 1, 0.9], [-0.9, 0.9, 1]])
    u = np.array([1, -1, 1])
    assert np.isclose(u @ s @ u, -2.4)
    assert np.isclose(np.linalg.eigvalsh(s).min(), -0.8)


def test_worded_questions() -> None:
    rng = np.random.default_rng(0)
    z = rng.standard_normal((2, 400_000))
    radius = np.hypot(*z)
    assert abs((radius < 1).mean() - 0.393) < 0.003
    assert round(1 - np.exp(-0.5), 3) == 0.393
    assert abs((abs(z) < 1).all(axis=0).mean() - 0.46) < 0.01
    assert abs((radius < 2.15).mean() - 0.9) < 0.003
    assert right_text(WORDED["probability.gaussians.ellipse"]) == "39%"
    x = np.array([-1.0, 0, 1])
    assert np.isclose(np.cov(x, x**2)[0, 1], 0)
    celsius, sales = rng.normal(20, 5, 1000), rng.normal(0, 1, 1000)
    sales = sales + celsius
    rho = np.corrcoef(celsius, sales)[0, 1]
    assert np.isclose(np.corrcoef(32 + 1.8 * celsius, 1000 * sales)[0, 1], rho)
    residual = sales - np.polyval(np.polyfit(celsius, sales, 1), celsius)
    assert np.isclose(residual.var() / sales.var(), 1 - rho**2)
    assert WORDED["probability.gaussians.claims"].answer == "a c"
