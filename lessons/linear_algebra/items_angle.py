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
            "You want a number between $-1$ and 1 that compares the two directions.",
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
        return "Close to 0: the two are almost orthogonal."
    if abs(cos) > 0.9:
        return f"The two point in almost {'the same direction' if cos > 0 else 'opposite directions'}."
    return f"The angle is {'less' if cos > 0 else 'more'} than 90 degrees, because the cosine is {_sign(cos)}."


def _sign(value: float) -> str:
    return "positive" if value > 0 else "negative"


def cosine_misconceptions(a: Vec, b: Vec) -> tuple[Misconception, ...]:
    product, size_a, size_b = dot(a, b), length(a), length(b)
    by_a = Misconception(
        "one-length-only",
        Fraction(product, size_a),
        rf"This is ${num(product)}$ divided by $\lVert \mathbf a \rVert = {size_a}$ alone. Divide by $\lVert \mathbf b "
        rf"\rVert = {size_b}$ as well.",
    )
    by_b = Misconception(
        "other-length-only",
        Fraction(product, size_b),
        rf"This is ${num(product)}$ divided by $\lVert \mathbf b \rVert = {size_b}$ alone. Divide by $\lVert \mathbf a "
        rf"\rVert = {size_a}$ as well.",
    )
    remaining = (
        Misconception(
            "raw-dot",
            product,
            f"${num(product)}$ is the dot product itself. Divide it by both lengths, ${size_a}$ and ${size_b}$: a "
            "cosine lies between $-1$ and 1.",
        ),
        Misconception(
            "no-roots",
            Fraction(product, (size_a * size_b) ** 2),
            f"This divides by ${size_a**2}$ and ${size_b**2}$, the squared lengths. Divide by the lengths "
            "themselves: take the roots first.",
        ),
        Misconception(
            "adds-the-lengths",
            Fraction(product, size_a + size_b),
            f"This divides by the sum of the lengths, ${size_a} + {size_b} = {size_a + size_b}$. Divide by their "
            rf"product, ${size_a} \cdot {size_b} = {size_a * size_b}$.",
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
    side = "forward" if product > 0 else "backward"
    return ItemDraw(
        given={"a": a, "b": b},
        prompt=rf"How far does $\mathbf b = {vec(b)}$ reach along $\mathbf a = {vec(a)}$? Backward counts as negative. "
        "A fraction, or two decimals.",
        lead=r"\lVert \mathbf b \rVert \cos \theta =",
        answer=answer,
        misconceptions=reach_misconceptions(a, b),
        hints=(
            r"You want a number with a sign: how long the shadow of $\mathbf b$ on the line of $\mathbf a$ is.",
            r"$\mathbf a \cdot \mathbf b = \lVert \mathbf a \rVert \lVert \mathbf b \rVert \cos \theta$, so divide by "
            r"$\lVert \mathbf a \rVert$ and by nothing else.",
            rf"$\mathbf a \cdot \mathbf b = {mul_add(a, b)} = {num(product)}$.",
        ),
        steps=(
            Step(f"The dot product: ${mul_add(a, b)} = {num(product)}$", num(product)),
            Step(rf"The length of $\mathbf a$: ${size}$", str(size)),
            Step(rf"Divide: $\frac{{{num(product)}}}{{{size}}} = {num(float(answer))}$", spell(answer)),
        ),
        explanation=rf"The dot product ${num(product)}$, divided by the length ${size}$ of $\mathbf a$: $\mathbf b$ "
        rf"reaches {side} by ${num(abs(float(answer)))}$. Only the direction of $\mathbf a$ matters, not its length.",
    )


def reach_misconceptions(a: Vec, b: Vec) -> tuple[Misconception, ...]:
    product, size = dot(a, b), length(a)
    onto_b = product / sqrt(dot(b, b))
    misconceptions = (
        Misconception(
            "raw-dot",
            product,
            rf"${num(product)}$ is the dot product, which grows with the length of $\mathbf a$. Divide it by that "
            f"length, ${size}$.",
        ),
        Misconception(
            "divides-by-the-square",
            Fraction(product, size * size),
            rf"This is ${num(product)}$ divided by $\mathbf a \cdot \mathbf a = {size * size}$, the factor in front "
            rf"of $\mathbf a$ in the projection. The reach is a distance: divide by ${size}$.",
        ),
        Misconception(
            "other-way-round",
            onto_b,
            rf"This divides by $\lVert \mathbf b \rVert \approx {sqrt(dot(b, b)):.2f}$, so it is how far $\mathbf a$ "
            r"reaches along $\mathbf b$. The shadow falls on the line of $\mathbf a$: divide by $\lVert \mathbf a "
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
        lead=r"\operatorname{proj}_{\mathbf a} \mathbf b =",
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
            Step(rf"Multiply $\mathbf a$ by it: ${vec(answer)}$", spell(answer)),
        ),
        explanation=rf"${num(share)}$ times $\mathbf a$ is ${vec(answer)}$. The remainder of $\mathbf b$ is "
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
            rf"${vec(undivided)}$ is $\mathbf a \cdot \mathbf b = {num(product)}$ times $\mathbf a$. It grows with the "
            rf"square of the length of $\mathbf a$: divide by $\mathbf a \cdot \mathbf a = {square}$.",
        ),
        Misconception(
            "divides-once",
            tuple(product / sqrt(square) * x for x in a),
            rf"This divides by $\lVert \mathbf a \rVert = \sqrt{{{square}}}$ once. The arrow you scale has that length "
            f"too, so divide by it twice: by ${square}$.",
        ),
        Misconception(
            "onto-the-other",
            tuple(onto_b * x for x in b),
            r"This lies along $\mathbf b$: it is the projection of $\mathbf a$ onto $\mathbf b$. The projection of "
            rf"$\mathbf b$ is a multiple of $\mathbf a = {vec(a)}$.",
        ),
        Misconception(
            "what-is-left",
            residual,
            rf"${vec(residual)}$ is the remainder after you subtract the projection, and it is orthogonal to $\mathbf "
            r"a$. The projection itself is a multiple of $\mathbf a$.",
        ),
        Misconception(
            "share-only",
            share,
            rf"${num(share)}$ is the factor in front of $\mathbf a$. The projection is a vector: multiply $\mathbf "
            rf"a$ by "
            rf"${num(share)}$.",
        ),
    )
