"""The matrix toolkit: what the page and its questions say, worked out a second time."""

from __future__ import annotations

import numpy as np
import pytest

from tests.support.content import (
    COURSE,
    Found,
    Numbers,
    Oracle,
    check_another_way,
    formulas_of,
    named_after,
    right_text,
    worded_of,
)

PAGE = COURSE.page("linear_algebra.toolkit")
COMPUTED = named_after(PAGE.id)


def _norms(g: Numbers) -> Found:
    x = g["x"]
    one, two, most = (float(np.linalg.norm(x, order)) for order in (1, 2, np.inf))
    return {
        "answer": np.array([one, two, most]),
        "keeps-the-signs": np.array([x.sum(), two, x.max()]),
        "no-root": np.array([one, x @ x, most]),
        "reversed": np.array([most, two, one]),
        "squared-sum": np.array([one, one, most]),
    }


def _inverse(g: Numbers) -> Found:
    a = g["A"]
    inverse = np.linalg.inv(a)
    det = float(np.linalg.det(a))
    flip = np.array([[0, 1], [1, 0]])
    diagonal = np.eye(2)
    return {
        "answer": inverse,
        "transposes": a.T,
        "inverts-the-entries": 1 / a,
        "never-divides": inverse * det,
        "signs-kept": inverse * (diagonal - flip),
        "diagonal-kept": inverse * flip + a * diagonal / det,
    }


def _fit(g: Numbers) -> Found:
    x, y = np.arange(3.0), g["y"]
    slope, base = np.polyfit(x, y, 1)
    return {
        "answer": np.array([base, slope]),
        "through-the-ends": np.array([y[0], (y[2] - y[0]) / 2]),
        "through-the-first-two": np.array([y[0], y[1] - y[0]]),
        "flat": np.array([y.mean(), 0]),
        "exchanged": np.array([slope, base]),
        "through-the-origin": np.array([0, np.linalg.lstsq(x[:, None], y, rcond=None)[0][0]]),
    }


ORACLES: dict[str, Oracle] = {
    "linear_algebra.toolkit.norms": _norms,
    "linear_algebra.toolkit.inverse": _inverse,
    "linear_algebra.toolkit.fit": _fit,
}


def test_every_computed_question_is_worked_out_a_second_time() -> None:
    assert ORACLES.keys() == COMPUTED.keys()


@pytest.mark.parametrize("item_id", ORACLES)
def test_answers_and_misconceptions_come_out_the_same_by_another_way(item_id: str) -> None:
    check_another_way(COMPUTED[item_id], ORACLES[item_id])


def test_the_examples_of_the_page() -> None:
    assert [np.linalg.norm([3, -4], order) for order in (1, 2, np.inf)] == [7, 5, 4]
    a = np.array([[2, 1], [1, 2]])
    assert np.allclose(3 * np.linalg.inv(a), [[2, -1], [-1, 2]])
    values = np.linalg.eigvalsh(a)
    assert np.allclose(values, [1, 3])
    assert np.isclose(values.prod(), np.linalg.det(a))
    assert np.isclose(values.sum(), np.trace(a))
    assert (round(np.linalg.det(a)), np.trace(a)) == (3, 4)


def test_the_line_of_the_page_is_a_projection() -> None:
    x, y = np.array([[1, 0], [1, 1], [1, 2]]), np.array([1, 2, 4])
    assert (x.T @ x).tolist() == [[3, 3], [3, 5]]
    assert (x.T @ y).tolist() == [7, 10]
    w = np.linalg.lstsq(x, y, rcond=None)[0]
    assert np.allclose(w, [5 / 6, 3 / 2])
    p = x @ np.linalg.pinv(x)
    assert np.allclose(p @ p, p)
    assert np.allclose(p @ y, x @ w)
    assert np.allclose(x.T @ (y - p @ y), 0)
    assert any(r"\frac{5}{6}, \frac{3}{2}" in latex for latex in formulas_of(PAGE))


def test_worded_questions() -> None:
    rng = np.random.default_rng(1)
    a, b, x = rng.normal(size=(3, 3)), rng.normal(size=(3, 3)), rng.normal(size=3)
    assert np.allclose(np.linalg.inv(b) @ np.linalg.inv(a) @ (a @ b @ x), x)
    assert not np.allclose(np.linalg.inv(a) @ np.linalg.inv(b) @ (a @ b @ x), x)
    assert right_text(worded_of()["linear_algebra.toolkit.order"]) == r"$B^{-1} A^{-1} \mathbf y$"
    a *= np.cbrt(5 / np.linalg.det(a))
    assert np.isclose(np.linalg.det(2 * a), float(right_text(worded_of()["linear_algebra.toolkit.double"])))
