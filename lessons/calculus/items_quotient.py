"""The question on the quotient rule."""

from __future__ import annotations

from fractions import Fraction
from random import Random

from lessons.model.computed_item import ItemDraw, computed
from lessons.model.misconception import Misconception
from lessons.model.page import Step

from .wording import dec, factor, plain, poly, signed, spelled


@computed("calculus.rules.quotient", "number", ["derivative-rules"], strategy="quotient rule")
def rules_quotient(rng: Random) -> ItemDraw:
    while True:
        a, b = rng.choice((1, 2, 3, 4, 5)), rng.choice((-4, -3, -2, 1, 2, 3, 4))
        x, v = rng.choice((-2, -1, 1, 2, 3)), rng.choice((-4, -2, 2, 4, 5))
        if a * x + b and a * v != a * x + b and 0 < abs(v - x) <= 6:
            return quotient((a, b), v - x, x)


def quotient(line: tuple[int, int], c: int, x: int) -> ItemDraw:
    """The question: the slope of (ax + b)/(x + c) at x; `line` is (a, b)."""
    a, b = line
    u, v = a * x + b, x + c
    over = a * v - u
    answer = Fraction(over, v * v)
    top, bottom = poly((a, "x"), (b, "")), poly((1, "x"), (c, ""))
    return ItemDraw(
        given={"a": a, "b": b, "c": c, "x": x},
        prompt=rf"$f(x) = \frac{{{top}}}{{{bottom}}}$. What is its slope at $x = {x}$?",
        lead=f"f'({x}) =",
        answer=plain(answer),
        misconceptions=quotient_misconceptions(a, u, v),
        hints=(
            "You want the slope of a ratio at one point.",
            r"$\left( \frac{u}{v} \right)' = \frac{u' v - u v'}{v^2}$.",
            f"Here $u' = {a}$ and $v' = 1$, and at ${x}$ the values are $u = {u}$ and $v = {v}$.",
        ),
        steps=(
            Step(
                rf"The numerator $u$: ${a} \cdot {factor(x)} {signed(b)} = {u}$",
                str(u),
                lead="u =",
            ),
            Step(f"The denominator $v$: ${x} {signed(c)} = {v}$", str(v), lead="v ="),
            Step(
                rf"$u' v - u v'$: ${a} \cdot {factor(v)} - {factor(u)} \cdot 1 = {over}$",
                str(over),
                lead="u' v - u v' =",
                follow=lambda cells: a * cells[1] - cells[0],
            ),
            Step(
                rf"Divide by $v^2$: $\frac{{{over}}}{{{v * v}}} = {dec(answer)}$",
                spelled(answer),
                lead=f"f'({x}) =",
                follow=lambda cells: cells[2] / cells[1] ** 2 if cells[1] else 0.0,
            ),
        ),
        explanation=rf"$\frac{{{a} \cdot {factor(v)} - {factor(u)} \cdot 1}}{{{factor(v)}^2}} = {dec(answer)}$. "
        "Softmax is such a ratio: a logit can change both its numerator and its denominator.",
    )


def quotient_misconceptions(a: int, u: int, v: int) -> tuple[Misconception, ...]:
    over = a * v - u
    return (
        Misconception(
            "quotient-of-derivatives",
            a,
            rf"${a}$ is $u' / v'$, the derivative of the numerator over that of the denominator. A ratio is not "
            rf"differentiated part by part: use $\frac{{u' v - u v'}}{{v^2}}$ with $u = {u}$ and $v = {v}$.",
        ),
        Misconception(
            "plus",
            plain(Fraction(a * v + u, v * v)),
            rf"${dec(Fraction(a * v + u, v * v))}$ adds $u v' = {u}$ in the numerator. In the quotient rule this "
            f"term is subtracted: ${a} \\cdot {factor(v)} - {factor(u)}$.",
        ),
        Misconception(
            "reversed",
            plain(Fraction(-over, v * v)),
            rf"${dec(Fraction(-over, v * v))}$ is $\frac{{u v' - u' v}}{{v^2}}$. The term in which the numerator "
            f"changes comes first: $u' v = {a} \\cdot {factor(v)}$.",
        ),
        Misconception(
            "denominator-not-squared",
            plain(Fraction(over, v)),
            rf"${dec(Fraction(over, v))}$ divides by $v = {v}$ once. The quotient rule divides by its square: "
            f"${factor(v)}^2 = {v * v}$.",
        ),
        Misconception(
            "never-divides",
            over,
            f"${over}$ is the numerator of the rule, ${a} \\cdot {factor(v)} - {factor(u)}$. One step is left: divide "
            f"by $v^2 = {v * v}$.",
        ),
        Misconception(
            "value",
            plain(Fraction(u, v)),
            rf"${dec(Fraction(u, v))}$ is the value of $f$, ${u}$ over ${v}$. The question asks for its slope: "
            r"$\frac{u' v - u v'}{v^2}$.",
        ),
    )
