"""The pages of rung 2 in the second edition: numbers of worked examples and reasons, worked out again."""

from __future__ import annotations

import math

import numpy as np

from lessons.model.figure import Line, Points
from lessons.model.page import Why
from tests.support.content import figure_of, formulas_of, pages_of, right_text, said_on, worded_of

PAGES = pages_of("probability")
WORDED = {item_id.partition(".")[2]: item for item_id, item in worded_of("probability").items()}
FOUR = np.array([[2.0, 1.0], [1.0, 1.0], [-1.0, -1.0], [-2.0, -1.0]])


def test_variance_both_ways() -> None:
    x, p = np.array([0.0, 2.0, 7.0]), np.array([0.5, 0.3, 0.2])
    assert np.isclose(x @ p, 2)
    assert np.isclose(x**2 @ p, 11)
    assert np.isclose((x - 2) ** 2 @ p, 7)
    assert np.isclose(np.mean(np.square([1, 3])), 5)
    assert np.isclose(np.square(np.mean([1, 3])), 4)
    assert "first gives 5; averaging first gives 4" in said_on(PAGES["expectation"])


def test_covariance_of_four_points() -> None:
    c = np.cov(FOUR, rowvar=False, ddof=0)
    assert np.isclose(c[0, 1], 1.5)
    assert np.isclose(np.corrcoef(FOUR, rowvar=False)[0, 1], 0.95, atol=5e-3)
    values = np.linalg.eigvalsh(c)
    assert values.round(3).tolist() == [0.073, 3.427]
    assert np.isclose(values[1] / values.sum(), 0.979, atol=5e-4)
    assert "3.427 of 3.5 is 97.9% of the variance" in said_on(PAGES["covariance"])
    u = np.array([0.6, 0.8])
    assert np.isclose(np.mean((FOUR @ u) ** 2), 2.98)
    assert np.isclose(u @ c @ u, 2.98)
    assert sorted((FOUR @ u).round(9).tolist()) == [-2, -1.4, 1.4, 2]


def test_the_table_of_emails_in_all_its_uses() -> None:
    joint = np.array([[45, 15], [35, 105]]) / 200
    spam, link = joint[0].sum(), joint[:, 0].sum()
    assert np.isclose(spam, 0.3)
    assert np.isclose(link, 0.4)
    assert np.isclose(joint[0, 0] / spam, 0.75)
    assert np.isclose(link * joint[0, 0] / link, 0.225)
    assert np.isclose(1 - joint[1, 1], 0.475)
    shown = "".join(formulas_of(PAGES["conditional"]))
    for number in ("0.75", "0.225", "0.475", "0.3", "0.4"):
        assert f"= {number}" in shown


def test_the_log_likelihood_is_drawn_and_peaks_where_the_likelihood_does() -> None:
    figure = figure_of(PAGES["log_likelihood"])
    curve = np.array(next(m for m in figure.marks if isinstance(m, Line) and m.role == "accent").points)
    assert np.allclose(curve[:, 1], np.log(curve[:, 0] ** 7 * (1 - curve[:, 0]) ** 3))
    assert np.isclose(curve[curve[:, 1].argmax(), 0], 0.7, atol=0.02)
    top = 7 * math.log(0.7) + 3 * math.log(0.3)
    assert math.isclose(top, -6.109, abs_tol=5e-4)
    marked = next(m for m in figure.marks if isinstance(m, Line) and m.dashed)
    assert np.isclose(marked.points[1][1], top, atol=5e-3)


def test_at_the_peak_gains_and_losses_balance() -> None:
    theta = np.linspace(0.01, 0.99, 99)
    assert np.isclose(theta[np.abs(7 / theta - 3 / (1 - theta)).argmin()], 0.7)
    reason = next(block for block in PAGES["likelihood"].blocks if isinstance(block, Why))
    assert "= 10" in str(reason)


def test_squared_errors_are_least_at_the_mean() -> None:
    x = np.array([2.0, 4.0, 4.0, 6.0])
    assert [float(((x - c) ** 2).sum()) for c in (3, 4, 5)] == [12, 8, 12]
    assert "add up to 12, 8, 12" in said_on(PAGES["log_likelihood"])
    for c in np.linspace(-3, 9, 25):
        assert np.isclose(((x - c) ** 2).sum(), 8 + 4 * (4 - c) ** 2)


def test_points_on_the_exponential_curve() -> None:
    figure = figure_of(PAGES["softmax"])
    points = np.array(next(m for m in figure.marks if isinstance(m, Points)).points)
    assert np.allclose(points[:, 1], np.exp(points[:, 0]), atol=5e-4)
    curve = next(m for m in figure.marks if isinstance(m, Line) and m.role == "accent")
    assert min(y for _, y in curve.points) > 0


def test_temperature_example() -> None:
    p = np.exp(np.array([2.0, 0.0]) / 2)
    assert np.allclose(p / p.sum(), [0.731, 0.269], atol=5e-4)
    assert "(0.731, 0.269)" in "".join(formulas_of(PAGES["temperature"]))


def test_without_the_exponential_some_scores_give_no_distribution() -> None:
    broken = []
    for option in WORDED["softmax.plain"].options:
        z = np.array([float(x) for x in option.text.partition("(")[2].partition(")")[0].split(",")])
        p = z / z.sum()
        assert math.isclose(p.sum(), 1)
        if (p < 0).any():
            broken.append(option.id)
    assert broken == [WORDED["softmax.plain"].answer]


def test_a_forecast_is_judged_by_many_days() -> None:
    rain = np.random.default_rng(0).random(100_000) < 0.7
    assert math.isclose(rain.mean(), 0.7, abs_tol=0.01)
    assert "70 of 100 such days" in right_text(WORDED["variables.forecast"])


def test_a_conjunction_is_never_more_probable_than_its_part() -> None:
    draws = np.random.default_rng(0).random((200, 2, 2))
    joint = draws / draws.sum(axis=(1, 2), keepdims=True)
    assert (joint[:, 0, 0] <= joint[:, 0].sum(axis=1)).all()
    assert right_text(WORDED["conditional.conjunction"]).startswith("More than five words")


def test_expectations_of_products() -> None:
    x, p = np.array([1.0, 3.0]), np.array([0.5, 0.5])
    mean, joint = x @ p, np.outer(p, p)
    assert mean**2 == 4
    assert x**2 @ p == 5
    assert (np.outer(x, x) * joint).sum() == mean * mean
    assert np.isclose(1 / (x**-2.0 @ p), 1.8)
    assert "independent reading" in right_text(WORDED["expectation.product"])


def test_no_temperature_moves_the_peak() -> None:
    for z in np.random.default_rng(0).normal(0, 3, size=(50, 4)):
        tops = []
        for heat in (0.2, 1.0, 5.0):
            e = np.exp(z / heat - (z / heat).max())
            tops.append((int(e.argmax()), float((e / e.sum()).max())))
        assert len({place for place, _ in tops}) == 1
        assert tops[0][1] >= tops[1][1] >= tops[2][1]
    assert right_text(WORDED["temperature.argmax"]).startswith("Still")
