"""The questions of rung 3 that come in practice and reviews: each worked out again by numerical differentiation."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import numpy as np
import pytest

from lessons.calculus import items_fit, items_strides
from tests.content.test_calculus_oracles import (
    DIFFERENTIATED,
    Given,
    Numbers,
    check_by_numbers,
    gradient,
    number,
    numbers_of,
    slope,
)
from tests.content.test_calculus_oracles import ORACLES as ON_PAGES
from tests.support.content import CHOSEN, computed_of, right_text, worded_of

COMPUTED = computed_of("calculus")
WORDED = worded_of("calculus")


def _factor(g: Given) -> Numbers:
    a, b, c, x = (number(g, name) for name in "abcx")

    def line(t: float) -> float:
        return a * t + b

    def bend(t: float) -> float:
        return t * t + c

    first, second = slope(lambda t: line(t) * bend(x), x), slope(lambda t: line(x) * bend(t), x)
    return {
        "answer": slope(lambda t: line(t) * bend(t), x), "product-of-derivatives": slope(line, x) * slope(bend, x),
        "first-only": first, "second-only": second, "minus": first - second, "value": line(x) * bend(x),
    }  # fmt: skip


def _bias(g: Given) -> Numbers:
    w, b = number(g, "w"), number(g, "b")
    xs, ys = np.array(numbers_of(g, "x")), np.array(numbers_of(g, "y"))

    def loss(w: float, b: float) -> float:
        return float(((w * xs + b - ys) ** 2).mean())

    by_weight, by_bias = gradient(loss, w, b)
    return {
        "answer": by_bias, "residual-turned-round": -by_bias, "forgets-the-2": float((w * xs + b - ys).mean()),
        "forgets-the-mean": slope(lambda t: float(((w * xs + t - ys) ** 2).sum()), b),
        "slope-for-the-weight": by_weight,
    }  # fmt: skip


def _pair(g: Given) -> Numbers:
    w, y, x = np.array(numbers_of(g, "w")), np.array(numbers_of(g, "y")), np.array(g["X"], dtype=float)

    def total(one: float, other: float) -> float:
        return float(((x @ np.array([one, other]) - y) ** 2).sum())

    both = gradient(total, *w)
    first = gradient(lambda one, other: float((x[0] @ np.array([one, other]) - y[0]) ** 2 / 2), *w)
    right = tuple(part / 2 for part in both)
    return {
        "answer": right, "residual-turned-round": tuple(-part for part in right), "forgets-the-mean": both,
        "forgets-the-2": tuple(part / 2 for part in right), "no-transpose": tuple(x @ (x @ w - y)),
        "first-example-only": first,
    }  # fmt: skip


def _size(g: Given) -> Numbers:
    slopes, eta = np.array(numbers_of(g, "slopes")), number(g, "eta")
    step = -eta * slopes
    return {
        "answer": float(np.hypot(*step)), "no-step-size": float(np.hypot(*slopes)),
        "adds-the-slopes": float(np.abs(step).sum()), "no-root": eta * float((slopes**2).sum()),
        "step-size-only": eta,
    }  # fmt: skip


def _rate(g: Given) -> Numbers:
    """By trying step sizes until the step lands where it did."""
    at, slopes, moved = (np.array(numbers_of(g, name)) for name in ("at", "slopes", "moved"))
    tried = np.round(np.linspace(0.01, 1, 100), 2)
    missed = [float(np.abs(at - eta * slopes - moved).sum()) for eta in tried]
    eta = float(tried[int(np.argmin(missed))])
    assert min(missed) < 1e-9
    return {
        "answer": eta, "keeps-the-sign": -eta, "upside-down": 1 / eta, "never-divides": float(abs(moved - at)[0]),
        "over-the-place": float(abs((moved - at) / at)[0]),
    }  # fmt: skip


def _flat(g: Given) -> Numbers:
    """By one step on the bowl from (1, 1), along its axes."""
    steep, gentle = number(g, "steep"), number(g, "gentle")

    def bowl(s: float, t: float) -> float:
        return steep * s * s / 2 + gentle * t * t / 2

    def stepped(eta: float) -> tuple[float, float]:
        across, up = gradient(bowl, 1.0, 1.0)
        return 1 - eta * across, 1 - eta * up

    there, kept = stepped(1 / steep)
    return {
        "answer": kept, "what-is-gone": 1 - kept, "both-arrive": there, "no-step-size": stepped(1.0)[1],
        "eigenvalues-swapped": stepped(1 / gentle)[0],
    }  # fmt: skip


ORACLES: dict[str, Callable[[Given], Numbers]] = {
    "calculus.rules.factor": _factor,
    "calculus.chain.bias": _bias,
    "calculus.chain.pair": _pair,
    "calculus.descent.size": _size,
    "calculus.descent.rate": _rate,
    "calculus.stepsize.flat": _flat,
}


def test_every_computed_question_of_the_rung_is_worked_out_a_second_time() -> None:
    chosen = {id for id, one in COMPUTED.items() if one.kind in CHOSEN}
    assert ORACLES.keys() | ON_PAGES.keys() | DIFFERENTIATED.keys() == COMPUTED.keys() - chosen
    assert not ORACLES.keys() & ON_PAGES.keys()


@pytest.mark.parametrize("id", ORACLES)
def test_answers_and_misconceptions_come_out_the_same_by_another_way(id: str) -> None:
    check_by_numbers(COMPUTED[id], ORACLES[id])


def test_known_numbers() -> None:
    made = items_fit.two_weights((1, 2), ((1, 2), (3, -1)), (4, 3))
    assert made.answer == (-5, 4)
    assert {wrong.id: wrong.answer for wrong in made.misconceptions}["forgets-the-mean"] == (-10, 8)
    assert items_strides.size((3, 4), Fraction(1, 10)).answer == 0.5
    assert items_strides.rate((1, 2), (5, -4), Fraction(1, 5)).answer == 0.2
    assert items_strides.flat(8, 2).answer == 0.75


@pytest.mark.parametrize("which", [0, 1])
def test_a_wrong_residual_is_carried_into_both_slopes(which: int) -> None:
    steps = items_fit.two_weights((1, 2), ((1, 2), (3, -1)), (4, 3)).steps
    assert [step.value for step in steps] == ["1", "-2", "-5", "4"]
    follow = steps[2 + which].follow
    assert follow is not None
    assert follow((2.0, -2.0)) == (-4.0, 6.0)[which]


def test_a_loss_without_b_in_it_is_level_along_b() -> None:
    assert gradient(lambda w, _: w * w, 3.0, 7.0) == pytest.approx((6, 0))
    assert right_text(WORDED["calculus.gradient.flat"]) == "$b$ has no influence on the loss"


def test_the_argument_for_the_update_rule_holds_on_a_long_valley() -> None:
    """The way down is steepest against the gradient, it does not lead to the minimum, and a long step climbs."""

    def valley(x: float, y: float) -> float:
        return x * x + 25 * y * y

    at = (5.0, 1.0)
    down = -np.array(gradient(valley, *at))
    turns = np.linspace(0, 2 * np.pi, 721)
    falls = [valley(at[0] + 1e-4 * np.cos(t), at[1] + 1e-4 * np.sin(t)) for t in turns]
    steepest = turns[int(np.argmin(falls))]
    assert np.array([np.cos(steepest), np.sin(steepest)]) @ down / np.linalg.norm(down) > 0.9999
    towards = -np.array(at) / np.linalg.norm(at)
    assert towards @ down / np.linalg.norm(down) < 0.5
    assert valley(*(np.array(at) + 0.01 * down)) < valley(*at) < valley(*(np.array(at) + 0.1 * down))
    item = WORDED["calculus.descent.why"]
    assert item.answer == "a c d"
