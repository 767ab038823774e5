"""The page on losses from logits: its numbers and its questions, worked out again."""

from __future__ import annotations

from decimal import Decimal, getcontext

import numpy as np
import pytest

from tests.support.content import (
    COURSE,
    Array,
    Found,
    Numbers,
    check_another_way,
    check_only_right_options,
    named_after,
)

COMPUTED = named_after("information_theory.logits")
getcontext().prec = 60


def direct(z: Array) -> float:
    """ln of the sum of e^z as it is defined, in numbers of sixty digits."""
    return float(sum((Decimal(float(one)).exp() for one in z), Decimal(0)).ln())


def sigmoid(z: float) -> float:
    return float(1 / (1 + (-Decimal(z)).exp()))


def test_the_worked_loss_of_the_page() -> None:
    z = np.array([1000.0, 1001.0, 1002.0])
    assert direct(z) == pytest.approx(1002.408, abs=5e-4)
    assert direct(z) - 1002 == pytest.approx(0.408, abs=5e-4)
    assert direct(np.zeros(10)) == pytest.approx(2.303, abs=5e-4)


@pytest.mark.parametrize(("kind", "low"), [(np.float64, -800), (np.float32, -110), (np.float16, -20)])
def test_softmax_of_two_far_logits_is_exactly_one_and_zero(kind: type[np.floating], low: float) -> None:
    raised = np.exp(np.array([0, low], dtype=kind))
    assert raised.dtype == kind
    assert (raised / raised.sum()).tolist() == [1, 0]


def test_a_small_number_in_the_logarithm_caps_the_loss() -> None:
    assert -np.log(1e-8) == pytest.approx(18.4, abs=0.05)
    nudged = [-np.log(np.exp(-z) / (1 + np.exp(-z)) + 1e-8) for z in (100.0, 99.0)]
    assert abs(nudged[0] - nudged[1]) < 1e-12
    assert direct(np.array([0.0, -800.0])) + 800 == 800


@pytest.mark.parametrize("y", [0, 1])
def test_binary_cross_entropy_is_that_of_the_page_and_its_slope_is_sigmoid_minus_label(y: int) -> None:
    def loss(z: float) -> float:
        return max(z, 0) - z * y + float(np.log1p(np.exp(-abs(z))))

    assert loss(2) == pytest.approx(0.127 if y else 2.127, abs=5e-4)
    for z in (-3.0, -0.5, 2.0):
        assert (loss(z + 1e-5) - loss(z - 1e-5)) / 2e-5 == pytest.approx(sigmoid(z) - y, abs=1e-6)
        assert loss(z) == pytest.approx(-np.log(sigmoid(z) if y else 1 - sigmoid(z)))


def test_statements_about_ten_logits() -> None:
    z = np.random.default_rng(0).normal(size=10)
    assert direct(z + 5) - 5 == pytest.approx(direct(z))
    assert direct(2 * z) - 2 * z[0] != pytest.approx(direct(z) - z[0])
    assert direct(z) >= z.max()
    item = COURSE.item("information_theory.logits.true")
    assert item.answer.split() == ["b", "c", "e"]
    check_only_right_options(item)


def _lse(n: Numbers) -> Found:
    z = n["z"]
    right, top = direct(z), float(z.max())
    return {
        "answer": right, "largest-lost": right - top, "largest-only": top,
        "adds-the-count": direct(np.full(3, top)), "subtracts-the-largest": right - 2 * top,
    }  # fmt: skip


def _loss(n: Numbers) -> Found:
    z, label = n["z"], int(n["label"])
    log_p = z - direct(z)
    return {
        "answer": -log_p[label], "reversed": log_p[label], "lse-alone": direct(z), "probability": np.exp(log_p[label]),
        "next-class": -np.roll(log_p, -1)[label], "shifted-once": direct(z - z.max()) - z[label],
    }  # fmt: skip


def _bce(n: Numbers) -> Found:
    z, y = float(n["z"]), int(n["y"])
    p = [1 - sigmoid(z), sigmoid(z)]
    return {
        "answer": -np.log(p[y]), "other-label": -np.log(p[1 - y]), "probability": p[y], "bits": -np.log2(p[y]),
        "brier": (1 - p[y]) ** 2,
    }  # fmt: skip


def _sigmoid(n: Numbers) -> Found:
    a, b = float(n["first"]), float(n["second"])
    raised = np.exp([a, b])
    p = raised / raised.sum()
    return {
        "answer": p[0], "first-logit-alone": raised[0] / (1 + raised[0]), "other-class": p[1],
        "sum-of-logits": raised.prod() / (1 + raised.prod()), "odds": p[0] / p[1],
    }  # fmt: skip


def _density(n: Numbers) -> Found:
    sigma = float(n["sigma"])
    x = np.linspace(-12, 12, 200_001) * sigma
    height = 1 / float(np.exp(-(x**2) / (2 * sigma**2)).sum() * (x[1] - x[0]))  # the area under the bell is 1
    found = {
        "answer": -np.log(height),
        "no-minus": np.log(height),
        "density": height,
        "as-if-sigma-1": -np.log(height * sigma),
    }
    return {**found, **({"never-negative": 0.0} if height > 1 else {"no-root": -2 * np.log(height) - np.log(sigma)})}


ORACLES = {"lse": _lse, "loss": _loss, "bce": _bce, "sigmoid": _sigmoid, "density": _density}


@pytest.mark.parametrize("name", ORACLES)
def test_questions_come_out_the_same_another_way(name: str) -> None:
    slack = 5.1e-4 if name == "lse" else 1e-6  # log-sum-exp is given as it is typed, with three decimals
    check_another_way(COMPUTED[f"information_theory.logits.{name}"], ORACLES[name], slack)


def test_every_question_of_the_page_is_worked_out_here() -> None:
    assert {item_id.rpartition(".")[2] for item_id in COMPUTED} == ORACLES.keys()
