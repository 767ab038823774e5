"""Attention: what the page and its questions say, worked out a second time."""

from __future__ import annotations

import numpy as np
import pytest

from lessons.model.figure import Bars
from tests.support.content import (
    COURSE,
    Array,
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

PAGE = COURSE.page("probability.attention")
COMPUTED = named_after(PAGE.id)
WORDED = worded_of()


def _softmax(z: Array) -> Array:
    power = np.exp(z - z.max(axis=-1, keepdims=True))
    return np.asarray(power / power.sum(axis=-1, keepdims=True))


def _output(g: Numbers) -> Found:
    scores, values, d = g["scores"], g["values"], float(g["root"]) ** 2
    scaled = scores / np.sqrt(d)
    return {
        "answer": _softmax(scaled) @ values,
        "not-scaled": _softmax(scores) @ values,
        "divides-by-d": _softmax(scores / d) @ values,
        "copies-the-best": values[scores.argmax()],
        "plain-mean": values.mean(),
        "never-normalized": np.exp(scaled) @ values,
    }


def _scale(g: Numbers) -> Found:
    d, sigma = float(g["d"]), float(g["sigma"])
    variance = np.full(int(d), sigma**2).sum()
    return {
        "answer": np.sqrt(variance),
        "variance": variance,
        "adds-the-deviations": d * sigma,
        "unit-entries": np.sqrt(d),
        "one-product": sigma,
        "deviation-for-variance": np.sqrt(d * sigma),
    }


ORACLES: dict[str, Oracle] = {
    "probability.attention.output": _output,
    "probability.attention.scale": _scale,
}


def test_every_computed_question_is_worked_out_a_second_time() -> None:
    assert ORACLES.keys() == COMPUTED.keys()


@pytest.mark.parametrize("item_id", ORACLES)
def test_answers_and_misconceptions_come_out_the_same_by_another_way(item_id: str) -> None:
    check_another_way(COMPUTED[item_id], ORACLES[item_id])


def test_the_weights_of_the_figure() -> None:
    weights = _softmax(np.array([4, 8, 0, 0]) / np.sqrt(4))
    (bars,) = (mark for mark in figure_of(PAGE).marks if isinstance(mark, Bars))
    assert np.allclose(weights, bars.heights, atol=5e-4)


def test_why_scores_are_divided() -> None:
    rng = np.random.default_rng(0)
    q, k = rng.normal(size=(2, 40000, 64))
    scores = (q * k).sum(axis=1)
    assert abs(scores.std() - 8) < 0.1
    slopes = []
    for gap in (8.0, 1.0):
        p = float(_softmax(np.array([gap, 0.0]))[0])
        nudged = float(_softmax(np.array([gap + 1e-6, 0.0]))[0])
        assert np.isclose((nudged - p) / 1e-6, p * (1 - p), rtol=1e-3)
        slopes.append(p * (1 - p))
    assert (round(slopes[0], 6), round(slopes[1], 3)) == (0.000335, 0.197)
    assert round(float(_softmax(np.array([8.0, 0.0]))[0]), 5) == 0.99966
    for number in ("0.000335", "0.197"):
        assert number in said_on(PAGE)


def test_worded_questions() -> None:
    rng = np.random.default_rng(1)
    s = rng.normal(size=(5, 9))
    assert np.allclose(_softmax(s).sum(axis=-1), 1)
    assert "axis -1: the weights of each query" in right_text(WORDED["probability.attention.axis"])
    zero, minus, hidden = _softmax(np.array([2.0, -1.0, 0.0]))[[0, 1, 2]]
    assert hidden > minus > 0
    assert zero + minus + hidden == pytest.approx(1)
    assert _softmax(np.array([2.0, -1.0, -np.inf]))[2] == 0
    assert right_text(WORDED["probability.attention.mask"]).startswith("They still get weight")
