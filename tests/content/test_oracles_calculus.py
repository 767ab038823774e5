"""Calculus: what items, pages and demos say is worked out a second time, in another way."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import partial
from math import exp
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lessons.answers import evaluate, judge
from lessons.calculus import (
    items_chain,
    items_descent,
    items_fit_gradient,
    items_formulas,
    items_rules,
    items_step_vectors,
)
from lessons.calculus.demos import DESCENT, GRAPH, TANGENT
from lessons.calculus.live import clipped, shown
from lessons.model.computed_item import ItemDraw, draw, first_unambiguous
from lessons.model.demo import Prediction, State, View, number
from lessons.model.figure import Arrow, Axis, Label, Line, Points
from lessons.model.misconception import Value
from lessons.model.page import (
    CodeCell,
)
from tests.support.arithmetic import checked, equalities, formulas, leading_value, value_of
from tests.support.calculus_oracles import (
    DIFFERENTIATED,
    ORACLES,
    PRACTICE_ORACLES,
    Real,
    check_by_numbers,
    gradient,
    number_in,
    slope,
)
from tests.support.content import (
    CHECKLIST_ITEMS,
    MANY,
    SEEDS,
    Array,
    as_array,
    core_computed_of,
    figure_of,
    formulas_of,
    option_text,
    pages_of,
    prediction_of,
    right_text,
    said_on,
    texts_of,
    worded_of,
)
from tests.support.for_each import for_each

# Oracles.

COMPUTED = core_computed_of("calculus")


@pytest.mark.parametrize("item_id", ORACLES)
def test_answers_and_misconceptions_come_out_the_same_by_another_way(item_id: str) -> None:
    check_by_numbers(COMPUTED[item_id], ORACLES[item_id])


@pytest.mark.parametrize("x", [-2.0, 0.5, 3.0])
def test_slopes_of_known_functions_come_out(x: float) -> None:
    assert slope(lambda t: t**4 - t, x) == pytest.approx(4 * x**3 - 1, rel=1e-9)
    assert slope(exp, x) == pytest.approx(exp(x), rel=1e-7)
    assert gradient(lambda s, t: s * s * t, x, 2.0) == pytest.approx((4 * x, x * x))


# Practice.

WORDED = worded_of("calculus")


@pytest.mark.parametrize("item_id", PRACTICE_ORACLES)
def test_answers_and_misconceptions_come_out_the_same_by_another_way_practice(item_id: str) -> None:
    check_by_numbers(COMPUTED[item_id], PRACTICE_ORACLES[item_id])


def test_known_numbers() -> None:
    made = items_fit_gradient.two_weights((1, 2), ((1, 2), (3, -1)), (4, 3))
    assert made.answer == (-5, 4)
    assert {wrong.id: wrong.answer for wrong in made.misconceptions}["forgets-the-mean"] == (-10, 8)
    assert items_step_vectors.size((3, 4), Fraction(1, 10)).answer == 0.5
    assert items_step_vectors.rate((1, 2), (5, -4), Fraction(1, 5)).answer == 0.2
    assert items_step_vectors.flat(8, 2).answer == 0.75


@pytest.mark.parametrize("which", [0, 1])
def test_a_wrong_residual_is_carried_into_both_slopes(which: int) -> None:
    steps = items_fit_gradient.two_weights((1, 2), ((1, 2), (3, -1)), (4, 3)).steps
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


# Items.

OPTIONED = {item_id for item_id, one in COMPUTED.items() if one.kind == "choice"}
TYPED = {item_id for item_id, one in COMPUTED.items() if one.kind == "expression"}


@pytest.mark.parametrize("item_id", DIFFERENTIATED)
def test_formulas_are_derivatives_and_misconceptions_are_what_they_say(item_id: str) -> None:
    make, frozen = DIFFERENTIATED[item_id]
    assert DIFFERENTIATED.keys() == TYPED
    for seed in SEEDS:
        made = first_unambiguous(COMPUTED[item_id], seed)
        f, wrong = make(made.given)
        expected: dict[str, Real] = {"answer": partial(slope, f), **wrong}
        found = {"answer": made.answer, **{one.id: one.answer for one in made.misconceptions}}
        assert found.keys() == expected.keys()
        for name, typed in found.items():
            for x in (0.4, 0.9, 1.7):
                value = evaluate(str(typed), {"x": x, **frozen})
                assert value == pytest.approx(expected[name](x), rel=1e-4), (item_id, seed, name, x)


@pytest.mark.slow
@pytest.mark.parametrize("item_id", sorted(TYPED))
def test_no_two_formulas_of_a_draw_coincide(item_id: str) -> None:
    """Over every formula that 10,000 seeds draw."""
    template = COMPUTED[item_id]
    seen: set[tuple[str, ...]] = set()
    for seed in MANY:
        made = first_unambiguous(template, seed)
        seen.add((str(made.answer), *(str(wrong.answer) for wrong in made.misconceptions)))
    for typed in seen:
        places = [{"x": 0.37, "y": 1.9}, {"x": 1.61, "y": 0.7}]
        values = [tuple(round(evaluate(one, at), 9) for at in places) for one in typed]
        assert len(set(values)) == len(values), typed
    assert len(seen) >= 20


@pytest.mark.parametrize("item_id", sorted(COMPUTED.keys() - TYPED - CHECKLIST_ITEMS))
def test_numbers_quoted_in_texts_are_true(item_id: str) -> None:
    chains = 0
    for seed in SEEDS:
        made = first_unambiguous(COMPUTED[item_id], seed)
        chains += sum(checked(text) for text in texts_of(made))
        for wrong in made.misconceptions:
            quoted = leading_value(wrong.message)
            if quoted is not None and not isinstance(wrong.answer, str):
                assert np.allclose(quoted, as_array(wrong.answer), atol=1e-9), (item_id, seed, wrong.id)
    assert chains >= len(SEEDS) or item_id in ("calculus.landscape.valley", "calculus.gradient.rate")


WORKSHEETS = {item_id: [step.lead for step in draw(COMPUTED[item_id], 0).steps] for item_id in COMPUTED}


def test_the_chain_rule_and_the_step_in_two_variables_have_worksheets() -> None:
    full = {item_id for item_id, leads in WORKSHEETS.items() if all(leads)}
    assert {"calculus.chain.weight", "calculus.chain.paths", "calculus.descent.two"} <= full
    assert all(all(leads) or not any(leads) for leads in WORKSHEETS.values())


def test_a_wrong_slope_in_the_worksheet_leads_to_the_point_that_follows_from_it() -> None:
    steps = items_descent.two((1, 1, 2), (2, 1), Fraction(1, 10)).steps
    assert [step.value for step in steps] == ["5", "6", "1.5", "0.4"]
    assert steps[2].follow is not None
    assert steps[3].follow is not None
    assert steps[2].follow((4.0, 6.0)) == pytest.approx(1.6)
    assert steps[3].follow((4.0, 8.0, 1.6)) == pytest.approx(0.2)


LEARNING = [
    (items_rules.power(3, 0, 2), 12, {"keeps-the-power": 24}),
    (items_rules.inner(3, 1, 2, 1), 24, {"inner-lost": 8}),
    (
        items_descent.step(0, 4, Fraction(1, 10)),
        3.2,
        {"ascends": 4.8, "no-step-size": -4, "steps-by-the-value": 2.4, "sign-only": 3.9},
    ),
    (items_formulas.product(2, 1), "2 x e^x + x^2 e^x", {"product-of-derivatives": "2 x e^x"}),
    (items_formulas.exponential(1, 2), "2 e^(2x)", {"its-own": "e^(2x)"}),
    (items_formulas.logarithm(3, 0), "3/(3 x)", {"inner-lost": "1/(3 x)"}),
    (items_chain.mse(1, (1, 2, 3), (2, 1, 5)), Fraction(-10, 3), {"residual-turned-round": Fraction(10, 3)}),
]


@pytest.mark.parametrize(("made", "answer", "wrong"), LEARNING)
def test_well_known_mistakes_on_well_known_numbers(made: ItemDraw, answer: Value, wrong: Mapping[str, Value]) -> None:
    found = {one.id: one.answer for one in made.misconceptions}
    assert made.answer == answer
    assert {item_id: found[item_id] for item_id in wrong} == wrong


def test_the_mistakes_on_sigmoid_and_mean_squares_are_all_there() -> None:
    assert {"z-for-sigma"} <= {wrong.id for wrong in items_rules.sigmoid(Fraction(3)).misconceptions}
    mean = {wrong.id for wrong in items_chain.mse(1, (1, 2, 3), (2, 1, 5)).misconceptions}
    assert {"residual-turned-round", "forgets-the-2", "forgets-the-mean"} <= mean
    assert "reuses-the-new-x" in {
        wrong.id for wrong in items_descent.two((1, 1, 1), (1, 2), Fraction(1, 10)).misconceptions
    }


@pytest.mark.parametrize("item_id", sorted(COMPUTED.keys() - TYPED - OPTIONED - CHECKLIST_ITEMS))
def test_arithmetic_stays_pleasant(item_id: str) -> None:
    sizes, answers = [], set()
    for seed in range(200):
        made = first_unambiguous(COMPUTED[item_id], seed)
        sizes.append(float(np.abs(as_array(made.answer)).max()))
        answers.add(str(made.answer))
        assert all(np.abs(as_array(value)).max() <= 18 for value in made.given.values())
    assert max(sizes) <= 256
    assert np.mean(np.array(sizes) <= 110) > 0.95
    assert len(answers) >= 5


@for_each(SEEDS)
def test_what_a_step_size_does_is_what_a_walk_shows(seed: int) -> None:
    made = first_unambiguous(COMPUTED["calculus.stepsize.regime"], seed)
    a, eta = number_in(made.given, "a"), number_in(made.given, "eta")
    errors = [-3.0]
    for _ in range(12):
        errors.append(errors[-1] - eta * slope(lambda t: a * t * t, errors[-1]))
    size = abs(errors[2]) / abs(errors[1]) if abs(errors[1]) > 1e-6 else 0.0
    if size == 0:
        words = "in one step"
    elif errors[1] * errors[2] > 0:
        words = "same side"
        assert size < 1
    else:
        words = "forever" if abs(size - 1) < 1e-6 else "still comes closer" if size < 1 else "further away"
    right = next(option for option in made.options if option.id == made.answer)
    assert words in right.text


@for_each(SEEDS)
def test_a_level_place_is_what_its_surroundings_say(seed: int) -> None:
    made = first_unambiguous(COMPUTED["calculus.landscape.kind"], seed)
    a, b = number_in(made.given, "a"), number_in(made.given, "b")
    turns = np.linspace(0, np.pi, 61)
    heights = a + b * np.cos(turns) * np.sin(turns)
    words = "A minimum" if (heights > 0).all() else "A maximum" if (heights < 0).all() else "A saddle"
    right = next(option for option in made.options if option.id == made.answer)
    assert right.text.startswith(words)
    values = np.linalg.eigvalsh([[2 * a, b], [b, 2 * a]])
    quoted = [float(value_of(one)) for one in formulas(made.explanation.partition("eigenvalues")[2])[:2]]
    assert sorted(quoted) == pytest.approx(values.tolist())


@pytest.mark.parametrize("item_id", sorted(OPTIONED))
def test_what_is_right_differs_from_draw_to_draw(item_id: str) -> None:
    rights = set()
    for seed in range(200):
        item = draw(COMPUTED[item_id], seed)
        rights.add(right_text(item))
    assert len(rights) >= 3


# Pages.

PAGES = pages_of("calculus")


def _marks(name: str, role: str = "") -> list[Line]:
    return [m for m in figure_of(PAGES[name]).marks if isinstance(m, Line) and role in ("", m.role)]


def _slope(f: Callable[[float], float], x: float, h: float = 1e-5) -> float:
    return (f(x + h) - f(x - h)) / (2 * h)


def test_the_tangent_is_nearly_right_near_by() -> None:
    guess = float(value_of("9 + 6 \\cdot 0.1"))
    assert guess == pytest.approx(3**2 + _slope(lambda x: x * x, 3) * 0.1)
    assert "The exact square is 9.61." in said_on(PAGES["derivative"])
    errors = [(3 + h) ** 2 - (9 + 6 * h) for h in (0.1, 0.05)]
    assert errors[0] == pytest.approx(9.61 - guess)
    assert errors[1] == pytest.approx(errors[0] / 4)


def test_the_tangent_figure_has_the_slopes_of_its_caption() -> None:
    touching, cutting = _marks("derivative")[1:]

    def rise(line: Line) -> float:
        (x, y), (to_x, to_y) = line.points
        return (to_y - y) / (to_x - x)

    assert rise(touching) == pytest.approx(_slope(lambda x: x * x / 2, 1)) == pytest.approx(1)
    assert rise(cutting) == pytest.approx((4.5 - 0.5) / 2) == pytest.approx(2)
    for line in (touching, cutting):
        (x, y), _ = line.points
        assert y + rise(line) * (1 - x) == pytest.approx(0.5)
    marks = next(m for m in figure_of(PAGES["derivative"]).marks if isinstance(m, Points))
    assert all(y == x * x / 2 for x, y in marks.points)


def test_the_rules_hold_for_numbers() -> None:
    assert "or 80 at 2" in said_on(PAGES["rules"])
    assert _slope(lambda x: x**5, 2) == pytest.approx(80)
    assert r"3 \cdot 2^2 \cdot 10 = 120" in formulas_of(PAGES["rules"])
    assert _slope(lambda x: (10 * x - 8) ** 3, 1) == pytest.approx(120)

    def sigmoid(z: float) -> float:
        return float(1 / (1 + np.exp(-z)))

    for z in (-2.0, 0.0, 1.3):
        by_rule = np.exp(-z) / (1 + np.exp(-z)) ** 2
        assert _slope(sigmoid, z) == pytest.approx(by_rule) == pytest.approx(sigmoid(z) * (1 - sigmoid(z)))
    curve, bump = _marks("rules")
    assert all(y == pytest.approx(sigmoid(x)) for x, y in curve.points)
    assert all(y == pytest.approx(_slope(sigmoid, x), abs=1e-6) for x, y in bump.points)
    assert max(y for _, y in bump.points) == pytest.approx(0.25)


def test_the_gradient_figure_is_square_to_its_level_line() -> None:
    def f(x: float, y: float) -> float:
        return (x * x + 4 * y * y) / 8

    here = np.array([2.0, 1.0])
    gradient = np.array([_slope(lambda x: f(x, 1), 2), _slope(lambda y: f(2, y), 1)])
    assert gradient == pytest.approx(np.array([0.5, 1]))
    up, down = (np.array(m.end) for m in figure_of(PAGES["gradient"]).marks if isinstance(m, Arrow))
    assert up - here == pytest.approx(gradient)
    assert down - here == pytest.approx(-gradient)
    heights = []
    for level in _marks("gradient"):
        values = [f(x, y) for x, y in level.points]
        assert np.ptp(values) < 1e-9
        heights.append(values[0])
    assert sorted({round(height, 6) for height in heights}) == [0.25, 1, 2]
    level = next(m for m in _marks("gradient", "first") if m.points[0][1] >= 0)
    near = sorted(level.points, key=lambda p: abs(p[0] - 2))[:2]
    along = np.array(near[0]) - np.array(near[1])
    assert abs(along @ gradient) < 0.02 * np.linalg.norm(along) * np.linalg.norm(gradient)
    assert "here (6, 9) at (3, 1)" in said_on(PAGES["gradient"])


def test_the_graph_figure_has_the_values_and_slopes_of_its_neuron() -> None:
    values = {"w": 2.0, "x": 3.0, "b": 1.0, "y": 4.0}

    def loss(**changed: float) -> float:
        v = {**values, **changed}
        return (v["w"] * v["x"] + v["b"] - v["y"]) ** 2

    def slope(name: str) -> float:
        return _slope(lambda t: loss(**{name: t}), values[name])

    slopes = {name: slope(name) for name in values}
    z = values["w"] * values["x"] + values["b"]
    full = {**values, "z": z, "e": z - values["y"], "L": loss()}
    back = {**slopes, "z": slopes["b"], "e": slopes["b"], "L": 1.0}
    texts = [mark.text.replace("−", "-") for mark in figure_of(PAGES["chain"]).marks if isinstance(mark, Label)]
    for above, below in zip(texts[::2], texts[1::2], strict=True):
        name, number = above.split(" = ")
        assert float(number) == full[name]
        assert float(below.removeprefix("∂ ")) == pytest.approx(back[name])
    alt = figure_of(PAGES["chain"]).alt.replace("−", "-")
    for name in "ezwxb":
        assert f"{name} {back[name]:.0f}" in alt


def test_the_gradient_of_the_mean_squared_error_is_that_of_its_code() -> None:
    inputs, y = np.array([[1.0, 2.0], [3.0, 1.0], [0.0, 2.0]]), np.array([3.0, 5.0, 4.0])

    def loss(one: float, two: float) -> float:
        return float(((inputs @ np.array([one, two]) - y) ** 2).mean())

    printed = next(block.output for block in PAGES["chain"].blocks if isinstance(block, CodeCell))
    numbers = [float(one) for one in printed.strip("[]").split()]
    assert numbers == pytest.approx([_slope(lambda t: loss(t, 2), 1), _slope(lambda t: loss(1, t), 2)], abs=1e-4)


def test_the_descent_figure_shows_the_first_steps() -> None:
    walked = _marks("descent", "accent")[0].points
    x = 0.0
    for at, height in walked:
        assert at == pytest.approx(x, abs=1e-4)
        assert height == pytest.approx((x - 3) ** 2, abs=2e-3)
        x = x - 0.1 * _slope(lambda t: (t - 3) ** 2, x)
    quoted = [float(one) for one in re.findall(r"\d+\.\d+", figure_of(PAGES["descent"]).alt)]
    assert quoted == pytest.approx([at for at, _ in walked[1:]], abs=0.006)
    assert _slope(lambda t: (t - 3) ** 2, 0) == pytest.approx(-6)


def test_the_step_size_figure_shows_powers_of_the_factor() -> None:
    labels = {"bad": 1.05, "second": 0.8, "accent": 0.1}
    for role, eta in labels.items():
        points = _marks("stepsize", role)[0].points
        assert [error for _, error in points] == pytest.approx([(1 - 2 * eta) ** k for k in range(9)], abs=1e-4)
    names = {mark.label for mark in _marks("stepsize")}
    names |= {mark.text for mark in figure_of(PAGES["stepsize"]).marks if isinstance(mark, Label)}
    assert {f"η = {eta}" for eta in labels.values()} <= names
    assert "2.14" in figure_of(PAGES["stepsize"]).alt


def test_what_the_page_says_of_step_sizes_is_what_they_do() -> None:
    for eta, low, high in ((0.01, 0.9, 1), (0.5, -1e-9, 1e-9), (0.7, -1, 0), (1.0, -1, -1), (1.01, -9, -1.001)):
        before, after = 1.0, 1.0 - eta * _slope(lambda e: e * e, 1.0)
        assert low <= round(after / before, 6) <= high
    said = said_on(PAGES["stepsize"])
    assert "0.5 the factor is 0" in said
    assert "Between 0.5 and 1 it is negative" in said
    assert "Beyond 1 the error grows" in said


def test_the_landscape_figure_marks_its_level_places() -> None:
    def f(x: float) -> float:
        return x**4 / 4 - x**3 / 3 - x**2

    marks = next(m for m in figure_of(PAGES["landscape"]).marks if isinstance(m, Points))
    for x, y in marks.points:
        assert y == pytest.approx(f(x), abs=1e-4)
        assert _slope(f, x) == pytest.approx(0, abs=1e-6)
    left, hill, right = (x for x, _ in marks.points)
    assert f(right) < f(left) < f(hill)
    assert f(left) < min(f(left - 0.1), f(left + 0.1))
    assert f(hill) > max(f(hill - 0.1), f(hill + 0.1))


# Worded.

RULE = "calculus.descent.rule"


@pytest.mark.parametrize(
    "typed",
    [
        "theta <- theta - eta grad L(theta)", "θ ← θ − η∇L(θ)", "theta = theta - eta * dL/dtheta", "θ -= η∇L",
        r"\theta \leftarrow \theta - \eta \nabla_\theta L(\theta)", "theta := theta + (-eta) grad L(theta)",
    ],
)  # fmt: skip
def test_the_update_rule_is_read_in_any_notation(typed: str) -> None:
    assert judge(WORDED[RULE].question, typed).mark == "right"


@pytest.mark.parametrize(
    ("typed", "rule", "word"),
    [
        ("theta <- theta + eta grad L(theta)", "ascends", "climbs"),
        ("theta += eta grad L(theta)", "ascends", "climbs"),
        ("theta <- theta - grad L(theta)", "no-step-size", r"$\eta$ is missing"),
        ("theta <- theta - eta L(theta)", None, r"$\nabla$ is missing"),
        ("theta <- -eta grad L(theta)", "no-old-value", r"the old $\theta$"),
    ],
)
def test_the_update_rule_is_refuted_part_by_part(typed: str, rule: str | None, word: str) -> None:
    verdict = judge(WORDED[RULE].question, typed)
    assert (verdict.mark, verdict.wrong_rule) == ("wrong", rule)
    assert word in verdict.feedback


def test_beliefs_about_steps_are_refuted_by_walking() -> None:
    def walked(eta: float, x: float, steps: int) -> float:
        for _ in range(steps):
            x = x - eta * 2 * (x - 3)
        return x

    assert abs(walked(0.4, 0, 10) - 3) < abs(walked(0.9, 0, 10) - 3) < 3
    assert "0.4" in option_text(WORDED["calculus.stepsize.faster"], WORDED["calculus.stepsize.faster"].answer)
    once = walked(2, 4, 1)
    assert ((once - 3) ** 2, (4 - 3) ** 2) == (9, 1)
    assert option_text(WORDED["calculus.stepsize.always"], WORDED["calculus.stepsize.always"].answer).startswith("Yes")


def test_a_level_tangent_is_not_yet_a_minimum() -> None:
    for f in (lambda x: x**2, lambda x: -(x**2), lambda x: x**3):
        assert slope(f, 0.0) == pytest.approx(0, abs=1e-9)
    item = WORDED["calculus.landscape.flat"]
    assert "Only that the tangent" in option_text(item, item.answer)


def test_the_steepest_way_down_is_against_the_gradient() -> None:
    item = WORDED["calculus.gradient.steepest"]
    slopes = {}
    for option in item.options:
        way = value_of(option.text.strip("$"))
        slopes[option.id] = float(np.array([3, -1]) @ way / np.linalg.norm(way))
    assert item.answer == min(slopes, key=lambda item_id: slopes[item_id])
    assert slopes["c"] == pytest.approx(0)


# Demos.

DEMOS = {"tangent": TANGENT, "graph": GRAPH, "descent": DESCENT}


def _values(view: View) -> dict[str, float]:
    return {one.name: one.value for one in view.readouts if isinstance(one.value, float | int)}


def test_halving_the_reach_meets_the_first_challenge() -> None:
    state = TANGENT.initial()
    gaps = []
    for _ in range(12):
        state = TANGENT.actions[0].apply(state)
        gaps.append(abs(_values(TANGENT.view(state))["gap"]))
    assert gaps == sorted(gaps, reverse=True)
    assert number(state, "h") == 0.01
    assert next(one for one in TANGENT.challenges if one.id == "agree").met(state)


def _curve(x: float) -> float:
    return float(np.polyval([0.25, 0, -0.75, 0], x))


@settings(deadline=None, max_examples=100)
@given(st.integers(-10, 10), st.integers(1, 300))
def test_the_slopes_beside_the_curve_are_its_slopes(quarter: int, hundredths: int) -> None:
    x, h = quarter / 4, hundredths / 100
    view = TANGENT.view({"x": x, "h": h})
    values = _values(view)
    cut, touch = (_curve(x + h) - _curve(x)) / h, float(np.polyval(np.polyder([0.25, 0, -0.75, 0]), x))
    assert values["f"] == pytest.approx(_curve(x))
    assert values["secant"] == pytest.approx(cut)
    assert values["tangent"] == pytest.approx(touch)
    assert values["gap"] == pytest.approx(cut - touch)
    for latex, slack in zip(view.formula[1:], (0.11, 0.006), strict=True):
        left, right = equalities(latex)[0]
        assert float(left) == pytest.approx(float(right), abs=slack)


@settings(deadline=None, max_examples=100)
@given(st.tuples(*[st.integers(-6, 6)] * 4))
def test_what_comes_back_through_the_graph_is_the_slope_of_the_loss(halves: tuple[int, ...]) -> None:
    w, x, b, y = (half / 2 for half in halves)

    def loss(w: float, x: float, b: float, y: float) -> float:
        return (w * x + b - y) ** 2

    at, h = np.array([w, x, b, y]), 1e-3
    slopes = [(loss(*(at + h * e)) - loss(*(at - h * e))) / (2 * h) for e in np.eye(4)]
    view = GRAPH.view({"w": w, "x": x, "b": b, "y": y})
    values = _values(view)
    assert [values[name] for name in ("dw", "dx", "db", "dy")] == pytest.approx(slopes, abs=1e-6)
    assert (values["z"], values["e"], values["L"]) == pytest.approx((w * x + b, w * x + b - y, loss(*at)))
    assert values["dz"] == pytest.approx(slopes[2], abs=1e-6)
    for latex in view.formula:
        sides = equalities(latex)[0]
        assert float(sides[0]) == pytest.approx(float(sides[-1]))
    written = [mark.text for mark in view.figure.marks if isinstance(mark, Label)]
    assert f"w {shown(w)}".replace("-", "−") in written
    assert f"∂ {shown(values['dw'])}".replace("-", "−") in written


def test_a_gradient_step_on_the_graph_lowers_its_loss() -> None:
    state = GRAPH.initial()
    losses = []
    for _ in range(10):
        losses.append(_values(GRAPH.view(state))["L"])
        state = GRAPH.actions[0].apply(state)
    assert losses == sorted(losses, reverse=True)
    assert losses[-1] < 0.01
    assert all(-3 <= number(state, name) <= 3 for name in "wxby")


def _descent(eta: float, x: float, stretch: float, n: int) -> tuple[Array, float]:
    hessian, bottom = np.diag([2.0, 2 * stretch]), np.array([3.0, 0.0])
    at = np.array([x, 2.0 if stretch else 0.0])
    errors = np.linalg.matrix_power(np.eye(2) - eta * hessian, n) @ (at - bottom)
    return bottom + errors, float(errors @ hessian @ errors) / 2


walks = st.tuples(st.integers(1, 120), st.integers(-4, 16), st.integers(0, 10), st.integers(0, 50))


@settings(deadline=None, max_examples=100)
@given(walks)
def test_the_walk_is_the_one_that_powers_of_a_matrix_give(drawn: tuple[int, int, int, int]) -> None:
    eta, x, stretch, n = drawn[0] / 100, drawn[1] / 2, float(drawn[2]), drawn[3]
    view = DESCENT.view({"eta": eta, "x": x, "stretch": stretch, "n": float(n)})
    values = _values(view)
    at, loss = _descent(eta, x, stretch, n)
    assert values["at"] == pytest.approx(at[0], rel=1e-6, abs=1e-9)
    assert values["loss"] == pytest.approx(loss, rel=1e-6, abs=1e-9)
    assert values["slope"] == pytest.approx(2 * (at[0] - 3), rel=1e-6, abs=1e-9)
    assert values["factor"] == pytest.approx(1 - 2 * eta)
    if stretch:
        assert values["up"] == pytest.approx(at[1], rel=1e-6, abs=1e-9)
        assert values["factor_y"] == pytest.approx(1 - 2 * stretch * eta)
    for mark in view.figure.marks:
        if isinstance(mark, Line | Points):
            xs, ys = np.array(mark.points).T
            assert view.figure.x is not None
            assert view.figure.y is not None
            assert xs.min() >= view.figure.x.lo - 1e-9
            assert xs.max() <= view.figure.x.hi + 1e-9
            assert ys.min() >= view.figure.y.lo - 1e-9
            assert ys.max() <= view.figure.y.hi + 1e-9


def test_beyond_one_it_diverges_on_the_parabola_and_sooner_on_a_stretched_bowl() -> None:
    for stretch, limit in ((0.0, 1.0), (5.0, 0.2), (10.0, 0.1)):
        for eta, grows in ((limit - 0.01, False), (limit + 0.01, True)):
            losses = [_descent(eta, 0.0, stretch, n)[1] for n in (0, 40)]
            assert (losses[1] > losses[0]) is grows
            views = [DESCENT.view({"eta": eta, "x": 0.0, "stretch": stretch, "n": float(n)}) for n in (0, 40)]
            assert (_values(views[1])["loss"] > _values(views[0])["loss"]) is grows


def test_steps_go_forward_and_back() -> None:
    state = DESCENT.initial()
    forward, back = (action.apply for action in DESCENT.actions)
    assert back(state) == state
    assert back(forward(forward(state))) == forward(state)
    for _ in range(60):
        state = forward(state)
    assert number(state, "n") == 50


def test_what_is_covered_is_what_is_asked_for() -> None:
    bare = TANGENT.view(TANGENT.initial()).covered
    assert sum(isinstance(mark, Line) for mark in bare.marks) == 1
    graph = GRAPH.view(GRAPH.initial()).covered
    assert not any(isinstance(mark, Label) and "∂" in mark.text for mark in graph.marks)
    walked = DESCENT.view({**DESCENT.initial(), "n": 5.0}).covered
    assert sum(len(mark.points) for mark in walked.marks if isinstance(mark, Points)) == 1
    secrets = {
        item_id: {one.name for one in demo.view(demo.initial()).readouts if one.secret}
        for item_id, demo in DEMOS.items()
    }
    assert secrets["tangent"] == {"secant", "tangent", "gap"}
    assert secrets["graph"] == {"dz", "dw", "dx", "db", "dy"}
    assert secrets["descent"] == {"at", "loss", "slope", "factor"}


def _answers(prediction: Prediction, count: int = 300) -> list[tuple[State, str]]:
    drawn = [prediction.draw(Random(seed)) for seed in range(count)]
    return [(state, prediction.answer(state)) for state in drawn]


def _word(value: float) -> str:
    return "zero" if abs(value) < 1e-9 else "positive" if value > 0 else "negative"


def test_predictions_about_slopes_agree_with_the_polynomial() -> None:
    derivative = np.polyder([0.25, 0, -0.75, 0])
    counts: Counter[str] = Counter()
    for state, answer in _answers(prediction_of(TANGENT, "sign")):
        steep = float(np.polyval(derivative, number(state, "x")))
        assert answer == _word(steep)
        assert steep == 0 or abs(steep) > 0.5
        counts[answer] += 1
    assert set(counts) == {"negative", "zero", "positive"}
    assert 0.25 < counts["zero"] / 300 < 0.45
    for state, answer in _answers(prediction_of(TANGENT, "size")):
        steep = float(np.polyval(derivative, number(state, "x")))
        assert float(answer) == pytest.approx(steep, rel=1e-5)
        assert prediction_of(TANGENT, "size").because(state).endswith(f"is ${shown(steep)}$.")
    bends = Counter(answer for _, answer in _answers(prediction_of(TANGENT, "bend")))
    for state, answer in _answers(prediction_of(TANGENT, "bend")):
        x, h = number(state, "x"), number(state, "h")
        more = (_curve(x + h) - _curve(x)) / h > float(np.polyval(derivative, x))
        assert answer == ("more than the tangent's" if more else "less than the tangent's")
    assert min(bends.values()) > 60


def test_predictions_about_the_graph_agree_with_its_algebra() -> None:
    counts: Counter[str] = Counter()
    for item_id in ("sign", "size"):
        prediction = prediction_of(GRAPH, item_id)
        for state, answer in _answers(prediction):
            w, x, b, y = (number(state, name) for name in "wxby")
            steep = 2 * x * (w * x + b - y)
            assert answer == (_word(steep) if item_id == "sign" else f"{steep:g}")
            assert abs(w * x + b - y) <= 6
            quoted = equalities(re.findall(r"\$([^$]*)\$", prediction.because(state))[-1])[0]
            assert [float(side) for side in quoted] == pytest.approx([steep, steep])
            if item_id == "sign":
                counts[answer] += 1
    assert set(counts) == {"negative", "zero", "positive"}
    assert 0.15 < counts["zero"] / 300 < 0.35


def test_predictions_about_descent_agree_with_a_walk() -> None:
    for state, answer in _answers(prediction_of(DESCENT, "next")):
        eta, x = number(state, "eta"), number(state, "x")
        assert float(answer) == pytest.approx(x - eta * 2 * (x - 3))
        chain = equalities(prediction_of(DESCENT, "next").because(state).split("$")[3])[0]
        assert float(chain[0]) == pytest.approx(float(chain[-1]), abs=0.006)
    for state, answer in _answers(prediction_of(DESCENT, "lower")):
        before, after = (_descent(number(state, "eta"), number(state, "x"), 0, n)[1] for n in (0, 1))
        same = abs(before - after) < 1e-9
        assert answer == ("the same" if same else "lower" if after < before else "higher")
    for item_id in ("fate", "lower", "bowl"):
        prediction = prediction_of(DESCENT, item_id)
        assert {answer for _, answer in _answers(prediction)} == set(prediction.options)


def test_predictions_about_the_long_run_agree_with_a_long_walk() -> None:
    for state, answer in _answers(prediction_of(DESCENT, "fate"), 100):
        errors = [_descent(number(state, "eta"), number(state, "x"), 0, n)[0][0] - 3 for n in (0, 1, 30)]
        if abs(errors[1]) < 1e-9:
            expected = "arrives in one step"
        elif errors[0] * errors[1] > 0:
            expected = "converges from one side"
        else:
            expected = "oscillates and " + ("converges" if abs(errors[2]) < abs(errors[0]) else "diverges")
        assert answer == expected
    for state, answer in _answers(prediction_of(DESCENT, "bowl"), 100):
        losses = [_descent(number(state, "eta"), 0.0, number(state, "stretch"), n)[1] for n in (0, 60)]
        assert answer == ("it converges" if losses[1] < losses[0] else "it diverges")


def test_a_segment_is_cut_at_the_edges_of_the_picture() -> None:
    box = Axis(0, 10), Axis(0, 5)
    assert clipped(*box, (-5, 1), (15, 1)) == ((0, 1), (10, 1))
    assert clipped(*box, (2, 2), (2, 9)) == ((2, 2), (2, 5))
    assert clipped(*box, (1, 1), (2, 2)) == ((1, 1), (2, 2))
    assert clipped(*box, (-1, 1), (-2, 2)) is None
    assert clipped(*box, (1, 6), (9, 7)) is None
    assert clipped(*box, (-4, 3), (3, 12)) is None


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0, "0"), (-0.0, "0"), (-0.00001, r"-1.0 \cdot 10^{-5}"), (1.5, "1.5"), (2.0, "2"), (0.9375, "0.94"),
        (0.04, "0.04"), (0.0123, "0.0123"), (-36.0, "-36"), (123456.0, r"1.2 \cdot 10^{5}"), (0.1, "0.1"),
    ],
)  # fmt: skip
def test_live_numbers_are_short(value: float, text: str) -> None:
    assert shown(value) == text
