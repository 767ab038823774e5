"""Batches and axes: what the page and its questions say, worked out a second time."""

from __future__ import annotations

import numpy as np
import pytest

from tests.support.content import (
    COURSE,
    Array,
    Found,
    Numbers,
    Oracle,
    check_another_way,
    named_after,
    right_text,
    said_on,
    worded_of,
)

PAGE = COURSE.page("linear_algebra.batches")
COMPUTED = named_after(PAGE.id)
WORDED = worded_of()


def _ones(shape: Array) -> Array:
    return np.ones(tuple(shape.astype(int)), dtype=float)


def _product(g: Numbers) -> Found:
    x, w = np.broadcast_to(1.0, tuple(g["X"].astype(int))), _ones(g["W"])
    one = (x[0] @ w).shape
    found = np.array([len(x), *one])
    return {
        "answer": found,
        "drops-the-batch": np.array(one),
        "flattens-the-tokens": np.array([x.shape[0] * x.shape[1], w.shape[1]]),
        "keeps-the-inner": np.array([*x.shape, w.shape[1]]),
        "shape-of-x": np.array(x.shape),
    }


def _einsum(g: Numbers) -> Found:
    q, k = _ones(g["Q"]), _ones(g["K"])
    scores = q @ np.swapaxes(k, -1, -2)
    b, h, t, s = scores.shape
    assert scores.shape == np.einsum("bhtd,bhsd->bhts", q, k).shape
    return {
        "answer": np.array([b, h, t, s]),
        "exchanges-the-last-two": np.array([b, h, s, t]),
        "keeps-the-width": np.array(q.shape),
        "sums-nothing": np.array(np.einsum("bhtd,bhsd->bhtsd", q, k).shape),
        "sums-the-batch-too": np.array(np.einsum("bhtd,bhsd->ts", q, k).shape),
    }


def _loss(g: Numbers) -> Found:
    y = g["y"]
    table = y[:, None] - y
    assert np.isclose((table**2).mean(), 2 * y.var())
    return {
        "answer": (table**2).mean(),
        "entry-by-entry": 0,
        "never-averages": (table**2).sum(),
        "divides-by-three": (table**2).sum() / 3,
        "mean-everywhere": ((y.mean() - y) ** 2).mean(),
        "no-squares": np.abs(table).mean(),
    }


ORACLES: dict[str, Oracle] = {
    "linear_algebra.batches.product": _product,
    "linear_algebra.batches.einsum": _einsum,
    "linear_algebra.batches.loss": _loss,
}


def test_every_computed_question_is_worked_out_a_second_time() -> None:
    assert ORACLES.keys() == COMPUTED.keys()


@pytest.mark.parametrize("item_id", ORACLES)
def test_answers_and_misconceptions_come_out_the_same_by_another_way(item_id: str) -> None:
    check_another_way(COMPUTED[item_id], ORACLES[item_id])


def test_shapes_on_the_page() -> None:
    x, w = np.broadcast_to(1.0, (8, 128, 512)), np.broadcast_to(1.0, (512, 2048))
    assert (x.shape[:-1], w.shape[-1:], x.shape[-1] == w.shape[0]) == ((8, 128), (2048,), True)
    with pytest.raises(ValueError, match="broadcast"):
        _ = np.ones((32, 10)) + np.ones(32)
    assert (np.ones((32, 10)) + np.ones((32, 1))).shape == (32, 10)


def test_the_loss_of_the_page_and_its_minimum() -> None:
    y = np.array([0, 1, 2])
    assert np.isclose(((y[:, None] - y) ** 2).mean(), 12 / 9)
    costs = [((np.full((3, 1), guess) - y) ** 2).mean() for guess in np.linspace(0, 2, 201)]
    assert np.isclose(min(costs), y.var())
    rng = np.random.default_rng(0)
    assert all(((p - y) ** 2).mean() >= y.var() for p in rng.normal(1, 1, (200, 3, 1)))
    assert "predicting the mean" in said_on(PAGE)
    assert np.isclose(y.var(), 2 / 3)


def test_worded_questions() -> None:
    x = np.ones((32, 10))
    for option in WORDED["linear_algebra.batches.broadcast"].options:
        shape = tuple(int(part) for part in option.text.split("`")[1].strip("()").split(",") if part.strip())
        runs = True
        try:
            np.broadcast_shapes(x.shape, shape)
        except ValueError:
            runs = False
        assert runs == (not option.message), option.id
    p = np.random.default_rng(2).uniform(1, 2, (32, 10))
    rows = p / p.sum(axis=-1, keepdims=True)
    assert np.allclose(rows.sum(axis=1), 1)
    assert "axis=-1, keepdims=True" in right_text(WORDED["linear_algebra.batches.keepdims"])

    def norm(v: Array) -> Array:
        return np.asarray((v - v.mean(-1, keepdims=True)) / v.std(-1, keepdims=True))

    assert np.allclose(norm(3 * p + 2), norm(p))
    assert right_text(WORDED["linear_algebra.batches.layernorm"]) == "It is the same"
