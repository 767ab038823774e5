"""The page on the gradient of a layer: its numbers and its questions, worked out again by finite differences."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from lessons.model.computed_item import first_unambiguous
from lessons.model.figure import Label
from tests.support.content import (
    COURSE,
    SEEDS,
    Array,
    Found,
    Numbers,
    check_another_way,
    figure_of,
    named_after,
    said_on,
)
from tests.support.for_each import for_each

PAGE = COURSE.page("calculus.layers")
COMPUTED = named_after("calculus.layers")


def by_nudges(f: Callable[[Array], float], at: Array, h: float = 1e-4) -> Array:
    """The gradient of f at an array, entry by entry from central differences; the array's shape."""
    found = np.zeros(at.shape)
    for place in np.ndindex(at.shape):
        up, down = at.copy(), at.copy()
        up[place] += h
        down[place] -= h
        found[place] = (f(up) - f(down)) / (2 * h)
    return found


def test_the_worked_layer_agrees_with_nudges() -> None:
    weights, x, slopes = np.array([[1.0, 2], [0, -1], [3, 1]]), np.array([2.0, 1]), np.array([1.0, -1, 2])
    assert by_nudges(lambda w: float(slopes @ (w @ x)), weights) == pytest.approx(np.array([[2, 1], [-2, -1], [4, 2]]))
    assert by_nudges(lambda v: float(slopes @ (weights @ v)), x) == pytest.approx(np.array([7, 5]))
    assert (weights @ x).tolist() == [4, -1, 7]
    assert by_nudges(lambda v: float(slopes @ np.maximum(weights @ v, 0)), x) == pytest.approx(np.array([7, 4]))


def test_the_gradient_check_is_off_by_what_the_page_says() -> None:
    assert "$10^{-10}$" in said_on(PAGE) or "10^{-10}" in said_on(PAGE)
    exact = 1 / (2 + np.e + 1 / np.e)
    for kind, h, least, most in ((np.float64, 1e-5, 0, 1e-10), (np.float32, 1e-6, 0.085, 0.095)):
        one, step = kind(1), kind(h)
        heights = [one / (one + np.exp(-x)) for x in (one + step, one - step)]
        assert heights[0].dtype == kind
        off = abs(float((heights[0] - heights[1]) / (kind(2) * step)) / exact - 1)
        assert least <= off < most


def test_each_gradient_of_the_figure_has_the_shape_of_its_variable() -> None:
    at = {mark.text: mark.at for mark in figure_of(PAGE).marks if isinstance(mark, Label)}
    shapes = {
        (mark.at[0], mark.at[1] > 9): mark.text
        for mark in figure_of(PAGE).marks
        if isinstance(mark, Label) and mark.text.startswith("(")
    }
    for name in "XWY":
        assert shapes[at[name][0], True] == shapes[at[f"∂L/∂{name}"][0], False]


def _weights(n: Numbers) -> Found:
    weights, x, slopes = n["W"], n["x"], n["slopes"]
    right = by_nudges(lambda w: float(slopes @ (w @ x)), weights).round(6)
    return {
        "answer": right, "transposed": right.T, "times-the-weights": right * weights,
        "output-for-slope": by_nudges(lambda w: float((weights @ x) @ (w @ x)), weights).round(6),
        "input-per-row": np.repeat((slopes * x)[:, None], 2, axis=1),
    }  # fmt: skip


def _input(n: Numbers) -> Found:
    weights, slopes = n["W"], n["slopes"]
    start = np.ones(2)
    return {
        "answer": by_nudges(lambda v: float(slopes @ (weights @ v)), start),
        "not-transposed": by_nudges(lambda v: float(slopes @ (weights.T @ v)), start),
        "diagonal": by_nudges(lambda v: float(slopes @ (np.diag(weights) * v)), start),
        "column-sums": by_nudges(lambda v: float((weights @ v).sum()), start),
        "one-output": by_nudges(lambda v: float(slopes[0] * (weights @ v)[0]), start),
    }


def _relu(n: Numbers) -> Found:
    weights, x, slopes = n["W"], n["x"], n["slopes"]

    def back(given: Array) -> Array:
        return by_nudges(lambda v: float(given @ (weights @ v)), x)

    return {
        "answer": by_nudges(lambda v: float(slopes @ np.maximum(weights @ v, 0)), x), "no-mask": back(slopes),
        "masks-by-the-slope": back(np.maximum(slopes, 0)),
        "opposite-mask": by_nudges(lambda v: float(slopes @ np.minimum(weights @ v, 0)), x),
        "times-the-value": back(slopes * np.maximum(weights @ x, 0)),
    }  # fmt: skip


def _bias(n: Numbers) -> Found:
    slopes = n["D"]
    right = by_nudges(lambda b: float((slopes * (np.zeros((3, 3)) + b)).sum()), np.zeros(3))
    return {
        "answer": right, "mean": right / 3, "row-sums": slopes @ np.ones(3), "one-example": slopes[0],
        "last-example": slopes[2],
    }  # fmt: skip


def _mean(n: Numbers) -> Found:
    slopes, x = n["slopes"], n["x"]
    total = by_nudges(lambda w: float(slopes @ (w[0] * x)), np.ones(1))[0]
    return {
        "answer": total / 4, "sum": total, "product-of-means": np.mean(slopes) * np.mean(x), "no-input": slopes.mean(),
        "halved-twice": total / 16,
    }  # fmt: skip


ORACLES = {"weights": _weights, "input": _input, "relu": _relu, "bias": _bias, "mean": _mean}


@pytest.mark.parametrize("name", ORACLES)
def test_questions_come_out_the_same_another_way(name: str) -> None:
    check_another_way(COMPUTED[f"calculus.layers.{name}"], ORACLES[name], slack=1e-6)


@for_each(SEEDS)
def test_the_right_product_is_a_gradient_and_the_others_are_not(seed: int) -> None:
    made = first_unambiguous(COMPUTED["calculus.layers.shapes"], seed)
    sizes = made.given["sizes"]
    assert isinstance(sizes, tuple)
    short = [int(str(size)) for size in sizes]
    n, d, k = (1 + sorted(short).index(size) for size in short)  # as different, and quick
    rng = np.random.default_rng(seed)
    known = {"X": rng.normal(size=(n, d)), "W": rng.normal(size=(k, d)), "D": rng.normal(size=(n, k))}
    target = str(made.given["of"])

    def loss(moved: Array) -> float:
        now = {**known, target: moved}
        return float((known["D"] * (now["X"] @ now["W"].T)).sum())

    wanted = by_nudges(loss, known[target])
    for option in made.options:
        try:
            got = eval(option.text.strip("`"), {}, known)
        except ValueError:
            assert "NumPy raises an error" in option.message
            continue
        fits = got.shape == wanted.shape and np.allclose(got, wanted, atol=1e-6)
        assert fits == (option.id == made.answer)


def test_every_question_of_the_page_is_worked_out_here() -> None:
    assert {item_id.rpartition(".")[2] for item_id in COMPUTED} == {*ORACLES, "shapes"}
