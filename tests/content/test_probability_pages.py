"""The pages of rung 2: what they teach and ask, and every number on them worked out again."""

from __future__ import annotations

import re

import numpy as np
import pytest

from lessons.model.figure import Arrow, Bars, HeatMap, Label, Line, Points, Region
from lessons.model.page import (
    Pitfall,
    SidePath,
)
from tests.content.test_probability_arithmetic import checked
from tests.support.content import Array, caption_of, figure_of, formulas_of, pages_of, said_on, spans_of

PAGES = pages_of("probability")


@pytest.mark.parametrize(
    ("name", "relations"),
    [
        ("variables", 1), ("expectation", 3), ("covariance", 1), ("conditional", 3), ("bayes", 1), ("likelihood", 0),
        ("softmax", 2),
    ],
)  # fmt: skip
def test_worked_formulas_hold(name: str, relations: int) -> None:
    shown = [f"${latex}$" for latex in formulas_of(PAGES[name])]
    shown += [f"${span.text}$" for span in spans_of(PAGES[name]) if span.kind == "math"]
    assert sum(map(checked, shown)) == relations


def test_the_shaded_area_under_the_bell_is_what_the_caption_says() -> None:
    figure = figure_of(PAGES["variables"])
    curve = next(mark for mark in figure.marks if isinstance(mark, Line) and mark.role == "accent")
    x, y = np.array(curve.points).T
    assert np.isclose(np.trapezoid(y, x), 1, atol=1e-3)
    assert np.allclose(y, np.exp(-(x**2) / (2 * 0.25**2)) / (0.25 * np.sqrt(2 * np.pi)))
    assert y.max() > 1
    corners = np.array(next(mark for mark in figure.marks if isinstance(mark, Region)).corners)
    inside = corners[corners[:, 1] > 0]
    assert np.allclose(inside[:, 1], np.interp(inside[:, 0], x, y), atol=2e-3)
    assert f"{np.trapezoid(inside[:, 1], inside[:, 0]):.2f}" in caption_of(PAGES["variables"])
    assert (inside[:, 0].min(), inside[:, 0].max()) == (-0.25, 0.25)


def test_the_plank_balances_at_the_expectation() -> None:
    figure = figure_of(PAGES["expectation"])
    masses = np.array(next(mark for mark in figure.marks if isinstance(mark, Points)).points)
    support = next(mark for mark in figure.marks if isinstance(mark, Arrow)).end[0]
    assert np.isclose(masses[:, 1].sum(), 1)
    assert np.isclose(((masses[:, 0] - support) * masses[:, 1]).sum(), 0)
    assert "2 with 0.3 and 7 with 0.2" in said_on(PAGES["expectation"])
    assert round(float(np.sqrt(7)), 1) == 2.6


def test_the_cloud_is_centred_and_leans_as_the_alt_text_says() -> None:
    cloud = np.array(next(mark for mark in figure_of(PAGES["covariance"]).marks if isinstance(mark, Points)).points)
    assert np.allclose(cloud.mean(axis=0), 0)
    products = cloud.prod(axis=1)
    assert ((products > 0).sum(), (products < 0).sum()) == (10, 2)
    assert np.cov(cloud.T)[0, 1] > 0


def test_the_direction_of_largest_variance_is_the_first_eigenvector() -> None:
    c = np.array([[2.5, 1.5], [1.5, 1.0]])
    turns = np.linspace(0, np.pi, 3601)
    ways = np.stack([np.cos(turns), np.sin(turns)])
    along = (ways * (c @ ways)).sum(axis=0)
    values, vectors = np.linalg.eigh(c)
    assert np.isclose(along.max(), values[-1])
    assert abs(ways[:, along.argmax()] @ vectors[:, -1]) > 0.999999


def test_the_table_of_mails_is_the_one_worked_with() -> None:
    table = np.array(next(mark for mark in figure_of(PAGES["conditional"]).marks if isinstance(mark, HeatMap)).values)
    assert table.sum() == 200
    assert f"{table[0, 0]:.0f} of {table[:, 0].sum():.0f} are spam" in caption_of(PAGES["conditional"])
    given, plain = (float(table[0, 0] / table[:, 0].sum()), float(table[0].sum() / 200))
    formula = next(latex for latex in formulas_of(PAGES["conditional"]) if "0.5625" in latex)
    assert (f"= {given}" in formula, f"= {plain}" in formula) == (True, True)
    assert 1.8 < given / plain < 2


def test_the_tree_counts_heads() -> None:
    said = {mark.text for mark in figure_of(PAGES["bayes"]).marks if isinstance(mark, Label)}
    ill, healthy = 10, 990
    hit, false = round(0.9 * ill), round(0.09 * healthy)
    assert said == {
        "1000 people", f"{ill} ill", f"{healthy} healthy", f"{hit} positive", f"{ill - hit} not",
        f"{false} positive", f"{healthy - false} not",
    }  # fmt: skip
    assert f"Of {hit + false} alarms {hit} are real" in caption_of(PAGES["bayes"])
    assert hit / (hit + false) < 0.1


def test_a_rare_thing_makes_nearly_every_alarm_false() -> None:
    """99 % right on either side, once in ten thousand."""
    real, false = 0.99 * 1e-4, 0.01 * (1 - 1e-4)
    assert false / (real + false) > 0.99
    assert "99 %" in said_on(PAGES["bayes"])


def test_the_likelihood_curve_has_its_peak_where_it_is_marked() -> None:
    figure = figure_of(PAGES["likelihood"])
    curve = np.array(next(m for m in figure.marks if isinstance(m, Line) and m.role == "accent").points)
    marked = next(m for m in figure.marks if isinstance(m, Line) and m.dashed)
    assert np.allclose(curve[:, 1], curve[:, 0] ** 7 * (1 - curve[:, 0]) ** 3)
    best = curve[curve[:, 1].argmax()]
    assert np.isclose(best[0], marked.points[0][0], atol=0.01)
    assert np.isclose(marked.points[1][1], 0.7**7 * 0.3**3, atol=5e-6)
    assert "0.0022" in figure.alt


def test_least_squares_and_maximum_likelihood_agree_on_a_gaussian() -> None:
    x = np.array([2.0, 4.0, 4.0, 6.0])

    def loglik(mean: Array, var: Array) -> Array:
        found: Array = sum(-((v - mean) ** 2) / (2 * var) - np.log(2 * np.pi * var) / 2 for v in x)
        return found

    mean, var = np.meshgrid(np.linspace(3, 5, 201), np.linspace(1, 3, 201))
    place = np.unravel_index(loglik(mean, var).argmax(), mean.shape)
    assert np.isclose(mean[place], x.mean())
    assert np.isclose(var[place], x.var())


def test_the_bars_are_softmax_at_three_temperatures() -> None:
    groups = [mark for mark in figure_of(PAGES["softmax"]).marks if isinstance(mark, Bars)]
    for bars, heat in zip(groups, (0.5, 1.0, 2.0), strict=True):
        raised = np.exp(np.array([2.0, 1.0, 0.0]) / heat)
        assert np.allclose(bars.heights, raised / raised.sum(), atol=6e-4)
    stated = [float(found) for found in re.findall(r"0\.\d\d", figure_of(PAGES["softmax"]).alt)]
    assert np.allclose(stated, np.concatenate([bars.heights for bars in groups]), atol=0.006)
    assert "temperature 0.5, 1 and 2" in caption_of(PAGES["softmax"])


def test_the_first_page_says_what_will_be_possible_and_the_last_where_it_leads() -> None:
    assert "After this rung" in said_on(PAGES["variables"])
    last = said_on(PAGES["softmax"])
    for words in ("Stage 02", "stage 06", "Mathematics for Machine Learning", "Probabilistic Machine Learning"):
        assert words in last
    assert any(isinstance(block, SidePath) for page in PAGES.values() for block in page.blocks)
    assert sum(isinstance(block, Pitfall) for page in PAGES.values() for block in page.blocks) >= 2
