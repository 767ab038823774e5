"""Questions on the rules of differentiation that come out as numbers."""

from __future__ import annotations

from fractions import Fraction
from math import log
from random import Random

from lessons.answers import Comparison
from lessons.latex_numbers import num
from lessons.model.computed_item import ItemDraw, computed
from lessons.model.misconception import Misconception
from lessons.model.page import Step

from .wording import dec, factor, poly, signed, spelled


@computed("calculus.rules.power", "number", ["derivative-rules"], strategy="power rule")
def rules_power(rng: Random) -> ItemDraw:
    n = rng.choice((2, 2, 3, 3, 4))
    x = rng.choice((-2, 2) if n == 4 else (-3, -2, 2, 3, 4))
    return power(n, rng.choice((0, -5, -4, -3, 3, 4, 5, 7)), x)


def power(n: int, b: int, x: int) -> ItemDraw:
    """The question: the slope of xⁿ + bx at x."""
    down = x ** (n - 1)
    answer = n * down + b
    tail = f" {signed(b)}" if b else ""
    return ItemDraw(
        given={"n": n, "b": b, "x": x},
        prompt=f"$f(x) = {poly((1, f'x^{n}'), (b, 'x'))}$. How steep is it at $x = {x}$?",
        lead=f"f'({x}) =",
        answer=answer,
        misconceptions=power_misconceptions(n, b, x),
        hints=(
            "You want the slope at one point: first the derivative as a formula, then its value.",
            "The exponent comes down as a factor and drops by 1. Differentiate a sum term by term.",
            f"The derivative of $x^{n}$ is ${n} {_power('x', n - 1)}$.",
        ),
        steps=(
            Step(f"The formula: $f'(x) = {poly((n, _power('x', n - 1)), (b, ''))}$"),
            Step(rf"At ${x}$: ${n} \cdot {_power(factor(x), n - 1)}{tail} = {dec(answer)}$", spelled(answer)),
        ),
        explanation=f"$f'(x) = {poly((n, _power('x', n - 1)), (b, ''))}$, and at ${x}$ that is "
        rf"${n} \cdot {_power(factor(x), n - 1)}{tail} = {dec(answer)}$.",
    )


def power_misconceptions(n: int, b: int, x: int) -> tuple[Misconception, ...]:
    down = x ** (n - 1)
    line = (
        Misconception(
            "line-stays",
            n * down + b * x,
            f"${dec(n * down + b * x)}$ differentiates the power and keeps ${poly((b, 'x'))}$ as it is. Differentiate "
            f"that term too: its slope is ${b}$.",
        ),
    )
    return (
        Misconception(
            "keeps-the-power",
            n * x**n + b,
            f"${dec(n * x**n + b)}$ uses ${n} x^{n}$. The exponent drops by 1 as it comes down: ${n} "
            f"{_power('x', n - 1)}$.",
        ),
        Misconception(
            "no-factor",
            down + b,
            f"${dec(down + b)}$ lowers the exponent. The old exponent also comes down as a factor: ${n} "
            f"{_power('x', n - 1)}$.",
        ),
        Misconception(
            "value",
            x**n + b * x,
            f"${dec(x**n + b * x)}$ is $f({x})$ itself. The question asks for the slope: differentiate first, then "
            "put the number in.",
        ),
        *(line if b else ()),
    )


def _power(base: str, exponent: int) -> str:
    return base if exponent == 1 else f"{base}^{exponent}"


@computed("calculus.rules.inner", "number", ["chain-rule"], strategy="outer times inner")
def rules_inner(rng: Random) -> ItemDraw:
    while True:
        a, b, x = (
            rng.choice((-4, -3, -2, 2, 3, 4, 5)),
            rng.choice((-5, -3, -2, -1, 1, 2, 4)),
            rng.choice((-2, -1, 1, 2, 3)),
        )
        n = rng.choice((2, 2, 3))
        if 1 < abs(a * x + b) <= (4 if n == 2 else 3):
            return inner(a, b, n, x)


def inner(a: int, b: int, n: int, x: int) -> ItemDraw:
    """The question: the slope of (ax + b)ⁿ at x."""
    u = a * x + b
    outer = n * u ** (n - 1)
    answer = outer * a
    inside = poly((a, "x"), (b, ""))
    at = rf"{n} \cdot {_power(factor(u), n - 1)}"
    return ItemDraw(
        given={"a": a, "b": b, "n": n, "x": x},
        prompt=f"$f(x) = ({inside})^{n}$. How steep is it at $x = {x}$?",
        lead=f"f'({x}) =",
        answer=answer,
        misconceptions=inner_misconceptions(a, n, u, x),
        hints=(
            "You want the slope of a function that has another one inside it.",
            "Outer derivative, taken at the inside, times the derivative of the inside.",
            f"At $x = {x}$ the inside is ${dec(u)}$, and its derivative is ${a}$.",
        ),
        steps=(
            Step(rf"The inside: ${a} \cdot {factor(x)} {signed(b)} = {dec(u)}$", spelled(u)),
            Step(f"The outer slope there: ${at} = {dec(outer)}$", spelled(outer)),
            Step(rf"Times the inner one: ${dec(outer)} \cdot {factor(a)} = {dec(answer)}$", spelled(answer)),
        ),
        explanation=rf"$f'(x) = {n} \cdot {_power(f'({inside})', n - 1)} \cdot {factor(a)}$, and at ${x}$ that is "
        rf"${at} \cdot {factor(a)} = {dec(answer)}$.",
    )


def inner_misconceptions(a: int, n: int, u: int, x: int) -> tuple[Misconception, ...]:
    outer, at = n * u ** (n - 1), rf"{n} \cdot {_power(factor(u), n - 1)}"
    return (
        Misconception(
            "inner-lost",
            outer,
            f"${dec(outer)}$ is ${at}$, the slope with respect to the inside. Multiply it by the derivative of the "
            f"inside, ${a}$.",
        ),
        Misconception(
            "adds-the-inner",
            outer + a,
            f"${dec(outer + a)}$ adds the two slopes. Multiply them: the inside changes ${a}$ times as fast as $x$, "
            f"and $f$ changes ${dec(outer)}$ times as fast as the inside.",
        ),
        Misconception(
            "keeps-the-power",
            n * u**n * a,
            f"${dec(n * u**n * a)}$ keeps the exponent ${n}$. It drops by 1: ${at}$. Then multiply by the inner "
            f"derivative, ${a}$.",
        ),
        Misconception(
            "outer-at-x",
            n * x ** (n - 1) * a,
            f"${dec(n * x ** (n - 1) * a)}$ takes the outer slope at ${x}$. Take it at the value of the inside, which "
            f"is ${dec(u)}$ there.",
        ),
    )


_ODDS = tuple(
    Fraction(over, under)
    for over, under in ((2, 1), (3, 1), (4, 1), (5, 1), (9, 1), (3, 2), (7, 3), (1, 3), (1, 4), (1, 9), (2, 3), (3, 7))
)


@computed(
    "calculus.rules.sigmoid", "number", ["chain-rule"], strategy="use the value you have", rule=Comparison(decimals=3)
)
def rules_sigmoid(rng: Random) -> ItemDraw:
    return sigmoid(rng.choice(_ODDS))


def sigmoid(odds: Fraction) -> ItemDraw:
    """The question: σ′(z) at z = ln(odds), where σ(z) = odds/(1 + odds)."""
    z, s = log(odds), odds / (1 + odds)
    answer = s * (1 - s)
    shown = f"{z:.3f}"
    return ItemDraw(
        given={"odds": odds},
        prompt=rf"A neuron has $z = {shown}$ and outputs $\sigma(z) = {num(s)}$. What is $\sigma'(z)$? "
        "A fraction, or three decimals.",
        lead=rf"\sigma'({shown}) =",
        answer=answer,
        misconceptions=sigmoid_misconceptions(z, s),
        hints=(
            r"You want the slope of $\sigma$ at this $z$, and the value is already known.",
            r"$\sigma'(z) = \sigma(z) \cdot (1 - \sigma(z))$.",
            rf"$1 - \sigma(z) = {num(1 - s)}$.",
        ),
        steps=(
            Step(rf"The other factor: $1 - {num(s)} = {num(1 - s)}$", str(1 - s)),
            Step(rf"The product: ${num(s)} \cdot {num(1 - s)} = {num(answer)}$", str(answer)),
        ),
        explanation=rf"${num(s)} \cdot {num(1 - s)} = {num(answer)}$. The forward pass has computed $\sigma(z)$ "
        rf"already, so this costs one multiplication. The slope is at most $\frac{{1}}{{4}}$, where $\sigma$ is "
        rf"$\frac{{1}}{{2}}$.",
    )


def sigmoid_misconceptions(z: float, s: Fraction) -> tuple[Misconception, ...]:
    shown = f"{z:.3f}"
    return (
        Misconception(
            "z-for-sigma",
            z * (1 - z),
            rf"This is $z (1 - z)$ with $z = {shown}$. The formula uses the output: put $\sigma(z) = {num(s)}$ into "
            r"$\sigma (1 - \sigma)$.",
        ),
        Misconception(
            "one-factor",
            1 - s,
            rf"${num(1 - s)}$ is $1 - \sigma(z)$. The slope is a product of two factors: multiply by $\sigma(z) = "
            f"{num(s)}$.",
        ),
        Misconception(
            "its-own",
            s,
            rf"${num(s)}$ is $\sigma(z)$ itself. Only $e^x$ is its own derivative: at $z = {shown}$, multiply by $1 - "
            r"\sigma(z)$ as well.",
        ),
        Misconception(
            "plus",
            s * (1 + s),
            rf"${num(s * (1 + s))}$ is $\sigma (1 + \sigma)$. The formula has a minus: ${num(s)} \cdot (1 - "
            f"{num(s)})$.",
        ),
    )


@computed("calculus.rules.factor", "number", ["derivative-rules"], strategy="product rule", practice=True)
def rules_factor(rng: Random) -> ItemDraw:
    while True:
        a, b, c = rng.choice((1, 2, 3, 4)), rng.choice((-5, -3, -2, 1, 2, 4)), rng.choice((-4, -2, -1, 1, 3, 5))
        x = rng.choice((-2, -1, 1, 2, 3))
        if a * x + b and x * x + c:
            return product_at(a, b, c, x)


def product_at(a: int, b: int, c: int, x: int) -> ItemDraw:
    """The question: the slope of (ax + b)(x² + c) at x."""
    u, v, du, dv = a * x + b, x * x + c, a, 2 * x
    answer = du * v + u * dv
    line, square = poly((a, "x"), (b, "")), poly((1, "x^2"), (c, ""))
    return ItemDraw(
        given={"a": a, "b": b, "c": c, "x": x},
        prompt=f"$f(x) = ({line})({square})$. How steep is it at $x = {x}$?",
        lead=f"f'({x}) =",
        answer=answer,
        misconceptions=product_at_misconceptions((u, du), (v, dv)),
        hints=(
            "You want the slope of a product, at one point.",
            "Each factor changes once while the other stays: $u' v + u v'$.",
            f"With $u = {line}$: $u' = {du}$, and $u = {u}$ at this point.",
        ),
        steps=(
            Step(rf"The first factor at ${x}$: $u = {a} \cdot {factor(x)} {signed(b)} = {u}$, and $u' = {du}$"),
            Step(rf"The second: $v = {factor(x)}^2 {signed(c)} = {v}$, and $v' = 2 \cdot {factor(x)} = {dv}$"),
            Step(rf"$u' v = {du} \cdot {factor(v)} = {du * v}$ and $u v' = {factor(u)} \cdot {factor(dv)} = {u * dv}$"),
            Step(rf"Add them: ${du * v} + {factor(u * dv)} = {answer}$", str(answer)),
        ),
        explanation=rf"$u' v + u v' = {du} \cdot {factor(v)} + {factor(u)} \cdot {factor(dv)} = {answer}$. If you "
        "multiply the factors out first, you get the same with more work.",
    )


def product_at_misconceptions(first: tuple[int, int], second: tuple[int, int]) -> tuple[Misconception, ...]:
    (u, du), (v, dv) = first, second
    return (
        Misconception(
            "product-of-derivatives",
            du * dv,
            rf"${du * dv}$ is ${du} \cdot {factor(dv)}$, both slopes multiplied. Multiply each slope by the *value* of "
            rf"the other factor: ${du} \cdot {factor(v)}$ and ${factor(u)} \cdot {factor(dv)}$.",
        ),
        Misconception(
            "first-only",
            du * v,
            rf"${du * v}$ is only $u' v = {du} \cdot {factor(v)}$. The second factor changes too: add $u v' = "
            rf"{factor(u)} \cdot {factor(dv)}$.",
        ),
        Misconception(
            "second-only",
            u * dv,
            rf"${u * dv}$ is only $u v' = {factor(u)} \cdot {factor(dv)}$. The first factor changes too: add $u' v = "
            rf"{du} \cdot {factor(v)}$.",
        ),
        Misconception(
            "minus",
            du * v - u * dv,
            f"${du * v - u * dv}$ subtracts ${u * dv}$ from ${du * v}$. In the product rule the two parts are added; "
            "the minus belongs to the quotient rule.",
        ),
        Misconception(
            "value",
            u * v,
            rf"${u * v}$ is $f$ itself, ${factor(u)} \cdot {factor(v)}$. The question asks for its slope. Use $u' v "
            "+ u v'$.",
        ),
    )
