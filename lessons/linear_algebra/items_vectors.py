"""Questions on adding, scaling and measuring vectors."""

from __future__ import annotations

import math
from random import Random

from lessons.answers import Comparison, spell
from lessons.latex_numbers import add, num, par, vec
from lessons.model.computed_item import ItemDraw, computed
from lessons.model.misconception import Misconception
from lessons.model.page import Step

from .integer_vectors import Vec, dot, length, over, plus, pythagorean, times, vector


@computed("linear_algebra.vectors.combine", "vector", ["vector-arithmetic"], strategy="entry by entry")
def vectors_combine(rng: Random) -> ItemDraw:
    p = rng.choice((2, 3, 4))
    q = rng.choice([value for value in (-3, -2, 2, 3) if value != -p])
    a = vector(rng, 3, 4)
    b = vector(rng, 3, 4)
    return combine(p, a, q, b)


def combine(p: int, a: Vec, q: int, b: Vec) -> ItemDraw:
    """The question p·a + q·b."""
    sign = "+" if q > 0 else "-"
    expression = rf"{p} \mathbf a {sign} {abs(q)} \mathbf b"
    scaled_a, scaled_b = times(p, a), times(q, b)
    answer = plus(scaled_a, scaled_b)
    joined = ", ".join(add(pair) for pair in zip(scaled_a, scaled_b, strict=True))
    return ItemDraw(
        given={"p": p, "a": a, "q": q, "b": b},
        prompt=rf"Work out ${expression}$ for $\mathbf a = {vec(a)}$ and $\mathbf b = {vec(b)}$.",
        lead=f"{expression} =",
        answer=answer,
        misconceptions=combine_misconceptions(p, a, q, b),
        hints=(
            "The answer is a vector with as many entries as each of the two.",
            "Scale each vector first, every entry of it; then add entry by entry.",
            rf"${p} \mathbf a = {vec(scaled_a)}$.",
        ),
        steps=(
            Step(rf"Scale the first: ${p} \mathbf a = {vec(scaled_a)}$", spell(scaled_a)),
            Step(rf"Scale the second: ${num(q)} \mathbf b = {vec(scaled_b)}$", spell(scaled_b)),
            Step(f"Add entry by entry: ${vec(answer)}$", spell(answer)),
        ),
        explanation=rf"${p} \mathbf a = {vec(scaled_a)}$ and ${num(q)} \mathbf b = {vec(scaled_b)}$. "
        f"Entry by entry: $({joined}) = {vec(answer)}$.",
    )


def combine_misconceptions(p: int, a: Vec, q: int, b: Vec) -> tuple[Misconception, ...]:
    unscaled = plus(times(p, a), times(1 if q > 0 else -1, b))
    flipped = plus(times(p, a), times(-q, b))
    shifted = tuple(x + p + y + q for x, y in zip(a, b, strict=True))
    total = sum(plus(times(p, a), times(q, b)))
    return (
        Misconception(
            "just-adds",
            plus(a, b),
            rf"${vec(plus(a, b))}$ is $\mathbf a + \mathbf b$, without the scalars. Multiply each vector by its scalar "
            "first, then add.",
        ),
        Misconception(
            "second-unscaled",
            unscaled,
            rf"${vec(unscaled)}$ is what scaling only $\mathbf a$ gives. Scale $\mathbf b$ by its own scalar before "
            "you add.",
        ),
        Misconception(
            "flips-the-sign",
            flipped,
            rf"${vec(flipped)}$ is what you get with the sign before ${abs(q)} \mathbf b$ reversed. The sign belongs "
            f"to the scalar: add ${vec(times(q, b))}$.",
        ),
        Misconception(
            "adds-the-scalars",
            shifted,
            f"${vec(shifted)}$ adds ${p}$ and ${num(q)}$ to the entries. Multiply every entry by the scalar instead.",
        ),
        Misconception(
            "sums-up",
            total,
            f"${num(total)}$ is the sum of all entries. The sum of two vectors is a vector: add matching entries only.",
        ),
    )


@computed("linear_algebra.vectors.norm", "number", ["norm"], strategy="Pythagoras")
def vectors_norm(rng: Random) -> ItemDraw:
    return norm(pythagorean(rng))


def norm(a: Vec) -> ItemDraw:
    """The question: how long is a?"""
    squares = tuple(x * x for x in a)
    total, answer = sum(squares), length(a)
    return ItemDraw(
        given={"a": a},
        prompt=rf"How long is $\mathbf a = {vec(a)}$?",
        lead=r"\lVert \mathbf a \rVert =",
        answer=answer,
        misconceptions=norm_misconceptions(a),
        hints=(
            "You want one number: the distance from the tail of the arrow to its tip.",
            "Square the entries, add the squares, take the root of the sum.",
            f"The first square is ${par(a[0])}^2 = {squares[0]}$.",
        ),
        steps=(
            Step(f"Square the entries: ${', '.join(map(str, squares))}$"),
            Step(f"Add the squares: ${add(squares)} = {total}$", str(total), lead=r"\lVert \mathbf a \rVert^2 ="),
            Step(
                rf"Take the root: $\sqrt{{{total}}} = {answer}$",
                str(answer),
                lead=r"\lVert \mathbf a \rVert =",
                follow=lambda earlier: math.sqrt(earlier[0]),
            ),
        ),
        explanation=rf"$\lVert \mathbf a \rVert = \sqrt{{{add(squares)}}} = \sqrt{{{total}}} = {answer}$. Squaring "
        "removes the signs, so a length is never negative.",
    )


def norm_misconceptions(a: Vec) -> tuple[Misconception, ...]:
    steps, squared, signed = sum(map(abs, a)), dot(a, a), sum(a)
    return (
        Misconception(
            "adds-the-sizes",
            steps,
            f"${steps}$ is the sum of the absolute values, a path along the axes. The arrow is shorter: square the "
            "entries, add them, and take the root.",
        ),
        Misconception(
            "no-root",
            squared,
            f"${squared}$ is the sum of the squares, which is the squared length. Take the root of ${squared}$.",
        ),
        Misconception(
            "adds-with-signs",
            signed,
            f"${num(signed)}$ is the sum of the entries, so opposite signs cancel. Square each entry first.",
        ),
        Misconception(
            "largest-entry",
            max(map(abs, a)),
            f"${max(map(abs, a))}$ is the largest entry alone. The others add to the length as well: add all the "
            "squares, then take the root.",
        ),
    )


# Lengths by which one divides without a calculator.
_EASY: tuple[Vec, ...] = ((3, 4), (6, 8), (1, 2, 2), (2, 4, 4), (2, 3, 6))


@computed(
    "linear_algebra.vectors.unit", "vector", ["norm"], strategy="divide by length", rule=Comparison(absolute=0.005)
)
def vectors_unit(rng: Random) -> ItemDraw:
    return unit(pythagorean(rng, _EASY))


def unit(a: Vec) -> ItemDraw:
    """The question: the unit vector along a."""
    size = length(a)
    answer = over(a, size)
    return ItemDraw(
        given={"a": a},
        prompt=rf"Scale $\mathbf a = {vec(a)}$ to length 1 and keep its direction. Fractions, or two decimals.",
        lead=r"\frac{1}{\lVert \mathbf a \rVert} \mathbf a =",
        answer=answer,
        misconceptions=unit_misconceptions(a),
        hints=(
            "You want a vector that points the same way and is exactly 1 long.",
            "Divide every entry by the length of the vector.",
            rf"The length is $\lVert \mathbf a \rVert = \sqrt{{{dot(a, a)}}} = {size}$.",
        ),
        steps=(
            Step(rf"The length: $\sqrt{{{add([x * x for x in a])}}} = {size}$", str(size)),
            Step(rf"Divide every entry by ${size}$: $\left( {', '.join(map(num, answer))} \right)$", spell(answer)),
        ),
        explanation=rf"$\lVert \mathbf a \rVert = {size}$, so every entry is divided by ${size}$. As a check, the "
        "squares of the new entries add up to 1.",
    )


def unit_misconceptions(a: Vec) -> tuple[Misconception, ...]:
    size, square, steps, top = length(a), dot(a, a), sum(map(abs, a)), max(map(abs, a))
    return (
        Misconception(
            "divides-by-the-sum",
            over(a, steps),
            f"You divided by ${steps}$, the sum of the absolute values. For length 1, the *squares* have to add "
            f"up to 1: divide by ${size}$.",
        ),
        Misconception(
            "divides-by-the-square",
            over(a, square),
            rf"You divided by ${square}$, the squared length, which leaves an arrow of length $\frac{{1}}{{{size}}}$. "
            f"Divide by the length, ${size}$.",
        ),
        Misconception(
            "divides-by-the-largest",
            over(a, top),
            f"You divided by ${top}$, the largest entry, and the arrow is still longer than 1. Divide by the length, "
            f"${size}$.",
        ),
        Misconception(
            "loses-the-sign",
            over(tuple(map(abs, a)), size),
            f"The length is 1, but a sign is lost. Dividing by ${size}$ keeps every sign.",
        ),
    )
