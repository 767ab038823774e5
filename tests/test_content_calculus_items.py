"""The computed questions of rung 3: answers and misconceptions by numerical differentiation and loops."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import partial
from math import exp, hypot, log

import numpy as np
import pytest
from numpy.typing import NDArray

from lessons.answers import evaluate, judge
from lessons.calculus import items_chain, items_descent, items_formulas, items_rules
from lessons.course import Course
from lessons.draw import Computed, Draw, Value, clash, draw, first_clear
from lessons.model import Item
from tests.test_content_linear_algebra_arithmetic import NotArithmetic, checked, formulas, value_of

Array = NDArray[np.float64]
Given = Mapping[str, Value]
Numbers = dict[str, float | tuple[float, ...]]
Real = Callable[[float], float]
Plane = Callable[[float, float], float]

COURSE = Course()
COMPUTED = {id: one for id, one in COURSE.templates.items() if isinstance(one, Computed) and id.startswith("calculus.")}
CHOSEN = {id for id, one in COMPUTED.items() if one.kind == "choice"}
TYPED = {id for id, one in COMPUTED.items() if one.kind == "expression"}
SEEDS = range(40)


def slope(f: Real, x: float) -> float:
    """Central difference, extrapolated once (Richardson): exact for polynomials up to degree 4 but for rounding."""
    coarse, fine = ((f(x + h) - f(x - h)) / (2 * h) for h in (0.02, 0.01))
    return (4 * fine - coarse) / 3


def gradient(f: Plane, x: float, y: float) -> tuple[float, float]:
    return slope(lambda t: f(t, y), x), slope(lambda t: f(x, t), y)


def _num(given: Given, name: str) -> float:
    value = given[name]
    assert isinstance(value, int | float | Fraction)
    return float(value)


def _vec(given: Given, name: str) -> tuple[float, ...]:
    value = given[name]
    assert isinstance(value, tuple)
    return tuple(float(entry) for entry in value if not isinstance(entry, tuple))


def _secant(g: Given) -> Numbers:
    a, x, h = (_num(g, name) for name in "axh")

    def f(t: float) -> float:
        return a * t**2

    rise = f(x + h) - f(x)
    return {
        "answer": rise / h, "never-divides": rise, "tangent": slope(f, x),
        "upside-down": h / rise, "divides-by-the-place": rise / (x + h),
    }  # fmt: skip


def _approx(g: Given) -> Numbers:
    a, height, steep, step = (_num(g, name) for name in ("a", "height", "slope", "step"))

    def tangent(t: float) -> float:
        return height + steep * (t - a)

    return {
        "answer": tangent(a + step), "change-only": tangent(a + step) - height, "whole-step": tangent(a + 1),
        "wrong-way": tangent(a - step), "from-zero": tangent(2 * a + step),
    }  # fmt: skip


def _power(g: Given) -> Numbers:
    n, b, x = (_num(g, name) for name in "nbx")
    steep = slope(lambda t: t**n, x)
    found: Numbers = {
        "answer": slope(lambda t: t**n + b * t, x), "keeps-the-power": steep * x + b, "no-factor": steep / n + b,
        "value": x**n + b * x,
    }  # fmt: skip
    return {**found, "line-stays": steep + b * x} if b else found


def _inner(g: Given) -> Numbers:
    a, b, n, x = (_num(g, name) for name in "abnx")
    outer = slope(lambda u: u**n, a * x + b)
    return {
        "answer": slope(lambda t: (a * t + b) ** n, x), "inner-lost": outer, "adds-the-inner": outer + a,
        "keeps-the-power": outer * a * (a * x + b), "outer-at-x": slope(lambda u: u**n, x) * a,
    }  # fmt: skip


def _sigmoid(g: Given) -> Numbers:
    z = log(_num(g, "odds"))

    def s(t: float) -> float:
        return 1 / (1 + exp(-t))

    return {
        "answer": exp(-z) / (1 + exp(-z)) ** 2, "z-for-sigma": z - z * z, "one-factor": s(-z),
        "its-own": s(z), "plus": s(z) + s(z) ** 2,
    }  # fmt: skip


def _partials(g: Given) -> Numbers:
    a, b, c = (_num(g, name) for name in "abc")
    x, y = _vec(g, "at")
    across, up = gradient(lambda s, t: a * s * s + b * s * t + c * t * t, x, y)
    return {
        "answer": (across, up), "swapped": (up, across), "sums-up": across + up,
        "loses-the-mixed-term": gradient(lambda s, t: a * s * s + c * t * t, x, y),
        "keeps-the-frozen-term": (across + c * y * y, up + a * x * x),
    }  # fmt: skip


def _rate(g: Given) -> Numbers:
    slopes, way = np.array(_vec(g, "slopes")), np.array(_vec(g, "way"))
    unit = way / np.sqrt((way**2).sum())
    return {
        "answer": float(slopes @ unit), "never-scales": float(slopes @ way), "steepest": hypot(*slopes),
        "adds-the-slopes": float(slopes.sum()), "scales-by-the-gradient": float(slopes @ way) / hypot(*slopes),
    }  # fmt: skip


def _weight(g: Given) -> Numbers:
    w, x, b, y = (_num(g, name) for name in "wxby")

    def loss(w: float, x: float, b: float) -> float:
        return (w * x + b - y) ** 2

    right = slope(lambda t: loss(t, x, b), w)
    return {
        "answer": right, "stops-early": slope(lambda t: loss(w, x, t), b), "forgets-the-2": right / 2,
        "residual-turned-round": 2 * (y - (w * x + b)) * x,
        "by-the-weight": slope(lambda t: loss(w, t, b), x),
    }  # fmt: skip


def _paths(g: Given) -> Numbers:
    x, y, k = (_num(g, name) for name in "xyk")
    u, v = k * x + y, x * y
    return {
        "answer": slope(lambda t: (k * t + y) * (t * y), x),
        "first-path-only": slope(lambda t: (k * t + y) * v, x),
        "second-path-only": slope(lambda t: u * (t * y), x),
        "multiplies-the-slopes": k * y,
        "crossed": u * k + v * y,
    }


def _mse(g: Given) -> Numbers:
    w, xs, ys = _num(g, "w"), np.array(_vec(g, "x")), np.array(_vec(g, "y"))
    right = slope(lambda t: float(((t * xs - ys) ** 2).mean()), w)
    return {
        "answer": right, "residual-turned-round": -right, "forgets-the-2": right / 2,
        "forgets-the-mean": slope(lambda t: float(((t * xs - ys) ** 2).sum()), w),
        "loses-the-input": float(2 * (w * xs - ys).mean()),
    }  # fmt: skip


def _step(g: Given) -> Numbers:
    c, x, eta = (_num(g, name) for name in ("c", "x", "eta"))

    def f(t: float) -> float:
        return (t - c) ** 2

    return {
        "answer": x - eta * slope(f, x), "ascends": x + eta * slope(f, x), "no-step-size": x - slope(f, x),
        "steps-by-the-value": x - eta * f(x), "sign-only": x - eta * float(np.sign(slope(f, x))),
    }  # fmt: skip


def _two(g: Given) -> Numbers:
    a, b, c, eta = (_num(g, name) for name in ("a", "b", "c", "eta"))
    x, y = _vec(g, "at")

    def f(s: float, t: float) -> float:
        return a * s * s + b * s * t + c * t * t

    across, up = gradient(f, x, y)
    new = x - eta * across
    return {
        "answer": (new, y - eta * up), "reuses-the-new-x": (new, y - eta * gradient(f, new, y)[1]),
        "ascends": (x + eta * across, y + eta * up), "no-step-size": (x - across, y - up),
        "gradient-only": (-eta * across, -eta * up), "moves-x-only": (new, y),
    }  # fmt: skip


def _walked(eta: float, curvature: float, error: float, steps: int) -> float:
    for _ in range(steps):
        error = error - eta * curvature * error
    return error


def _error(g: Given) -> Numbers:
    start, eta, steps = _num(g, "start"), _num(g, "eta"), int(_num(g, "steps"))
    return {
        "answer": _walked(eta, 2, start, steps), "one-step-only": _walked(eta, 2, start, 1),
        "adds-the-steps": start - steps * eta * 2 * start, "forgets-the-2": _walked(eta, 1, start, steps),
        "factor-only": _walked(eta, 2, 1, steps),
    }  # fmt: skip


def _limit(g: Given) -> Numbers:
    a = _num(g, "a")
    bend = slope(lambda x: slope(lambda t: a * t * t, x), 0.0)
    assert abs(_walked(2 / bend - 0.001, bend, 1.0, 400)) < 1 < abs(_walked(2 / bend + 0.001, bend, 1.0, 400))
    return {"answer": 2 / bend, "best-step": 1 / bend, "as-if-plain": 1.0, "forgets-the-2": 2 / a, "upside-down": a}


def _bowl(g: Given) -> Numbers:
    p, q = _num(g, "p"), _num(g, "q")
    gentle, steep = np.linalg.eigvalsh([[p, q], [q, p]])
    return {
        "answer": 2 / steep, "gentle-direction": 2 / gentle, "one-over": 1 / steep, "diagonal": 2 / p,
        "doubled-curvature": 1 / gentle,
    }  # fmt: skip


def _valley(g: Given) -> Numbers:
    p, q = _num(g, "p"), _num(g, "q")

    def f(x: float) -> float:
        return x**3 - 1.5 * (p + q) * x * x + 3 * p * q * x

    assert f(q) < min(f(q - 0.1), f(q + 0.1))
    assert f(p) > max(f(p - 0.1), f(p + 0.1))
    middle = min(np.linspace(p, q, 1001), key=lambda x: slope(f, float(x)))
    return {"answer": q, "maximum": p, "middle": float(middle), "value": f(q), "sign-of-the-root": -q}


ORACLES: dict[str, Callable[[Given], Numbers]] = {
    "calculus.derivative.secant": _secant,
    "calculus.derivative.approx": _approx,
    "calculus.rules.power": _power,
    "calculus.rules.inner": _inner,
    "calculus.rules.sigmoid": _sigmoid,
    "calculus.gradient.partials": _partials,
    "calculus.gradient.rate": _rate,
    "calculus.chain.weight": _weight,
    "calculus.chain.paths": _paths,
    "calculus.chain.mse": _mse,
    "calculus.descent.step": _step,
    "calculus.descent.two": _two,
    "calculus.stepsize.error": _error,
    "calculus.stepsize.limit": _limit,
    "calculus.stepsize.bowl": _bowl,
    "calculus.landscape.valley": _valley,
}


def _array(value: Value) -> Array:
    assert not isinstance(value, str)
    return np.array(value, dtype=float)


def _close(value: Value, expected: float | tuple[float, ...]) -> bool:
    mine, theirs = _array(value), np.array(expected)
    return mine.shape == theirs.shape and bool(np.allclose(mine, theirs, rtol=1e-6, atol=1e-6))


def _texts(made: Draw) -> list[str]:
    messages = [wrong.message for wrong in made.wrong] + [option.text for option in made.options]
    return [*messages, *made.hints, made.explanation, *(step.text for step in made.steps), made.prompt]


def test_every_computed_question_is_checked_here() -> None:
    assert ORACLES.keys() | CHOSEN | TYPED == COMPUTED.keys()
    assert len(COMPUTED) >= 20


@pytest.mark.parametrize("id", ORACLES)
def test_answers_and_misconceptions_come_out_the_same_by_another_way(id: str) -> None:
    for seed in SEEDS:
        made = first_clear(COMPUTED[id], seed)
        expected = ORACLES[id](made.given)
        found = {"answer": made.answer, **{wrong.id: wrong.answer for wrong in made.wrong}}
        assert found.keys() == expected.keys()
        for name, value in found.items():
            assert _close(value, expected[name]), (id, seed, name, value, expected[name])


# Formulas: what is differentiated, and each misconception, as plain functions of the numbers drawn.

Formulas = tuple[Real, dict[str, Real]]


def _product(g: Given) -> Formulas:
    n, k = _num(g, "n"), _num(g, "k")
    return lambda x: k * x**n * exp(x), {
        "product-of-derivatives": lambda x: slope(lambda t: k * t**n, x) * exp(x),
        "second-only": lambda x: k * x**n * exp(x),
        "minus": lambda x: (n / x - 1) * k * x**n * exp(x),
        "power-rule-on-exp": lambda x: (n / x) * k * x**n * exp(x) + k * x**n * x * exp(x - 1),
    }


def _exponential(g: Given) -> Formulas:
    c, k = _num(g, "c"), _num(g, "k")
    return lambda x: c * exp(k * x), {
        "its-own": lambda x: c * exp(k * x),
        "power-rule": lambda x: c * k * x * exp(k * x - 1),
        "exponent-changes": lambda x: c * k * exp(x),
        "inner-squared": lambda x: c * k * x * exp(k * x),
    }


def _logarithm(g: Given) -> Formulas:
    k, b = _num(g, "k"), _num(g, "b")
    return lambda x: log(k * x + b), {
        "inner-lost": lambda x: 1 / (k * x + b),
        "outer-at-x": lambda x: k / x,
        "log-stays": lambda x: k * log(k * x + b),
        "one-over-the-slope": lambda _: 1 / k,
    }


def _hold(y: float) -> Callable[[Given], Formulas]:
    def made(g: Given) -> Formulas:
        a, n, b, m = (_num(g, name) for name in "anbm")

        def right(x: float) -> float:
            return slope(lambda t: a * t**n * y, x)

        return lambda x: a * x**n * y + b * y**m, {
            "drops-the-frozen-factor": lambda x: right(x) / y,
            "keeps-the-frozen-term": lambda x: right(x) + b * y**m,
            "moves-both": lambda x: right(x) + slope(lambda t: b * t**m, y),
            "the-other-one": lambda x: slope(lambda t: a * x**n * t + b * t**m, y),
        }

    return made


DIFFERENTIATED: dict[str, tuple[Callable[[Given], Formulas], dict[str, float]]] = {
    "calculus.rules.product": (_product, {}),
    "calculus.rules.exponential": (_exponential, {}),
    "calculus.rules.logarithm": (_logarithm, {}),
    "calculus.gradient.hold": (_hold(1.3), {"y": 1.3}),
}


@pytest.mark.parametrize("id", DIFFERENTIATED)
def test_formulas_are_derivatives_and_misconceptions_are_what_they_say(id: str) -> None:
    make, frozen = DIFFERENTIATED[id]
    assert DIFFERENTIATED.keys() == TYPED
    for seed in SEEDS:
        made = first_clear(COMPUTED[id], seed)
        f, wrong = make(made.given)
        expected: dict[str, Real] = {"answer": partial(slope, f), **wrong}
        found = {"answer": made.answer, **{one.id: one.answer for one in made.wrong}}
        assert found.keys() == expected.keys()
        for name, typed in found.items():
            for x in (0.4, 0.9, 1.7):
                value = evaluate(str(typed), {"x": x, **frozen})
                assert value == pytest.approx(expected[name](x), rel=1e-4), (id, seed, name, x)


@pytest.mark.parametrize("id", sorted(TYPED))
def test_no_two_formulas_of_a_draw_coincide(id: str) -> None:
    """Over every formula that 10,000 seeds draw."""
    template = COMPUTED[id]
    seen: set[tuple[str, ...]] = set()
    for seed in range(10_000):
        made = first_clear(template, seed)
        seen.add((str(made.answer), *(str(wrong.answer) for wrong in made.wrong)))
    for typed in seen:
        places = [{"x": 0.37, "y": 1.9}, {"x": 1.61, "y": 0.7}]
        values = [tuple(round(evaluate(one, at), 9) for at in places) for one in typed]
        assert len(set(values)) == len(values), typed
    assert len(seen) >= 20


@pytest.mark.parametrize("id", sorted(COMPUTED.keys() - TYPED))
def test_no_two_answers_of_a_draw_coincide(id: str) -> None:
    """Over 10,000 seeds; first_clear raises AmbiguousDraw when it cannot find a clear draw."""
    template = COMPUTED[id]
    assert sum(len(first_clear(template, seed).wrong) >= 3 for seed in range(10_000)) == 10_000
    assert clash(first_clear(template, 0), template.rule) is None


@pytest.mark.parametrize("id", COMPUTED)
def test_the_judge_knows_the_answer_and_every_misconception(id: str) -> None:
    for seed in SEEDS:
        item = draw(COMPUTED[id], seed)
        verdict = judge(item.question, item.answer)
        assert (verdict.mark, verdict.wrong_rule) == ("right", None), (id, seed)
        for rule in item.wrong_rules:
            verdict = judge(item.question, rule.answer)
            assert (verdict.mark, verdict.wrong_rule, verdict.feedback) == ("wrong", rule.id, rule.message), (id, seed)


@pytest.mark.parametrize(("id", "places"), [(id, one.rule.decimals) for id, one in COMPUTED.items() if one.rule])
def test_so_many_decimals_are_enough_as_promised(id: str, places: int) -> None:
    for seed in SEEDS:
        made = first_clear(COMPUTED[id], seed)
        item = draw(COMPUTED[id], seed)
        assert {2: "two", 3: "three"}[places] + " decimals" in item.prompt
        assert judge(item.question, f"{float(_array(made.answer)):.{places}f}").mark == "right", (id, seed)


@pytest.mark.parametrize("id", sorted(COMPUTED.keys() - TYPED))
def test_numbers_quoted_in_texts_are_true(id: str) -> None:
    chains = 0
    for seed in SEEDS:
        made = first_clear(COMPUTED[id], seed)
        chains += sum(checked(text) for text in _texts(made))
        for wrong in made.wrong:
            quoted = _first_value(wrong.message)
            if quoted is not None and not isinstance(wrong.answer, str):
                assert np.allclose(quoted, _array(wrong.answer), atol=1e-9), (id, seed, wrong.id)
    assert chains >= len(SEEDS) or id in ("calculus.landscape.valley", "calculus.gradient.rate")


def _first_value(message: str) -> Array | None:
    """The number or vector a message begins with, where it begins with one."""
    if not message.startswith("$"):
        return None
    try:
        return value_of(formulas(message)[0])
    except NotArithmetic:
        return None


@pytest.mark.parametrize("id", COMPUTED)
def test_dollars_come_in_pairs(id: str) -> None:
    for seed in SEEDS:
        for text in _texts(first_clear(COMPUTED[id], seed)):
            assert text.replace("$$", "").count("$") % 2 == 0, text
            assert " ." not in text, text


@pytest.mark.parametrize("id", COMPUTED)
def test_messages_refute_in_the_learners_own_numbers(id: str) -> None:
    said: dict[str, set[str]] = {}
    for seed in SEEDS:
        for wrong in first_clear(COMPUTED[id], seed).wrong:
            said.setdefault(wrong.id, set()).add(wrong.message)
            assert re.search(r"\b[Bb]ut\b", wrong.message), (id, wrong.id)
            assert re.search(r"because|: ", wrong.message), (id, wrong.id)
    assert all(len(messages) > 3 for messages in said.values()), {name: len(m) for name, m in said.items()}


@pytest.mark.parametrize("id", COMPUTED)
def test_hints_steps_and_explanation_are_there(id: str) -> None:
    for seed in SEEDS:
        item = draw(COMPUTED[id], seed)
        assert len(item.hints) == 3
        assert len(item.steps) >= 2
        assert item.explanation
        if id not in CHOSEN:
            assert judge(item.question, _last(item)).mark == "right", (id, seed)


def _last(item: Item) -> str:
    if item.kind != "vector":
        return item.steps[-1].value
    return "[" + ", ".join(step.value for step in item.steps[-2:]) + "]"


WORKSHEETS = {id: [step.lead for step in draw(COMPUTED[id], 0).steps] for id in COMPUTED}


def test_the_chain_rule_and_the_step_in_two_variables_have_worksheets() -> None:
    full = {id for id, leads in WORKSHEETS.items() if all(leads)}
    assert {"calculus.chain.weight", "calculus.chain.paths", "calculus.descent.two"} <= full
    assert all(all(leads) or not any(leads) for leads in WORKSHEETS.values())


@pytest.mark.parametrize("id", [id for id, leads in WORKSHEETS.items() if all(leads)])
def test_worksheets_carry_errors_forward(id: str) -> None:
    for seed in SEEDS:
        steps = draw(COMPUTED[id], seed).steps
        values = tuple(evaluate(step.value, {}) for step in steps)
        for place, step in enumerate(steps):
            if step.follow is None:
                continue
            assert step.follow(values[:place]) == pytest.approx(values[place]), (id, seed, place)
            moved = [step.follow(_off(values[:place], which)) for which in range(place)]
            assert any(abs(one - values[place]) > 1e-6 for one in moved), (id, seed, place)


def _off(values: tuple[float, ...], which: int) -> tuple[float, ...]:
    return tuple(value + (1.0 if place == which else 0.0) for place, value in enumerate(values))


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
def test_well_known_mistakes_on_well_known_numbers(made: Draw, answer: Value, wrong: Mapping[str, Value]) -> None:
    found = {one.id: one.answer for one in made.wrong}
    assert made.answer == answer
    assert {id: found[id] for id in wrong} == wrong


def test_the_mistakes_on_sigmoid_and_mean_squares_are_all_there() -> None:
    assert {"z-for-sigma"} <= {wrong.id for wrong in items_rules.sigmoid(Fraction(3)).wrong}
    mean = {wrong.id for wrong in items_chain.mse(1, (1, 2, 3), (2, 1, 5)).wrong}
    assert {"residual-turned-round", "forgets-the-2", "forgets-the-mean"} <= mean
    assert "reuses-the-new-x" in {wrong.id for wrong in items_descent.two((1, 1, 1), (1, 2), Fraction(1, 10)).wrong}


@pytest.mark.parametrize("id", ORACLES)
def test_arithmetic_stays_pleasant(id: str) -> None:
    sizes, answers = [], set()
    for seed in range(200):
        made = first_clear(COMPUTED[id], seed)
        sizes.append(float(np.abs(_array(made.answer)).max()))
        answers.add(str(made.answer))
        assert all(np.abs(_array(value)).max() <= 18 for value in made.given.values())
    assert max(sizes) <= 256
    assert np.mean(np.array(sizes) <= 110) > 0.95
    assert len(answers) >= 5


# The questions with options: what happens is found by walking there.


@pytest.mark.parametrize("seed", SEEDS)
def test_what_a_step_size_does_is_what_a_walk_shows(seed: int) -> None:
    made = first_clear(COMPUTED["calculus.stepsize.regime"], seed)
    a, eta = _num(made.given, "a"), _num(made.given, "eta")
    errors = [-3.0]
    for _ in range(12):
        errors.append(errors[-1] - eta * slope(lambda t: a * t * t, errors[-1]))
    size = abs(errors[2]) / abs(errors[1]) if abs(errors[1]) > 1e-6 else 0.0
    if size == 0:
        words = "after one step"
    elif errors[1] * errors[2] > 0:
        words = "same side"
        assert size < 1
    else:
        words = "for ever" if abs(size - 1) < 1e-6 else "comes closer all" if size < 1 else "further away"
    right = next(option for option in made.options if option.id == made.answer)
    assert words in right.text


@pytest.mark.parametrize("seed", SEEDS)
def test_a_level_place_is_what_its_surroundings_say(seed: int) -> None:
    made = first_clear(COMPUTED["calculus.landscape.kind"], seed)
    a, b = _num(made.given, "a"), _num(made.given, "b")
    turns = np.linspace(0, np.pi, 61)
    heights = a + b * np.cos(turns) * np.sin(turns)
    words = "A minimum" if (heights > 0).all() else "A maximum" if (heights < 0).all() else "A saddle"
    right = next(option for option in made.options if option.id == made.answer)
    assert right.text.startswith(words)
    values = np.linalg.eigvalsh([[2 * a, b], [b, 2 * a]])
    quoted = [float(value_of(one)) for one in formulas(made.explanation.partition("eigenvalues")[2])[:2]]
    assert sorted(quoted) == pytest.approx(values.tolist())


@pytest.mark.parametrize("id", sorted(CHOSEN))
def test_the_right_option_moves_about_and_every_other_one_is_refuted(id: str) -> None:
    places, rights = set(), set()
    for seed in range(200):
        item = draw(COMPUTED[id], seed)
        places.add(item.answer)
        rights.add(next(option.text for option in item.options if option.id == item.answer))
        assert [option.id for option in item.options] == sorted(option.id for option in item.options)
        for option in item.options:
            assert bool(option.message) == (option.id != item.answer)
    assert len(places) == len(item.options)
    assert len(rights) >= 3
