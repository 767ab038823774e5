"""The page on mutual information: its numbers and its questions, worked out again from joint tables."""

from __future__ import annotations

import numpy as np
import pytest

from lessons.model.figure import Region
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

PAGE = COURSE.page("information_theory.mutual")
COMPUTED = named_after("information_theory.mutual")


def bits(p: Array) -> float:
    p = p[p > 0]
    return float(-(p * np.log2(p)).sum())


def divergence(joint: Array) -> float:
    """KL of a joint table from the product of its margins, in bits."""
    product = joint.sum(axis=1, keepdims=True) * joint.sum(axis=0)
    seen = joint > 0
    return float((joint[seen] * np.log2(joint[seen] / product[seen])).sum())


def test_the_table_of_the_page() -> None:
    joint = np.array([[0.4, 0.1], [0.1, 0.4]])
    assert divergence(joint) == pytest.approx(0.278, abs=5e-4)
    assert bits(np.array([0.8, 0.2])) == pytest.approx(0.722, abs=5e-4)
    assert bits(joint.sum(axis=0)) == pytest.approx(1)


def test_the_bars_overlap_in_the_mutual_information() -> None:
    widths = {
        mark.role: max(x for x, _ in mark.corners) - min(x for x, _ in mark.corners)
        for mark in figure_of(PAGE).marks
        if isinstance(mark, Region)
    }
    assert widths == pytest.approx({"first": 0.722, "second": 0.722, "accent": 0.278})


def test_a_square_has_no_covariance_and_much_information() -> None:
    xs, ys = np.array([-1.0, 0, 1]), np.array([0.0, 1])
    joint = np.array([[0, 1], [1, 0], [0, 1]]) / 3
    assert xs @ joint @ ys - (xs @ joint.sum(axis=1)) * (joint.sum(axis=0) @ ys) == pytest.approx(0)
    assert divergence(joint) == pytest.approx(0.918, abs=5e-4)


def test_one_observation_may_raise_an_entropy_and_the_mean_may_not() -> None:
    joint = np.array([[0.1, 0.1], [0.8, 0.0]])
    assert joint.sum(axis=0) == pytest.approx([0.9, 0.1])
    assert bits(joint.sum(axis=0)) == pytest.approx(0.469, abs=5e-4)
    rows = [bits(row / row.sum()) for row in joint]
    assert rows == pytest.approx([1, 0])
    assert joint.sum(axis=1) @ rows == pytest.approx(0.2)
    item = COURSE.item("information_theory.mutual.true")
    assert item.answer.split() == ["b", "c", "e"]
    check_only_right_options(item)


def _value(n: Numbers) -> Found:
    joint = n["table"]
    right, of_y = divergence(joint), bits(joint.sum(axis=0))
    return {
        "answer": right, "what-remains": of_y - right, "joint-entropy": bits(joint.ravel()),
        "nats": right * np.log(2), "entropy-of-y": of_y,
    }  # fmt: skip


def _sums(n: Numbers) -> Found:
    x, y, both = (float(n[name]) for name in ("first", "second", "joint"))
    only_x, only_y = both - y, both - x
    return {
        "answer": both - only_x - only_y, "what-remains": only_y, "other-remains": only_x,
        "sum-of-entropies": x + y, "not-common": only_x + only_y,
    }  # fmt: skip


def _contrast(n: Numbers) -> Found:
    count, loss = int(n["count"]), float(n["loss"])
    start = -float(np.log(np.full(count, 1 / count)).mean())
    return {
        "answer": start - loss, "loss-itself": loss, "bits": np.log2(count) - loss, "start-only": start,
        "reversed": loss - start,
    }  # fmt: skip


def _conditional(n: Numbers) -> Found:
    alarm, after, quiet = (float(n[name]) for name in ("alarm", "after", "quiet"))
    joint = np.array([[alarm], [1 - alarm]]) * np.array([[after, 1 - after], [quiet, 1 - quiet]])
    rows = np.array([bits(row / row.sum()) for row in joint])
    right = bits(joint.ravel()) - bits(joint.sum(axis=1))
    return {
        "answer": right, "plain-mean": rows.mean(), "entropy-of-the-mixture": right + divergence(joint),
        "warning-only": rows[0], "swapped-weights": joint.sum(axis=1)[::-1] @ rows,
    }  # fmt: skip


ORACLES = {"value": _value, "sums": _sums, "contrast": _contrast, "conditional": _conditional}


@pytest.mark.parametrize("name", ORACLES)
def test_questions_come_out_the_same_another_way(name: str) -> None:
    check_another_way(COMPUTED[f"information_theory.mutual.{name}"], ORACLES[name])


def test_every_question_of_the_page_is_worked_out_here() -> None:
    assert {item_id.rpartition(".")[2] for item_id in COMPUTED} == ORACLES.keys()


@for_each(range(20))
def test_information_is_symmetric_and_never_negative(seed: int) -> None:
    joint = np.random.default_rng(seed).dirichlet(np.ones(6)).reshape(2, 3)
    assert divergence(joint) == pytest.approx(divergence(joint.T))
    assert divergence(joint) >= 0
