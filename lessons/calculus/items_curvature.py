"""Questions on stationary points: the second derivative there, and a likelihood at its peak."""

from __future__ import annotations

from fractions import Fraction
from math import exp
from random import Random

from lessons.model.computed_item import ItemDraw, computed
from lessons.model.misconception import Misconception
from lessons.model.page import Step

from .wording import dec, factor, plain, poly, signed, spelled


@computed("calculus.landscape.second", "number", ["critical-points"], strategy="differentiate twice")
def landscape_second(rng: Random) -> ItemDraw:
    while True:
        p, q = sorted(rng.sample(range(-5, 7), 2))
        if p * q and p + q and (p + q) % 2 == 0 and abs(3 * p * q) <= 90:
            return second(p, q, rng.choice((p, q)))


def second(p: int, q: int, at: int) -> ItemDraw:
    """The question: f″ at `at`, which is p or q, for the cubic with slope 3(x - p)(x - q); p + q is even."""
    middle = (p + q) // 2
    answer = 6 * at - 6 * middle
    curve = poly((1, "x^3"), (-3 * middle, "x^2"), (3 * p * q, "x"))
    slope = poly((3, "x^2"), (-6 * middle, "x"), (3 * p * q, ""))
    kind, sign = ("minimum", "positive") if answer > 0 else ("maximum", "negative")
    return ItemDraw(
        given={"p": p, "q": q, "at": at},
        prompt=f"$f(x) = {curve}$ has the slope 0 at $x = {at}$. What is its second derivative there?",
        lead=f"f''({at}) =",
        answer=answer,
        misconceptions=second_misconceptions(middle, 3 * p * q, at),
        hints=(
            "You want the slope of the slope: differentiate twice, then put the number in.",
            f"$f'(x) = {slope}$.",
            f"Differentiate $f'$ once more: ${poly((3, 'x^2'))}$ becomes ${poly((6, 'x'))}$.",
        ),
        steps=(
            Step(f"Once: $f'(x) = {slope}$"),
            Step(f"Twice: $f''(x) = {poly((6, 'x'), (-6 * middle, ''))}$"),
            Step(
                rf"At ${at}$: $6 \cdot {factor(at)} {signed(-6 * middle)} = {answer}$",
                str(answer),
            ),
        ),
        explanation=rf"$6 \cdot {factor(at)} {signed(-6 * middle)} = {answer}$. This is {sign}, so the point is a "
        f"{kind}: the slope is 0 there, and from left to right it {'rises' if answer > 0 else 'falls'}.",
    )


def second_misconceptions(middle: int, linear: int, at: int) -> tuple[Misconception, ...]:
    value = at**3 - 3 * middle * at**2 + linear * at
    return (
        Misconception(
            "first-derivative",
            0,
            f"0 is the first derivative at ${at}$: the tangent is horizontal. Differentiate $f'$ once more before you "
            "put the number in.",
        ),
        Misconception(
            "value",
            value,
            f"${value}$ is $f({at})$, the value. The second derivative says how the curve bends there: differentiate "
            "twice.",
        ),
        Misconception(
            "forgets-the-square-term",
            6 * at,
            f"${6 * at}$ is $6 x$ at ${at}$. The term ${poly((-3 * middle, 'x^2'))}$ contributes as well: its second "
            f"derivative is ${-6 * middle}$.",
        ),
        Misconception(
            "stops-halfway",
            3 * at - 3 * middle,
            rf"${3 * at - 3 * middle}$ is half of the second derivative. Each exponent comes down as a factor twice: "
            rf"$x^3$ becomes $3 x^2$ and then $6 x$, and here that gives $6 \cdot {factor(at)}$.",
        ),
        Misconception(
            "sign",
            6 * middle - 6 * at,
            f"${6 * middle - 6 * at}$ has the wrong sign. At ${at}$ the second derivative is "
            rf"$6 \cdot {factor(at)} {signed(-6 * middle)}$.",
        ),
    )


@computed("calculus.landscape.likelihood", "number", ["critical-points", "derivative-rules"], "set the slope to 0")
def landscape_likelihood(rng: Random) -> ItemDraw:
    return likelihood(rng.randint(3, 18), rng.choice((2, 4, 5, 8, 10)))


def likelihood(events: int, hours: int) -> ItemDraw:
    """The question: the λ that maximizes events · ln λ - hours · λ."""
    answer = Fraction(events, hours)
    return ItemDraw(
        given={"events": events, "hours": hours},
        prompt=rf"A server fails {events} times in {hours} hours. For a rate of $\lambda$ failures per hour, the "
        rf"log-likelihood is $\ell(\lambda) = {events} \ln \lambda - {hours} \lambda$ plus a constant. Which $\lambda$ "
        "maximizes it?",
        lead=r"\lambda =",
        answer=plain(answer),
        misconceptions=likelihood_misconceptions(events, hours),
        hints=(
            "You want the point at which the slope of the log-likelihood is 0.",
            rf"$\ell'(\lambda) = \frac{{{events}}}{{\lambda}} - {hours}$.",
            rf"Set it to 0: $\frac{{{events}}}{{\lambda}} = {hours}$.",
        ),
        steps=(
            Step(rf"Differentiate: $\ell'(\lambda) = \frac{{{events}}}{{\lambda}} - {hours}$"),
            Step(rf"Set it to 0: $\frac{{{events}}}{{\lambda}} = {hours}$"),
            Step(
                rf"Solve for $\lambda$: $\frac{{{events}}}{{{hours}}} = {dec(answer)}$",
                spelled(answer),
            ),
        ),
        explanation=rf"$\frac{{{events}}}{{{hours}}} = {dec(answer)}$ failures per hour, the observed rate. The second "
        rf"derivative is $-\frac{{{events}}}{{\lambda^2}}$, which is negative, so the point is a maximum.",
    )


def likelihood_misconceptions(events: int, hours: int) -> tuple[Misconception, ...]:
    return (
        Misconception(
            "upside-down",
            plain(Fraction(hours, events)),
            rf"${dec(Fraction(hours, events))}$ is {hours} over {events}, hours per failure. A rate is "
            rf"failures per hour: solve $\frac{{{events}}}{{\lambda}} = {hours}$ for $\lambda$ again.",
        ),
        Misconception(
            "slope-at-one",
            events - hours,
            rf"${events - hours}$ is the slope at $\lambda = 1$, ${events} - {hours}$. You want the $\lambda$ at which "
            "the slope is 0: solve for it.",
        ),
        Misconception(
            "zero-of-the-log",
            exp(hours / events),
            rf"This $\lambda$ solves ${events} \ln \lambda = {hours}$. The logarithm is still there: differentiate it "
            rf"first, which gives $\frac{{{events}}}{{\lambda}}$.",
        ),
        Misconception(
            "forgets-the-count",
            plain(Fraction(1, hours)),
            rf"${dec(Fraction(1, hours))}$ is 1 over {hours}. A constant factor stays when you differentiate: "
            rf"${events} \ln \lambda$ has the slope $\frac{{{events}}}{{\lambda}}$.",
        ),
        Misconception(
            "multiplies",
            events * hours,
            rf"${events * hours}$ is ${events} \cdot {hours}$. In $\frac{{{events}}}{{\lambda}} = {hours}$, multiply "
            rf"by $\lambda$ and then divide by {hours}.",
        ),
    )
