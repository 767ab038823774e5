"""Questions on power iteration and on the axes of a covariance matrix."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import cache
from itertools import product
from math import sqrt
from random import Random

from lessons.answers import Comparison, Option, spell
from lessons.latex_numbers import add, col, mat, num, vec
from lessons.model.computed_item import ItemDraw, computed
from lessons.model.misconception import Misconception
from lessons.model.page import Step

from .integer_vectors import Mat, Vec, dot, length, matvec, over, parallel, row_steps


@computed(
    "linear_algebra.eigen.power", "vector", ["power-iteration"],
    strategy="multiply, then divide by length", rule=Comparison(absolute=0.005),
)  # fmt: skip
def eigen_power(rng: Random) -> ItemDraw:
    return power(*rng.choice(_starts()))


_SQUARES = frozenset(n * n for n in range(21))  # of the lengths up to 20


@cache
def _starts() -> tuple[tuple[Mat, Vec], ...]:
    """Symmetric matrices with starts for power iteration.

    One eigenvalue is larger in size than the other (so a ≠ -d); the matrix turns each start, and the image has a
    whole length and lies off the axes.
    """
    entries, coordinates = [x for x in range(-4, 5) if x], [x for x in range(-3, 4) if x]
    return tuple(
        (((a, b), (b, d)), (x, y))
        for a, b, d in product(entries, repeat=3)
        if a != -d
        for x, y in product(coordinates, repeat=2)
        if (p := a * x + b * y) and (q := b * x + d * y) and p * p + q * q in _SQUARES
        if sum(value < 0 for value in (a, b, d, x, y)) <= 2 and not parallel((p, q), (x, y))
    )


def power(m: Mat, v: Vec) -> ItemDraw:
    """The question: one step of power iteration from v."""
    image = matvec(m, v)
    size = length(image)
    answer = over(image, size)
    shown = ", ".join(map(num, answer))
    return ItemDraw(
        given={"A": m, "v": v},
        prompt=r"Do one step of power iteration: apply $A$, then scale to length 1. Fractions, or two decimals."
        f"\n\n$$\nA = {mat(m)}, \\quad \\mathbf v = {col(v)}\n$$",
        lead=r"\frac{1}{\lVert A \mathbf v \rVert} A \mathbf v =",
        answer=answer,
        misconceptions=power_misconceptions(m, v),
        hints=(
            r"You want the direction of $A \mathbf v$, as a vector of length 1.",
            r"Work out $A \mathbf v$, then its length, and divide every entry by that.",
            rf"$A \mathbf v = {vec(image)}$.",
        ),
        steps=(
            *row_steps(m, v),
            Step(rf"The length: $\sqrt{{{add([x * x for x in image])}}} = {size}$", str(size)),
            Step(rf"Divide by ${size}$: $\left( {shown} \right)$", spell(answer)),
        ),
        explanation=rf"$A \mathbf v = {vec(image)}$ has length ${size}$, so it is divided by ${size}$. Without the "
        "scaling the direction would be the same, but after many steps the numbers would become too large or too "
        "small.",
    )


def power_misconceptions(m: Mat, v: Vec) -> tuple[Misconception, ...]:
    image = matvec(m, v)
    size, top, start = length(image), max(map(abs, image)), sqrt(dot(v, v))
    return (
        Misconception(
            "never-scales",
            image,
            rf"${vec(image)}$ is $A \mathbf v$, correctly. The step ends with length 1: divide by the length, "
            f"${size}$.",
        ),
        Misconception(
            "only-scales",
            tuple(x / start for x in v),
            rf"This is $\mathbf v$ scaled to length 1, without $A$. Apply $A$ first: $A \mathbf v = {vec(image)}$.",
        ),
        Misconception(
            "divides-by-the-largest",
            over(image, top),
            f"You divided by ${top}$, the largest entry, which leaves an arrow longer than 1. Divide by the length of "
            f"${vec(image)}$, which is ${size}$.",
        ),
        Misconception(
            "divides-by-the-square",
            over(image, size * size),
            f"You divided by ${size * size}$, the sum of the squares. The length is its root, ${size}$.",
        ),
    )


# The long axis of the cloud; the short one is orthogonal to it.
_AXES: tuple[Vec, ...] = ((2, 1), (1, 2), (2, -1), (1, -2), (3, 1), (1, 3), (3, -1), (1, -3))


@computed("linear_algebra.eigen.axes", "choice", ["covariance-axes", "eigen-check"], strategy="largest eigenvalue")
def eigen_axes(rng: Random) -> ItemDraw:
    while True:
        axis = rng.choice(_AXES)
        square = dot(axis, axis)
        narrow = rng.randint(1, 4)
        wide = narrow + square * rng.randint(1, 2)
        if wide <= 14:
            return axes(axis, wide, narrow, rng.sample(range(4), 4))


def axes(axis: Vec, wide: int, narrow: int, order: Sequence[int]) -> ItemDraw:
    """The question: along which direction a cloud is longest.

    Its variance is `wide` along `axis` and `narrow` across it; the options stand in the given order.
    """
    m = covariance(axis, wide, narrow)
    across = (-axis[1], axis[0])
    column = (1, 0) if m[0][0] > m[1][1] else (0, 1)
    crossed = (axis[0], -axis[1])
    letters = {index: "abcd"[position] for position, index in enumerate(order)}
    vectors = (axis, across, column, crossed)
    names = ("", "shortest-axis", "largest-diagonal", "loses-the-sign")
    messages = ("", *_axes_messages(m, axis, across, column, crossed, narrow))
    return ItemDraw(
        given={"C": m},
        prompt=rf"A cloud of points has the covariance matrix $C$. Along which of these directions is it longest?"
        f"\n\n$$\nC = {mat(m)}\n$$",
        answer=letters[0],
        options=tuple(Option(letters[i], f"${vec(vectors[i])}$", messages[i]) for i in order),
        misconceptions=tuple(Misconception(names[i], letters[i], messages[i]) for i in (1, 2, 3)),
        hints=(
            "You want the axis of the cloud along which the variance is largest.",
            "The axes are the eigenvectors of $C$, and the eigenvalue is the variance along each.",
            rf"$C {vec(across)} = {vec(matvec(m, across))}$: an axis, with variance {narrow}. Does another have more?",
        ),
        steps=(
            Step(rf"$C {vec(axis)} = {vec(matvec(m, axis))}$: an axis, with variance ${wide}$"),
            Step(rf"$C {vec(across)} = {vec(matvec(m, across))}$: the other axis, with variance ${narrow}$"),
            Step(f"The largest variance is ${wide}$, so the cloud is longest along ${vec(axis)}$"),
        ),
        explanation=f"$C {vec(axis)} = {vec(matvec(m, axis))}$, which is {wide} times itself: this is the larger "
        f"eigenvalue, so the cloud is longest there. In the orthogonal direction, ${vec(across)}$, the variance is "
        f"only {narrow}.",
    )


def covariance(axis: Vec, wide: int, narrow: int) -> Mat:
    """The symmetric matrix with eigenvalue `wide` along `axis` and `narrow` across.

    wide - narrow has to be a multiple of |axis|², or the entries are not whole.
    """
    share = Fraction(wide - narrow, dot(axis, axis))
    x, y = axis
    (a, b), d = (narrow + share * x * x, share * x * y), narrow + share * y * y
    return (int(a), int(b)), (int(b), int(d))


def _axes_messages(m: Mat, axis: Vec, across: Vec, column: Vec, crossed: Vec, narrow: int) -> tuple[str, str, str]:
    image = matvec(m, crossed)
    signs = "the same sign" if m[0][1] > 0 else "opposite signs"
    return (
        f"$C {vec(across)} = {vec(matvec(m, across))}$, so it is an axis. Its eigenvalue is {narrow}, the smaller "
        "one: along it the cloud is thinnest.",
        f"The larger diagonal entry, {max(m[0][0], m[1][1])}, is the variance along ${vec(column)}$. It is not an "
        f"axis: $C {vec(column)} = {vec(matvec(m, column))}$ is not a multiple of ${vec(column)}$, and along "
        f"${vec(axis)}$ the variance is larger.",
        f"$C {vec(crossed)} = {vec(image)}$ is not a multiple of it, so this is not an axis. The "
        f"covariance ${num(m[0][1])}$ gives the two entries of the long axis {signs}.",
    )
