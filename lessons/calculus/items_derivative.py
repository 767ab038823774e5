"""Questions on slopes: of a secant, and of the line that stands in for a curve."""

from __future__ import annotations

from fractions import Fraction
from random import Random

from lessons.model.computed_item import ItemDraw, computed
from lessons.model.misconception import Misconception
from lessons.model.page import Step

from .wording import Exact, dec, factor, plain, poly, spelled

_RUNS = (Fraction(1, 2), Fraction(1, 10), Fraction(1, 5), Fraction(2))


@computed("calculus.derivative.secant", "number", ["derivative"], strategy="rise over run")
def derivative_secant(rng: Random) -> ItemDraw:
    while True:
        x, h = rng.choice((-3, -2, -1, 1, 2, 3, 4)), rng.choice(_RUNS)
        if x + h and 2 * x + h:
            return secant(rng.choice((1, 1, 2, 3)), x, h)


def secant(a: int, x: int, h: Fraction) -> ItemDraw:
    """The question: the slope of the secant of ax² from x to x + h, neither the rise nor x + h being 0."""
    start, end = Fraction(a * x * x), a * (x + h) ** 2
    rise = end - start
    slope = rise / h
    curve = poly((a, "x^2"))
    return ItemDraw(
        given={"a": a, "x": x, "h": plain(h)},
        prompt=f"$f(x) = {curve}$. How steep is the straight line through the curve's points at $x = {x}$ and at "
        f"$x = {dec(x + h)}$?",
        lead=r"\text{slope} =",
        answer=plain(slope),
        misconceptions=secant_misconceptions(a, x, h, rise),
        hints=(
            "You want the slope of the line: its rise per unit of run.",
            r"Rise over run: $\frac{f(x + h) - f(x)}{h}$.",
            f"$f({x}) = {dec(start)}$ and $f({dec(x + h)}) = {dec(end)}$.",
        ),
        steps=(
            Step(f"The two heights: $f({x}) = {dec(start)}$ and $f({dec(x + h)}) = {dec(end)}$"),
            Step(f"The rise: ${dec(end)} - {factor(start)} = {dec(rise)}$", spelled(rise)),
            Step(rf"Over the run: $\frac{{{dec(rise)}}}{{{dec(h)}}} = {dec(slope)}$", spelled(slope)),
        ),
        explanation=rf"$\frac{{{dec(rise)}}}{{{dec(h)}}} = {dec(slope)}$. The slope of the tangent at ${x}$ is "
        f"${dec(2 * a * x)}$. As the run shrinks, the secant's slope approaches it.",
    )


def secant_misconceptions(a: int, x: int, h: Fraction, rise: Fraction) -> tuple[Misconception, ...]:
    return (
        Misconception(
            "height",
            plain(a * (x + h) ** 2),
            f"${dec(a * (x + h) ** 2)}$ is the height of the curve at ${dec(x + h)}$. A slope compares two heights. "
            "Subtract the other one, then divide by the run.",
        ),
        Misconception(
            "never-divides",
            plain(rise),
            f"${dec(rise)}$ is how much $f$ rises. A slope is the rise per unit of $x$. Divide by ${dec(h)}$.",
        ),
        Misconception(
            "tangent",
            2 * a * x,
            f"${dec(2 * a * x)}$ is the slope of the tangent at ${x}$, the limit for short runs. The line in the "
            f"question passes through two points: divide its rise by its run, ${dec(h)}$.",
        ),
        Misconception(
            "upside-down",
            plain(h / rise),
            f"This is ${dec(h)}$ over ${dec(rise)}$, run over rise. A slope is rise over run: the rise is the "
            "numerator.",
        ),
        Misconception(
            "divides-by-the-place",
            plain(rise / (x + h)),
            f"This divides the rise ${dec(rise)}$ by ${dec(x + h)}$, the $x$ at which it ends. The run is the distance "
            f"from ${x}$ to ${dec(x + h)}$, which is ${dec(h)}$.",
        ),
    )


@computed("calculus.derivative.approx", "number", ["derivative"], strategy="follow the tangent")
def derivative_approx(rng: Random) -> ItemDraw:
    step = rng.choice((Fraction(1, 10), Fraction(1, 5), Fraction(-1, 10), Fraction(3, 10), Fraction(1, 20)))
    slope = rng.choice((-6, -5, -4, -3, -2, 2, 3, 4, 5, 6))
    return approx(rng.randint(2, 6), rng.choice((-8, -5, 4, 7, 9, 10, 12)), slope, step)


def approx(a: int, height: int, slope: int, step: Fraction) -> ItemDraw:
    """The question: f(a + step) from f(a) and f′(a)."""
    target: Exact = a + step
    change = slope * step
    answer = height + change
    return ItemDraw(
        given={"a": a, "height": height, "slope": slope, "step": plain(step)},
        prompt=f"A loss is expensive to evaluate, but you know $f({a}) = {height}$ and $f'({a}) = {slope}$. "
        f"Estimate $f({dec(target)})$ with the tangent.",
        lead=rf"f({dec(target)}) \approx",
        answer=plain(answer),
        misconceptions=approx_misconceptions(a, height, slope, step),
        hints=(
            "You want the height of the tangent a little way from where it touches the curve.",
            r"$f(a + h) \approx f(a) + f'(a) \cdot h$.",
            f"Here $h = {dec(step)}$.",
        ),
        steps=(
            Step(f"How far: $h = {dec(target)} - {a} = {dec(step)}$", spelled(step)),
            Step(rf"The change along the tangent: ${slope} \cdot {factor(step)} = {dec(change)}$", spelled(change)),
            Step(rf"Add it to the value at the start: ${height} + {factor(change)} = {dec(answer)}$", spelled(answer)),
        ),
        explanation=rf"${height} + {factor(slope)} \cdot {factor(step)} = {dec(answer)}$. The error depends on how "
        "much $f$ bends between the two points. If you halve the step, the error falls to about a quarter.",
    )


def approx_misconceptions(a: int, height: int, slope: int, step: Fraction) -> tuple[Misconception, ...]:
    target, change = a + step, slope * step
    return (
        Misconception(
            "change-only",
            plain(change),
            f"${dec(change)}$ is the change. Add it to the value at the start, ${height}$.",
        ),
        Misconception(
            "whole-step",
            height + slope,
            f"${dec(height + slope)}$ adds the whole slope, as if the step were 1. You only go from ${a}$ to "
            f"${dec(target)}$: multiply the slope ${slope}$ by ${dec(step)}$.",
        ),
        Misconception(
            "wrong-way",
            plain(height - change),
            f"${dec(height - change)}$ goes the other way. The slope is ${slope}$ and the step ${dec(step)}$, so "
            rf"$f$ changes by ${slope} \cdot {factor(step)} = {dec(change)}$. Mind the signs.",
        ),
        Misconception(
            "from-zero",
            plain(height + slope * target),
            f"${dec(height + slope * target)}$ multiplies the slope by ${dec(target)}$. The tangent touches at ${a}$, "
            f"so multiply by the distance from there, ${dec(step)}$.",
        ),
    )
