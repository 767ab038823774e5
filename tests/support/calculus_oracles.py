"""Answers of rung 3 worked out a second time: by differences, and by searching."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from math import exp, hypot, log

import numpy as np

from lessons.model.computed_item import ComputedItem, first_unambiguous
from lessons.model.misconception import Value
from tests.support.content import SEEDS, same

Given = Mapping[str, Value]


Numbers = dict[str, float | tuple[float, ...]]


Real = Callable[[float], float]


Plane = Callable[[float, float], float]


def slope(f: Real, x: float) -> float:
    """Central difference, extrapolated once (Richardson): exact for polynomials up to degree 4 but for rounding."""
    coarse, fine = ((f(x + h) - f(x - h)) / (2 * h) for h in (0.02, 0.01))
    return (4 * fine - coarse) / 3


def gradient(f: Plane, x: float, y: float) -> tuple[float, float]:
    return slope(lambda t: f(t, y), x), slope(lambda t: f(x, t), y)


def number_in(given: Given, name: str) -> float:
    value = given[name]
    assert isinstance(value, int | float | Fraction)
    return float(value)


def numbers_of(given: Given, name: str) -> tuple[float, ...]:
    value = given[name]
    assert isinstance(value, tuple)
    return tuple(float(entry) for entry in value if not isinstance(entry, tuple))


def _secant(g: Given) -> Numbers:
    a, x, h = (number_in(g, name) for name in "axh")

    def f(t: float) -> float:
        return a * t**2

    rise = f(x + h) - f(x)
    return {
        "answer": rise / h, "never-divides": rise, "tangent": slope(f, x),
        "upside-down": h / rise, "divides-by-the-place": rise / (x + h), "height": f(x + h),
    }  # fmt: skip


def _approx(g: Given) -> Numbers:
    a, height, steep, step = (number_in(g, name) for name in ("a", "height", "slope", "step"))

    def tangent(t: float) -> float:
        return height + steep * (t - a)

    return {
        "answer": tangent(a + step), "change-only": tangent(a + step) - height, "whole-step": tangent(a + 1),
        "wrong-way": tangent(a - step), "from-zero": tangent(2 * a + step),
    }  # fmt: skip


def _power(g: Given) -> Numbers:
    n, b, x = (number_in(g, name) for name in "nbx")
    steep = slope(lambda t: t**n, x)
    found: Numbers = {
        "answer": slope(lambda t: t**n + b * t, x), "keeps-the-power": steep * x + b, "no-factor": steep / n + b,
        "value": x**n + b * x,
    }  # fmt: skip
    return {**found, "line-stays": steep + b * x} if b else found


def _inner(g: Given) -> Numbers:
    a, b, n, x = (number_in(g, name) for name in "abnx")
    outer = slope(lambda u: u**n, a * x + b)
    return {
        "answer": slope(lambda t: (a * t + b) ** n, x), "inner-lost": outer, "adds-the-inner": outer + a,
        "keeps-the-power": outer * a * (a * x + b), "outer-at-x": slope(lambda u: u**n, x) * a,
    }  # fmt: skip


def _sigmoid(g: Given) -> Numbers:
    z = log(number_in(g, "odds"))

    def s(t: float) -> float:
        return 1 / (1 + exp(-t))

    return {
        "answer": exp(-z) / (1 + exp(-z)) ** 2, "z-for-sigma": z - z * z, "one-factor": s(-z),
        "its-own": s(z), "plus": s(z) + s(z) ** 2,
    }  # fmt: skip


def _partials(g: Given) -> Numbers:
    a, b, c = (number_in(g, name) for name in "abc")
    x, y = numbers_of(g, "at")
    across, up = gradient(lambda s, t: a * s * s + b * s * t + c * t * t, x, y)
    return {
        "answer": (across, up), "swapped": (up, across), "sums-up": across + up,
        "loses-the-mixed-term": gradient(lambda s, t: a * s * s + c * t * t, x, y),
        "keeps-the-frozen-term": (across + c * y * y, up + a * x * x),
    }  # fmt: skip


def _rate(g: Given) -> Numbers:
    slopes, way = np.array(numbers_of(g, "slopes")), np.array(numbers_of(g, "way"))
    unit = way / np.sqrt((way**2).sum())
    return {
        "answer": float(slopes @ unit), "never-scales": float(slopes @ way), "steepest": hypot(*slopes),
        "adds-the-slopes": float(slopes.sum()), "scales-by-the-gradient": float(slopes @ way) / hypot(*slopes),
    }  # fmt: skip


def _weight(g: Given) -> Numbers:
    w, x, b, y = (number_in(g, name) for name in "wxby")

    def loss(w: float, x: float, b: float) -> float:
        return (w * x + b - y) ** 2

    right = slope(lambda t: loss(t, x, b), w)
    return {
        "answer": right, "stops-early": slope(lambda t: loss(w, x, t), b), "forgets-the-2": right / 2,
        "residual-turned-round": 2 * (y - (w * x + b)) * x,
        "by-the-weight": slope(lambda t: loss(w, t, b), x),
    }  # fmt: skip


def _paths(g: Given) -> Numbers:
    x, y, k = (number_in(g, name) for name in "xyk")
    u, v = k * x + y, x * y
    return {
        "answer": slope(lambda t: (k * t + y) * (t * y), x),
        "first-path-only": slope(lambda t: (k * t + y) * v, x),
        "second-path-only": slope(lambda t: u * (t * y), x),
        "multiplies-the-slopes": k * y,
        "crossed": u * k + v * y,
    }


def _mse(g: Given) -> Numbers:
    w, xs, ys = number_in(g, "w"), np.array(numbers_of(g, "x")), np.array(numbers_of(g, "y"))
    right = slope(lambda t: float(((t * xs - ys) ** 2).mean()), w)
    return {
        "answer": right, "residual-turned-round": -right, "forgets-the-2": right / 2,
        "forgets-the-mean": slope(lambda t: float(((t * xs - ys) ** 2).sum()), w),
        "loses-the-input": float(2 * (w * xs - ys).mean()),
    }  # fmt: skip


def _step(g: Given) -> Numbers:
    c, x, eta = (number_in(g, name) for name in ("c", "x", "eta"))

    def f(t: float) -> float:
        return (t - c) ** 2

    return {
        "answer": x - eta * slope(f, x), "ascends": x + eta * slope(f, x), "no-step-size": x - slope(f, x),
        "steps-by-the-value": x - eta * f(x), "sign-only": x - eta * float(np.sign(slope(f, x))),
    }  # fmt: skip


def _two(g: Given) -> Numbers:
    a, b, c, eta = (number_in(g, name) for name in ("a", "b", "c", "eta"))
    x, y = numbers_of(g, "at")

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
    start, eta, steps = number_in(g, "start"), number_in(g, "eta"), int(number_in(g, "steps"))
    return {
        "answer": _walked(eta, 2, start, steps), "one-step-only": _walked(eta, 2, start, 1),
        "adds-the-steps": start - steps * eta * 2 * start, "forgets-the-2": _walked(eta, 1, start, steps),
        "factor-only": _walked(eta, 2, 1, steps), "place": 3 + _walked(eta, 2, start, steps),
    }  # fmt: skip


def _limit(g: Given) -> Numbers:
    a = number_in(g, "a")
    bend = slope(lambda x: slope(lambda t: a * t * t, x), 0.0)
    assert abs(_walked(2 / bend - 0.001, bend, 1.0, 400)) < 1 < abs(_walked(2 / bend + 0.001, bend, 1.0, 400))
    return {"answer": 2 / bend, "best-step": 1 / bend, "as-if-plain": 1.0, "forgets-the-2": 2 / a, "upside-down": a}


def _bowl(g: Given) -> Numbers:
    p, q = number_in(g, "p"), number_in(g, "q")
    gentle, steep = np.linalg.eigvalsh([[p, q], [q, p]])
    return {
        "answer": 2 / steep, "gentle-direction": 2 / gentle, "one-over": 1 / steep, "diagonal": 2 / p,
        "doubled-curvature": 1 / gentle,
    }  # fmt: skip


def _valley(g: Given) -> Numbers:
    p, q = number_in(g, "p"), number_in(g, "q")

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


Formulas = tuple[Real, dict[str, Real]]


def _product(g: Given) -> Formulas:
    n, k = number_in(g, "n"), number_in(g, "k")
    return lambda x: k * x**n * exp(x), {
        "product-of-derivatives": lambda x: slope(lambda t: k * t**n, x) * exp(x),
        "second-only": lambda x: k * x**n * exp(x),
        "minus": lambda x: (n / x - 1) * k * x**n * exp(x),
        "power-rule-on-exp": lambda x: (n / x) * k * x**n * exp(x) + k * x**n * x * exp(x - 1),
        "multiplies-the-parts": lambda x: slope(lambda t: k * t**n, x) * exp(x) * k * x**n * exp(x),
        "adds-the-derivatives": lambda x: slope(lambda t: k * t**n, x) + slope(exp, x),
    }


def _exponential(g: Given) -> Formulas:
    c, k = number_in(g, "c"), number_in(g, "k")
    return lambda x: c * exp(k * x), {
        "its-own": lambda x: c * exp(k * x),
        "power-rule": lambda x: c * k * x * exp(k * x - 1),
        "exponent-changes": lambda x: c * k * exp(x),
        "inner-squared": lambda x: c * k * x * exp(k * x),
    }


def _logarithm(g: Given) -> Formulas:
    k, b = number_in(g, "k"), number_in(g, "b")
    return lambda x: log(k * x + b), {
        "inner-lost": lambda x: 1 / (k * x + b),
        "outer-at-x": lambda x: k / x,
        "log-stays": lambda x: k * log(k * x + b),
        "one-over-the-slope": lambda _: 1 / k,
    }


def _hold(y: float) -> Callable[[Given], Formulas]:
    def made(g: Given) -> Formulas:
        a, n, b, m = (number_in(g, name) for name in "anbm")

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


def check_by_numbers(template: ComputedItem, oracle: Callable[[Given], Numbers]) -> None:
    """Answer and misconceptions come out the same when they are worked out from the numbers drawn."""
    for seed in SEEDS:
        made = first_unambiguous(template, seed)
        expected = oracle(made.given)
        found = {"answer": made.answer, **{wrong.id: wrong.answer for wrong in made.misconceptions}}
        assert found.keys() == expected.keys(), (template.id, seed)
        for name, value in found.items():
            assert same(value, expected[name], 2e-6), (template.id, seed, name, value, expected[name])


def _factor(g: Given) -> Numbers:
    a, b, c, x = (number_in(g, name) for name in "abcx")

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
    w, b = number_in(g, "w"), number_in(g, "b")
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
    slopes, eta = np.array(numbers_of(g, "slopes")), number_in(g, "eta")
    step = -eta * slopes
    return {
        "answer": float(np.hypot(*step)), "no-step-size": float(np.hypot(*slopes)),
        "adds-the-slopes": float(np.abs(step).sum()), "no-root": eta * float((slopes**2).sum()),
        "step-size-only": eta, "the-step-itself": tuple(step),
    }  # fmt: skip


def _rate_practice(g: Given) -> Numbers:
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
    steep, gentle = number_in(g, "steep"), number_in(g, "gentle")

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


PRACTICE_ORACLES: dict[str, Callable[[Given], Numbers]] = {
    "calculus.rules.factor": _factor,
    "calculus.chain.bias": _bias,
    "calculus.chain.pair": _pair,
    "calculus.descent.size": _size,
    "calculus.descent.rate": _rate_practice,
    "calculus.stepsize.flat": _flat,
}
