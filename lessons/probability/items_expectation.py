"""Questions on expectation and variance."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import cache
from itertools import combinations
from math import sqrt
from operator import mul
from random import Random

from lessons.model.computed_item import ItemDraw, computed
from lessons.model.misconception import Misconception
from lessons.model.page import Step

from .decimals import dec, eq

Table = tuple[tuple[int, Fraction], ...]  # each value with its probability
_SPLITS = ((5, 3, 2), (6, 3, 1), (7, 2, 1), (5, 4, 1), (6, 2, 2), (1, 4, 5), (2, 3, 5), (1, 2, 7))


def table(rng: Random, top: int, low: int = 0) -> Table:
    """Three whole values in rising order with probabilities in tenths."""
    values = sorted(rng.sample(range(low, top + 1), 3))
    return tuple((x, Fraction(p, 10)) for x, p in zip(values, rng.choice(_SPLITS), strict=True))


def weighted(values: Sequence[Fraction | int], t: Table) -> Fraction:
    return sum((v * p for v, (_, p) in zip(values, t, strict=True)), Fraction(0))


def mean(t: Table) -> Fraction:
    return weighted([x for x, _ in t], t)


def second(t: Table) -> Fraction:
    return weighted([x * x for x, _ in t], t)


def _given(t: Table) -> dict[str, tuple[float, ...]]:
    return {"x": tuple(float(x) for x, _ in t), "p": tuple(float(p) for _, p in t)}


def _listed(t: Table) -> str:
    rows = " & ".join(str(x) for x, _ in t), " & ".join(dec(p) for _, p in t)
    return rf"\begin{{matrix}} x & {rows[0]} \\ P(X = x) & {rows[1]} \end{{matrix}}"


def _products(values: Sequence[int], t: Table) -> str:
    return " + ".join(rf"{v} \cdot {dec(p)}" for v, (_, p) in zip(values, t, strict=True))


@computed("probability.expectation.mean", "number", ["expectation"], strategy="weight and add")
def expectation_mean(rng: Random) -> ItemDraw:
    return expected(table(rng, 20))


def expected(t: Table) -> ItemDraw:
    """The question E[X]."""
    answer, xs = mean(t), [x for x, _ in t]
    first = t[0]
    return ItemDraw(
        given=_given(t),
        prompt=f"An answer takes $X$ seconds. What is $\\mathbb E[X]$?\n\n$$\n{_listed(t)}\n$$",
        lead=r"\mathbb E[X] =",
        answer=float(answer),
        misconceptions=expected_misconceptions(t),
        hints=(
            "You want the average over very many answers.",
            "Each value counts as often as it occurs: multiply by its probability, add up.",
            rf"The first product is ${first[0]} \cdot {dec(first[1])} = {dec(first[0] * first[1])}$.",
        ),
        steps=(
            Step(f"Weight each value: ${_products(xs, t)}$"),
            Step("The products: $" + " + ".join(dec(x * p) for x, p in t) + "$"),
            Step(f"Add them up: ${dec(answer)}$", dec(answer)),
        ),
        explanation=f"${_products(xs, t)} = {dec(answer)}$. It need not be a possible value: it is what the average of "
        "many answers approaches.",
    )


def expected_misconceptions(t: Table) -> tuple[Misconception, ...]:
    xs, answer = [x for x, _ in t], mean(t)
    plain = Fraction(sum(xs), 3)
    likely = max(t, key=lambda row: row[1])
    return (
        Misconception(
            "unweighted",
            float(plain),
            f"This is ${sum(xs)}$ divided by 3, which weights all values alike. Weight each by its probability: "
            f"that of ${likely[0]}$ is ${dec(likely[1])}$.",
        ),
        Misconception(
            "most-likely",
            likely[0],
            f"${likely[0]}$ is the most likely value. An expectation is an average over all values. Multiply each by "
            "its probability and add.",
        ),
        Misconception(
            "divides-again",
            float(answer / 3),
            f"This divides ${dec(answer)}$ by 3. The probabilities already add up to 1, so the weighted sum is the "
            "average.",
        ),
        Misconception(
            "no-weights",
            sum(xs),
            f"${sum(xs)}$ is the sum of the values. Multiply each by its probability first.",
        ),
    )


@computed("probability.expectation.square", "number", ["expectation"], strategy="square, then weight")
def expectation_square(rng: Random) -> ItemDraw:
    return squared(table(rng, 6))


def squared(t: Table) -> ItemDraw:
    """The question E[X²]."""
    answer, squares = second(t), [x * x for x, _ in t]
    return ItemDraw(
        given=_given(t),
        prompt=f"The error $X$ of a model has this distribution. What is the mean squared error, "
        f"$\\mathbb E[X^2]$?\n\n$$\n{_listed(t)}\n$$",
        lead=r"\mathbb E[X^2] =",
        answer=float(answer),
        misconceptions=squared_misconceptions(t),
        hints=(
            "You want the average of the squares, not the square of the average.",
            "Square each value, multiply by its probability, add up.",
            f"The squares are ${squares[0]}$, ${squares[1]}$ and ${squares[2]}$.",
        ),
        steps=(
            Step(f"Square the values: ${squares[0]}$, ${squares[1]}$, ${squares[2]}$"),
            Step(f"Weight them: ${_products(squares, t)}$"),
            Step(f"Add up: ${dec(answer)}$", dec(answer)),
        ),
        explanation=rf"${_products(squares, t)} = {dec(answer)}$, while $(\mathbb E[X])^2 = {dec(mean(t))}^2 "
        f"{eq(mean(t) ** 2)}$. The difference of the two is the variance.",
    )


def squared_misconceptions(t: Table) -> tuple[Misconception, ...]:
    m, xs = mean(t), [x for x, _ in t]
    lopsided = sum((x * p * p for x, p in t), Fraction(0))
    square = second(t)
    return (
        Misconception(
            "variance",
            float(square - m * m),
            rf"${dec(square - m * m)}$ is the variance, $\mathbb E[X^2] - (\mathbb E[X])^2$. The question asks for the "
            "mean of the squares: leave out the subtraction.",
        ),
        Misconception(
            "squares-the-mean",
            float(m * m),
            rf"${dec(m * m)}$ is $(\mathbb E[X])^2$, the mean ${dec(m)}$ squared. Square the values first, then "
            "average the squares.",
        ),
        Misconception(
            "never-squares",
            float(m),
            rf"${dec(m)}$ is $\mathbb E[X]$. The question asks for the mean of the squares. Square every value first.",
        ),
        Misconception(
            "squares-the-weights",
            float(lopsided),
            rf"${dec(lopsided)}$ squares the probabilities. Square the values instead: $x^2 \cdot P(X = x)$.",
        ),
        Misconception(
            "unweighted",
            float(Fraction(sum(x * x for x in xs), 3)),
            f"This is the sum of the squares, ${sum(x * x for x in xs)}$, divided by 3. The three values are not "
            f"equally likely: weight them by ${dec(t[0][1])}$, ${dec(t[1][1])}$ and ${dec(t[2][1])}$.",
        ),
    )


@computed("probability.expectation.variance", "number", ["variance"], strategy="mean of squares minus square of mean")
def expectation_variance(rng: Random) -> ItemDraw:
    return variance(rng.choice(_balanced()))


@cache
def _balanced() -> tuple[Table, ...]:
    """The tables of three values from -3 to 9 whose mean is whole."""
    return tuple(
        tuple((x, Fraction(p, 10)) for x, p in zip(values, split, strict=True))
        for values in combinations(range(-3, 10), 3)
        for split in _SPLITS
        if sum(map(mul, values, split)) % 10 == 0
    )


def variance(t: Table) -> ItemDraw:
    """The question Var(X), for a whole mean; a worksheet of three cells."""
    m, s = int(mean(t)), second(t)
    answer = s - m * m
    squares = [x * x for x, _ in t]
    xs = " + ".join(rf"{f'({x})' if x < 0 else x} \cdot {dec(p)}" for x, p in t)
    return ItemDraw(
        given=_given(t),
        prompt=f"What is the variance of $X$?\n\n$$\n{_listed(t)}\n$$",
        lead=r"\Var(X) =",
        answer=float(answer),
        misconceptions=variance_misconceptions(t),
        hints=(
            "You want the average squared distance from the mean.",
            r"The mean of the squares, minus the square of the mean: $\mathbb E[X^2] - (\mathbb E[X])^2$.",
            rf"$\mathbb E[X] = {xs} = {m}$.",
        ),
        steps=(
            Step(rf"The mean: ${xs} = {m}$", str(m), lead=r"\mathbb E[X] ="),
            Step(
                f"The mean of the squares: ${_products(squares, t)} = {dec(s)}$", dec(s), lead=r"\mathbb E[X^2] =",
            ),
            Step(
                f"The difference: ${dec(s)} - {f'({m})' if m < 0 else m}^2 = {dec(answer)}$",
                dec(answer),
                lead=r"\Var(X) =",
                follow=lambda cells: cells[1] - cells[0] ** 2,
            ),
        ),
        explanation=f"${dec(s)} - {f'({m})' if m < 0 else m}^2 = {dec(answer)}$. The distances from ${m}$, squared and "
        "weighted, give the same.",
    )  # fmt: skip


def variance_misconceptions(t: Table) -> tuple[Misconception, ...]:
    m, s = mean(t), second(t)
    var = s - m * m
    plain = sum(((x - m) ** 2 for x, _ in t), Fraction(0)) / 3
    size = weighted([abs(x - m) for x, _ in t], t)
    return (
        Misconception(
            "mean-unsquared",
            float(s - m),
            rf"${dec(s - m)}$ is $\mathbb E[X^2] - \mathbb E[X]$. Square the mean before you subtract it.",
        ),
        Misconception(
            "never-subtracts",
            float(s),
            rf"${dec(s)}$ is $\mathbb E[X^2]$, the mean of the squares. The variance measures the spread around the "
            f"mean. Subtract ${dec(m * m)}$.",
        ),
        Misconception(
            "takes-the-root",
            sqrt(var),
            f"That is the standard deviation, the root of ${dec(var)}$. The variance is its square.",
        ),
        Misconception(
            "distances-unsquared",
            float(size),
            f"${dec(size)}$ is the mean distance from ${dec(m)}$. A variance squares the distances first. Square, "
            "then weight.",
        ),
        Misconception(
            "unweighted",
            float(plain),
            f"That gives the three squared distances from ${dec(m)}$ equal weights. They are not equally likely: the "
            f"table says ${dec(t[0][1])}$, ${dec(t[1][1])}$ and ${dec(t[2][1])}$. Weight them.",
        ),
    )
