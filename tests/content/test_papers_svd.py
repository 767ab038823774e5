"""The SVD: what the page and its questions say, worked out a second time."""

from __future__ import annotations

import numpy as np
import pytest

from lessons.model.computed_item import first_unambiguous
from lessons.model.figure import Arrow, Line
from tests.support.arithmetic import value_of
from tests.support.content import (
    COURSE,
    SEEDS,
    Found,
    Numbers,
    Oracle,
    check_another_way,
    figure_of,
    formulas_of,
    named_after,
    worded_of,
)

PAGE = COURSE.page("linear_algebra.svd")
COMPUTED = named_after(PAGE.id)


def _values(g: Numbers) -> Found:
    a = g["A"]
    sigma = np.sqrt(np.linalg.eigvalsh(a @ a.T))[::-1]
    found: Found = {
        "answer": sigma,
        "no-root": sigma**2,
        "column-lengths": np.linalg.norm(a, axis=0),
        "smaller-first": sigma[::-1],
    }
    own = np.linalg.eigvals(a.astype(complex))
    if np.abs(own.imag).max() < 1e-9 and np.allclose(own.real, own.real.round(1)):
        found = {**found, "eigenvalues-of-a": np.sort(own.real)[::-1]}
    return found


def _energy(g: Numbers) -> Found:
    sigma, k = g["sigma"], int(g["k"])
    power = np.cumsum(sigma**2) / np.sum(sigma**2)
    return {
        "answer": power[k - 1],
        "no-squares": np.cumsum(sigma)[k - 1] / sigma.sum(),
        "the-rest": 1 - power[k - 1],
        "counts-the-terms": k / sigma.size,
        "root-of-the-fraction": np.linalg.norm(sigma[:k]) / np.linalg.norm(sigma),
    }


def _error(g: Numbers) -> Found:
    sigma, k = g["sigma"], int(g["k"])
    a = np.diag(sigma)
    u, s, vt = np.linalg.svd(a)
    copy = (u[:, :k] * s[:k]) @ vt[:k]
    return {
        "answer": np.linalg.norm(a - copy),
        "no-root": ((a - copy) ** 2).sum(),
        "adds-the-values": np.trace(a - copy),
        "next-value-only": np.linalg.norm(a - copy, 2),
        "counts-what-is-kept": np.linalg.norm(copy),
    }


ORACLES: dict[str, Oracle] = {
    "linear_algebra.svd.values": _values,
    "linear_algebra.svd.energy": _energy,
    "linear_algebra.svd.error": _error,
}


def test_every_computed_question_is_worked_out_a_second_time() -> None:
    assert ORACLES.keys() == COMPUTED.keys()


@pytest.mark.parametrize("item_id", ORACLES)
def test_answers_and_misconceptions_come_out_the_same_by_another_way(item_id: str) -> None:
    check_another_way(COMPUTED[item_id], ORACLES[item_id])


def test_some_draws_have_eigenvalues_that_look_like_singular_values() -> None:
    template = COMPUTED["linear_algebra.svd.values"]
    rules = [{wrong.id for wrong in first_unambiguous(template, seed).misconceptions} for seed in SEEDS]
    assert sum("eigenvalues-of-a" in found for found in rules) > 5


def test_the_example_of_the_page() -> None:
    a = np.array([[3, 0], [4, 5]])
    u, s, vt = np.linalg.svd(a)
    assert np.allclose(s**2, [45, 5])
    assert np.allclose(a.T @ a, [[25, 20], [20, 25]])
    copy = s[0] * np.outer(u[:, 0], vt[0])
    assert np.allclose(copy, [[1.5, 1.5], [4.5, 4.5]])
    assert any("1.5 & 1.5" in latex and "4.5 & 4.5" in latex for latex in formulas_of(PAGE))
    assert round(float(np.linalg.norm(a - copy)), 2) == 2.24
    assert np.isclose((copy**2).sum() / (a**2).sum(), 0.9)
    assert np.isclose(float(value_of(r"\frac{45}{45 + 5}")), 0.9)


def test_the_ellipse_is_the_image_of_the_circle() -> None:
    a = np.array([[3, 0], [4, 5]])
    circle, ellipse = (np.array(mark.points) for mark in figure_of(PAGE).marks if isinstance(mark, Line))
    assert np.allclose(np.linalg.norm(circle, axis=1), 1, atol=2e-3)
    assert np.allclose(circle @ a.T, ellipse, atol=4e-3)
    long, short = (np.array(mark.end) for mark in figure_of(PAGE).marks if isinstance(mark, Arrow))
    assert np.allclose([np.linalg.norm(long), np.linalg.norm(short)], np.sqrt([45, 5]), atol=2e-3)
    assert abs(long @ short) < 5e-3


def test_raw_data_far_from_the_origin_hides_its_scatter() -> None:
    rng = np.random.default_rng(0)
    x = 100 + np.outer(rng.normal(0, 3, 500), [1, -1]) + rng.normal(0, 0.1, (500, 2))
    raw, centered = (np.linalg.svd(one)[2][0] for one in (x, x - x.mean(axis=0)))
    assert abs(raw @ [1, 1]) / np.sqrt(2) > 0.999
    assert abs(centered @ [1, -1]) / np.sqrt(2) > 0.999
    assert round(float(np.hypot(100, 100))) == 141
    assert worded_of()["linear_algebra.svd.pca"].answer == "d"
