"""The questions that the second edition added to rung 3, worked out again by differences and by searching."""

from __future__ import annotations

import cmath
from collections.abc import Callable
from math import exp, log

import numpy as np
import pytest

from lessons.answers import judge
from lessons.model.computed_item import first_unambiguous
from tests.support.calculus_oracles import (
    DIFFERENTIATED,
    PRACTICE_ORACLES,
    Given,
    Numbers,
    check_by_numbers,
    number_in,
    numbers_of,
    slope,
)
from tests.support.calculus_oracles import ORACLES as FIRST_ORACLES
from tests.support.content import CHECKLIST_ITEMS, CHOSEN, SEEDS, core_computed_of, right_text, worded_of
from tests.support.for_each import for_each

COMPUTED = core_computed_of("calculus")
WORDED = worded_of("calculus")


def _quotient(g: Given) -> Numbers:
    a, b, c, x = (number_in(g, name) for name in "abcx")

    def top(t: float) -> float:
        return a * t + b

    def bottom(t: float) -> float:
        return t + c

    def ratio(t: float) -> float:
        return top(t) / bottom(t)

    by_top, by_bottom = slope(lambda t: top(t) / bottom(x), x), slope(lambda t: top(x) / bottom(t), x)
    right = slope(ratio, x)
    return {
        "answer": right, "quotient-of-derivatives": slope(top, x) / slope(bottom, x), "plus": by_top - by_bottom,
        "reversed": -right, "denominator-not-squared": right * bottom(x), "never-divides": right * bottom(x) ** 2,
        "value": ratio(x),
    }  # fmt: skip


def _estimate(g: Given) -> Numbers:
    height = number_in(g, "height")
    at, slopes, step = (np.array(numbers_of(g, name)) for name in ("at", "slopes", "step"))

    def plane(point: np.ndarray) -> float:
        """The surface that is flat: its gradient is the same everywhere, so the estimate is exact."""
        return float(height + slopes @ (point - at))

    moved = [plane(at + step * axis) for axis in np.eye(2)]
    return {
        "answer": plane(at + step), "change-only": plane(at + step) - height, "whole-slopes": plane(at + 1),
        "wrong-way": plane(at - step), "first-weight-only": moved[0], "second-weight-only": moved[1],
        "uses-the-point": plane(2 * at),
    }  # fmt: skip


def _second(g: Given) -> Numbers:
    p, q, at = (number_in(g, name) for name in ("p", "q", "at"))
    cubic = np.poly1d([1, -1.5 * (p + q), 3 * p * q, 0])

    def bend(f: Callable[[float], float]) -> float:
        return (f(at + 0.5) - 2 * f(at) + f(at - 0.5)) / 0.25

    assert slope(cubic, at) == pytest.approx(0, abs=1e-6)
    right = bend(cubic)
    return {
        "answer": right, "first-derivative": 0.0, "value": float(cubic(at)),
        "forgets-the-square-term": bend(lambda t: t**3), "stops-halfway": right / 2, "sign": -right,
    }  # fmt: skip


def _likelihood(g: Given) -> Numbers:
    events, hours = number_in(g, "events"), number_in(g, "hours")

    def score(rate: float) -> float:
        """The slope of the log-likelihood by a complex step (Squire and Trapp, 1998), exact but for rounding."""
        at = rate + 1e-20j
        return (events * cmath.log(at) - hours * at).imag / 1e-20

    low, high = 0.05, 50.0
    for _ in range(200):
        middle = (low + high) / 2
        low, high = (middle, high) if score(middle) > 0 else (low, middle)
    return {
        "answer": low, "upside-down": 1 / low, "slope-at-one": score(1.0), "zero-of-the-log": exp(1 / low),
        "forgets-the-count": low / events, "multiplies": low * hours**2,
    }  # fmt: skip


ORACLES: dict[str, Callable[[Given], Numbers]] = {
    "calculus.rules.quotient": _quotient,
    "calculus.gradient.estimate": _estimate,
    "calculus.landscape.second": _second,
    "calculus.landscape.likelihood": _likelihood,
}


def test_every_computed_question_of_the_rung_is_worked_out_a_second_time() -> None:
    chosen = {item_id for item_id, one in COMPUTED.items() if one.kind in CHOSEN}
    known = [item_id for oracles in (ORACLES, FIRST_ORACLES, PRACTICE_ORACLES, DIFFERENTIATED) for item_id in oracles]
    asked = COMPUTED.keys() - chosen - CHECKLIST_ITEMS
    assert set(known) == asked
    assert len(known) == len(asked)


@pytest.mark.parametrize("item_id", ORACLES)
def test_new_questions_come_out_the_same_by_another_way(item_id: str) -> None:
    check_by_numbers(COMPUTED[item_id], ORACLES[item_id])


@for_each(SEEDS)
def test_the_sign_of_the_second_derivative_tells_minimum_from_maximum(seed: int) -> None:
    made = first_unambiguous(COMPUTED["calculus.landscape.second"], seed)
    p, q, at = (number_in(made.given, name) for name in ("p", "q", "at"))
    cubic = np.poly1d([1, -1.5 * (p + q), 3 * p * q, 0])
    kind = "minimum" if cubic(at) < min(cubic(at - 0.1), cubic(at + 0.1)) else "maximum"
    assert f"the point is a {kind}" in made.explanation


@for_each(SEEDS)
def test_between_the_two_directions_the_curvature_does_what_is_said(seed: int) -> None:
    """A saddle has flat directions in between; otherwise every curvature lies between the two that are named."""
    made = first_unambiguous(COMPUTED["calculus.landscape.kind"], seed)
    a, b = number_in(made.given, "a"), number_in(made.given, "b")
    turns = np.linspace(0, np.pi, 181)
    bends = 2 * (a + b * np.cos(turns) * np.sin(turns))
    named = (2 * a + b, 2 * a - b)
    assert bends.min() >= min(named) - 1e-9
    assert bends.max() <= max(named) + 1e-9
    changes = bool((bends > 0).any() and (bends < 0).any())
    assert changes == ("passes through 0 and changes its sign" in made.explanation)
    assert not any("flat in some direction" in option.text for option in made.options)


def test_a_limit_is_reached_by_no_secant_and_is_exact() -> None:
    gaps = [abs(((3 + h) ** 2 - 9) / h - 6) for h in (0.1, 0.01, 0.001)]
    assert gaps == pytest.approx([0.1, 0.01, 0.001])
    assert min(gaps) > 0
    assert "exactly 6" in right_text(WORDED["calculus.derivative.limit"])


def test_functions_that_split_and_those_that_do_not() -> None:
    a, b = 1.3, 0.4
    holds = {
        "a": np.isclose(log(a * b), log(a) + log(b)),
        "b": np.isclose(log(a + b), log(a) + log(b)),
        "c": np.isclose(exp(a + b), exp(a) + exp(b)),
        "d": np.isclose(slope(lambda t: exp(t) + t**3, a), slope(exp, a) + slope(lambda t: t**3, a)),
        "e": np.isclose(slope(lambda t: exp(t) * t**3, a), slope(exp, a) * slope(lambda t: t**3, a)),
    }
    assert WORDED["calculus.rules.split"].answer.split() == [item_id for item_id, true in holds.items() if true]


def test_a_partial_derivative_depends_on_what_is_held_fixed() -> None:
    def by_x(y: float) -> float:
        return slope(lambda x: x**2 * y, 1.0)

    assert [round(by_x(y)) for y in (2, 5)] == [4, 10]
    assert right_text(WORDED["calculus.gradient.depends"]).startswith("4 and 10:")


def test_a_gradient_has_as_many_entries_as_there_are_weights() -> None:
    assert "one entry per weight" in right_text(WORDED["calculus.gradient.arrow"])


def test_a_slope_of_one_along_the_wrong_direction() -> None:
    item = WORDED["calculus.gradient.steepest"]
    message = next(option.message for option in item.options if option.text == "$(0, -1)$")
    assert np.array([3, -1]) @ np.array([0, -1]) == 1
    assert "= 1$, so the loss grows" in message


def test_the_error_after_three_steps_is_a_known_slip() -> None:
    x = 0.0
    for _ in range(3):
        x -= 0.1 * slope(lambda t: (t - 3) ** 2, x)
    slips = {rule.id: float(rule.answer) for rule in WORDED["calculus.descent.exercise"].wrong_rules}
    assert slips["error"] == pytest.approx(x - 3, abs=1e-6)


def test_the_prompt_for_the_rule_promises_only_what_is_read() -> None:
    item = WORDED["calculus.descent.rule"]
    assert "Any notation" not in item.prompt
    for typed in ("theta <- theta - eta grad L(theta)", "theta = theta - eta * grad L(theta)"):
        assert judge(item.question, typed).mark == "right"


def test_a_node_sums_over_the_nodes_it_feeds() -> None:
    item = WORDED["calculus.chain.once"]
    true = [option.text for option in item.options if option.id in item.answer.split()]
    assert any("is a sum over the nodes it feeds" in text for text in true)

    def loss(x: float) -> float:
        u, v = 2 * x, x + 1
        return u * v + 3 * u

    by_u, by_v = slope(lambda u: u * 4 + 3 * u, 6.0), slope(lambda v: 6 * v, 4.0)
    assert slope(loss, 3.0) == pytest.approx(by_u * 2 + by_v * 1)


def test_a_rate_is_one_at_the_point() -> None:
    made = first_unambiguous(COMPUTED["calculus.gradient.rate"], 0)
    assert "per unit of distance" in made.prompt
    assert "at this point" in made.explanation


def test_how_short_a_step_must_be_depends_on_the_hessian() -> None:
    assert "largest eigenvalue of the Hessian" in WORDED["calculus.stepsize.always"].explanation
