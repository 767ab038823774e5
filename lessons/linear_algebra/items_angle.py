"""Questions on the angle between vectors and on projection."""

from __future__ import annotations

from fractions import Fraction
from math import sqrt
from random import Random

from lessons.answers import Comparison, spell
from lessons.latex_numbers import mul_add, num, vec
from lessons.model.computed_item import ItemDraw, computed
from lessons.model.misconception import Misconception
from lessons.model.page import Step

from .integer_vectors import Vec, dot, length, parallel, plus, pythagorean, times, vector

TWO_DECIMALS = Comparison(absolute=0.005)
_PLANE: tuple[Vec, ...] = ((3, 4), (3, 4), (6, 8))
_SPACE: tuple[Vec, ...] = ((1, 2, 2), (2, 4, 4), (2, 3, 6))


@computed("linear_algebra.angle.cosine", "number", ["cosine"], strategy="divide by both lengths", rule=TWO_DECIMALS)
def angle_cosine(rng: Random) -> ItemDraw:
    pool = rng.choice((_PLANE, _SPACE))
    while True:
        a, b = pythagorean(rng, pool), pythagorean(rng, pool)
        if abs(dot(a, b)) != length(a) * length(b):
            return cosine(a, b)


def cosine(a: Vec, b: Vec) -> ItemDraw:
    """The question: the cosine of the angle between a and b."""
    product, size_a, size_b = dot(a, b), length(a), length(b)
    answer = Fraction(product, size_a * size_b)
    return ItemDraw(
        given={"a": a, "b": b},
        prompt=rf"What is the cosine of the angle between $\mathbf a = {vec(a)}$ and $\mathbf b = {vec(b)}$? "
        "A fraction, or two decimals.",
        lead=r"\cos \theta =",
        answer=answer,
        misconceptions=cosine_misconceptions(a, b),
        hints=(
            "You want the agreement of two directions: a number between $-1$ and 1.",
            "Divide the dot product by both lengths.",
            rf"The dot product is ${mul_add(a, b)} = {num(product)}$.",
        ),
        steps=(
            Step(f"The dot product: ${mul_add(a, b)} = {num(product)}$", num(product)),
            Step(rf"The lengths: $\lVert \mathbf a \rVert = {size_a}$ and $\lVert \mathbf b \rVert = {size_b}$"),
            Step(
                rf"Divide by both: $\frac{{{num(product)}}}{{{size_a} \cdot {size_b}}} \approx {float(answer):.2f}$",
                spell(answer),
            ),
        ),
        explanation=rf"$\cos \theta = \frac{{{num(product)}}}{{{size_a} \cdot {size_b}}} \approx "
        rf"{float(answer):.2f}$. {_in_words(float(answer))}",
    )


def _in_words(cos: float) -> str:
    if abs(cos) < 0.25:
        return "Close to 0: the two have little to do with each other."
    side = "the same way" if cos > 0 else "against each other"
    return f"They point {'almost exactly' if abs(cos) > 0.9 else 'more or less'} {side}."


def cosine_misconceptions(a: Vec, b: Vec) -> tuple[Misconception, ...]:
    product, size_a, size_b = dot(a, b), length(a), length(b)
    by_a = Misconception(
        "one-length-only",
        Fraction(product, size_a),
        rf"That is ${num(product)}$ divided by $\lVert \mathbf a \rVert = {size_a}$ alone. $\lVert \mathbf b \rVert "
        f"= {size_b}$ is still in it. Divide by both lengths.",
    )
    by_b = Misconception(
        "other-length-only",
        Fraction(product, size_b),
        rf"That is ${num(product)}$ divided by $\lVert \mathbf b \rVert = {size_b}$ alone. $\lVert \mathbf a \rVert "
        f"= {size_a}$ is still in it. Divide by both lengths.",
    )
    remaining = (
        Misconception(
            "raw-dot",
            product,
            f"${num(product)}$ is the dot product itself. A cosine lies between $-1$ and 1. Divide by both lengths, "
            f"${size_a}$ and ${size_b}$.",
        ),
        Misconception(
            "no-roots",
            Fraction(product, (size_a * size_b) ** 2),
            f"That divides by ${size_a**2}$ and ${size_b**2}$, the squared lengths. The dot product holds each "
            "length once, not twice. Take the roots first.",
        ),
        Misconception(
            "adds-the-lengths",
            Fraction(product, size_a + size_b),
            f"That divides by ${size_a} + {size_b} = {size_a + size_b}$. They have to be multiplied, because they "
            rf"are factors of the dot product. Divide by ${size_a} \cdot {size_b} = {size_a * size_b}$.",
        ),
    )
    return (by_a, *remaining) if size_a == size_b else (by_a, by_b, *remaining)


@computed("linear_algebra.angle.reach", "number", ["projection"], strategy="divide by one length", rule=TWO_DECIMALS)
def angle_reach(rng: Random) -> ItemDraw:
    while True:
        a, b = pythagorean(rng, _PLANE), vector(rng, 2, 6)
        if not parallel(a, b):
            return reach(a, b)


def reach(a: Vec, b: Vec) -> ItemDraw:
    """The question: how far b reaches along a."""
    product, size = dot(a, b), length(a)
    answer = Fraction(product, size)
    side = "forwards" if product > 0 else "backwards"
    return ItemDraw(
        given={"a": a, "b": b},
        prompt=rf"How far does $\mathbf b = {vec(b)}$ reach along $\mathbf a = {vec(a)}$? Backwards counts as "
        "negative. A fraction, or two decimals.",
        lead=r"\lVert \mathbf b \rVert \cos \theta =",
        answer=answer,
        misconceptions=reach_misconceptions(a, b),
        hints=(
            r"You want a number with a sign: where the foot of $\mathbf b$ stands on the line along $\mathbf a$.",
            r"$\mathbf a \cdot \mathbf b = \lVert \mathbf a \rVert \lVert \mathbf b \rVert \cos \theta$, so divide by "
            r"$\lVert \mathbf a \rVert$ and by nothing else.",
            rf"$\mathbf a \cdot \mathbf b = {mul_add(a, b)} = {num(product)}$.",
        ),
        steps=(
            Step(f"The dot product: ${mul_add(a, b)} = {num(product)}$", num(product)),
            Step(rf"The length of $\mathbf a$: ${size}$", str(size)),
            Step(rf"Divide: $\frac{{{num(product)}}}{{{size}}} = {num(float(answer))}$", spell(answer)),
        ),
        explanation=rf"${num(product)}$ divided by the length ${size}$ of $\mathbf a$: it reaches {side} by "
        f"${num(abs(float(answer)))}$. How long $\\mathbf a$ is does not matter, only where it points.",
    )


def reach_misconceptions(a: Vec, b: Vec) -> tuple[Misconception, ...]:
    product, size = dot(a, b), length(a)
    onto_b = product / sqrt(dot(b, b))
    misconceptions = (
        Misconception(
            "raw-dot",
            product,
            rf"${num(product)}$ is the dot product. It also holds the length of $\mathbf a$, ${size}$, and how far "
            r"$\mathbf b$ reaches cannot depend on that. Divide it out.",
        ),
        Misconception(
            "divides-by-the-square",
            Fraction(product, size * size),
            rf"That is ${num(product)}$ over $\mathbf a \cdot \mathbf a = {size * size}$: how many times $\mathbf a$ "
            f"the shadow is. The reach is a distance. Divide by {size}.",
        ),
        Misconception(
            "other-way-round",
            onto_b,
            rf"That divides by $\lVert \mathbf b \rVert \approx {sqrt(dot(b, b)):.2f}$: how far $\mathbf a$ reaches "
            r"along $\mathbf b$. Here the shadow falls on the line of $\mathbf a$. Divide by $\lVert \mathbf a "
            rf"\rVert = {size}$.",
        ),
    )
    if product >= 0:
        return misconceptions
    unsigned = Misconception(
        "loses-the-sign",
        Fraction(-product, size),
        rf"The size is right. $\mathbf a \cdot \mathbf b = {num(product)}$ is negative, so $\mathbf b$ points away "
        r"from $\mathbf a$ and the reach is negative too.",
    )
    return (*misconceptions, unsigned)


@computed("linear_algebra.angle.projection", "vector", ["projection"], strategy="shadow on a line")
def angle_projection(rng: Random) -> ItemDraw:
    """A draw in which b is k·a plus a vector orthogonal to a, so that the projection is exactly k·a."""
    while True:
        a, share = vector(rng, 2, 4), Fraction(rng.choice((-4, -2, -1, 1, 4, 6)), 2)
        aside = rng.choice((-2, -1, 1, 2))
        shadow = tuple(share * x for x in a)
        b = plus(tuple(map(int, shadow)), (-aside * a[1], aside * a[0]))
        if all(s.denominator == 1 for s in shadow) and max(map(abs, b)) <= 9:
            return projection(a, b)


def projection(a: Vec, b: Vec) -> ItemDraw:
    """The question: the projection of b onto a."""
    product, square = dot(a, b), dot(a, a)
    share = Fraction(product, square)
    answer = tuple(share * x for x in a)
    return ItemDraw(
        given={"a": a, "b": b},
        prompt=rf"Project $\mathbf b = {vec(b)}$ onto $\mathbf a = {vec(a)}$.",
        lead=r"\mathrm{proj}_{\mathbf a} \mathbf b =",
        answer=answer,
        misconceptions=projection_misconceptions(a, b),
        hints=(
            r"You want a vector on the line along $\mathbf a$: some number times $\mathbf a$.",
            r"The number is $\frac{\mathbf a \cdot \mathbf b}{\mathbf a \cdot \mathbf a}$.",
            rf"$\mathbf a \cdot \mathbf b = {mul_add(a, b)} = {num(product)}$.",
        ),
        steps=(
            Step(rf"$\mathbf a \cdot \mathbf b = {mul_add(a, b)} = {num(product)}$", num(product)),
            Step(rf"$\mathbf a \cdot \mathbf a = {mul_add(a, a)} = {square}$", str(square)),
            Step(rf"The factor: $\frac{{{num(product)}}}{{{square}}} = {num(share)}$", spell(share)),
            Step(rf"That many times $\mathbf a$: ${vec(answer)}$", spell(answer)),
        ),
        explanation=rf"${num(share)}$ times $\mathbf a$ is ${vec(answer)}$. What is left of $\mathbf b$ is "
        rf"${vec(plus(b, _minus(answer)))}$, and its dot product with $\mathbf a$ is 0, as it should be.",
    )


def _minus(a: tuple[Fraction, ...]) -> Vec:
    return tuple(-int(x) for x in a)


def projection_misconceptions(a: Vec, b: Vec) -> tuple[Misconception, ...]:
    product, square = dot(a, b), dot(a, a)
    share, onto_b = Fraction(product, square), Fraction(product, dot(b, b))
    shadow = tuple(share * x for x in a)
    residual = plus(b, _minus(shadow))
    undivided = times(product, a)
    return (
        Misconception(
            "never-divides",
            undivided,
            rf"${vec(undivided)}$ is $\mathbf a \cdot \mathbf b = {num(product)}$ times $\mathbf a$. The length of "
            r"$\mathbf a$ is in there twice too often, because it is both in the dot product and in the arrow. "
            rf"Divide by $\mathbf a \cdot \mathbf a = {square}$.",
        ),
        Misconception(
            "divides-once",
            tuple(product / sqrt(square) * x for x in a),
            rf"That divides by $\lVert \mathbf a \rVert = \sqrt{{{square}}}$ once. The arrow you scale is itself "
            rf"$\sqrt{{{square}}}$ long, so its length has to go twice. Divide by ${square}$.",
        ),
        Misconception(
            "onto-the-other",
            tuple(onto_b * x for x in b),
            r"That lies along $\mathbf b$: it is $\mathbf a$ projected onto $\mathbf b$. The shadow falls on the "
            rf"line you project onto, so it is a multiple of $\mathbf a = {vec(a)}$.",
        ),
        Misconception(
            "what-is-left",
            residual,
            rf"${vec(residual)}$ is what is left of $\mathbf b$ after you subtract the projection: it is orthogonal "
            rf"to $\mathbf a$. The projection itself is a multiple of $\mathbf a$.",
        ),
        Misconception(
            "share-only",
            share,
            rf"${num(share)}$ is the factor in front of $\mathbf a$. The projection is a vector: multiply $\mathbf "
            rf"a$ by "
            rf"${num(share)}$.",
        ),
    )
