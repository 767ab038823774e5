"""Whole-number vectors and matrices: drawing them, and the arithmetic on them."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import isqrt
from random import Random

from lessons.latex_numbers import add, mul_add, num, vec
from lessons.model.misconception import Scalar
from lessons.model.page import Step

Vec = tuple[int, ...]
Mat = tuple[Vec, ...]

# Vectors whose length is a whole number, up to the order and the signs of their entries.
PYTHAGOREAN: tuple[Vec, ...] = (
    (3, 4), (6, 8), (1, 2, 2), (2, 4, 4), (2, 3, 6), (1, 4, 8), (4, 4, 7), (2, 6, 9), (6, 6, 7),
    (1, 2, 2, 4), (2, 2, 4, 5), (1, 1, 3, 5),
)  # fmt: skip


def nonzero(rng: Random, top: int) -> int:
    """A whole number up to `top` in size, about one in three negative, never 0."""
    size = rng.randint(1, top)
    return -size if rng.random() < 0.3 else size


def vector(rng: Random, size: int, top: int) -> Vec:
    """A vector without zeros."""
    return tuple(nonzero(rng, top) for _ in range(size))


def matrix(rng: Random, rows: int, columns: int, top: int) -> Mat:
    """A matrix without zeros; a square one is not singular, so that no column repeats another."""
    while True:
        candidate = tuple(vector(rng, columns, top) for _ in range(rows))
        if rows != 2 or columns != 2 or determinant(candidate) != 0:
            return candidate


def pythagorean(rng: Random, pool: Sequence[Vec] = PYTHAGOREAN) -> Vec:
    """A vector of whole length: entries of one in `pool`, shuffled, at least one of them negative."""
    shape = list(rng.choice(pool))
    rng.shuffle(shape)
    flipped = rng.randrange(len(shape))
    return tuple(-x if i == flipped or rng.random() < 0.3 else x for i, x in enumerate(shape))


def dot(a: Vec, b: Vec) -> int:
    """The dot product."""
    return sum(x * y for x, y in zip(a, b, strict=True))


def entrywise(a: Vec, b: Vec) -> Vec:
    """The products of matching entries."""
    return tuple(x * y for x, y in zip(a, b, strict=True))


def plus(a: Vec, b: Vec) -> Vec:
    """The sum of two vectors."""
    return tuple(x + y for x, y in zip(a, b, strict=True))


def times(factor: int, a: Vec) -> Vec:
    """The vector times a whole number."""
    return tuple(factor * x for x in a)


def length(a: Vec) -> int:
    """The norm of a vector of whole length. ValueError for any other."""
    square = dot(a, a)
    if isqrt(square) ** 2 != square:
        raise ValueError(f"the length of {a} is not whole")
    return isqrt(square)


def over(a: Vec, divisor: int) -> tuple[Fraction, ...]:
    """The vector divided by a whole number, as exact fractions."""
    return tuple(Fraction(x, divisor) for x in a)


def transpose(m: Mat) -> Mat:
    """The matrix with rows and columns swapped."""
    return tuple(zip(*m, strict=True))


def matvec(m: Mat, v: Vec) -> Vec:
    """The matrix–vector product: each entry is a row times the vector."""
    return tuple(dot(row, v) for row in m)


def matmul(a: Mat, b: Mat) -> Mat:
    """The matrix product: each cell is a row of `a` times a column of `b`."""
    columns = transpose(b)
    return tuple(tuple(dot(row, column) for column in columns) for row in a)


def broadcast(m: Mat, v: Vec) -> Mat:
    """What NumPy's `m * v` gives: every row entry by entry."""
    return tuple(entrywise(row, v) for row in m)


def determinant(m: Mat) -> int:
    """Of a 2×2 matrix."""
    (a, b), (c, d) = m
    return a * d - b * c


def parallel(a: Vec, b: Vec) -> bool:
    """Whether two vectors of the plane lie on one line through the origin."""
    return a[0] * b[1] == a[1] * b[0]


def row_steps(m: Mat, v: Vec, name: str = "v") -> tuple[Step, ...]:
    """A matrix times the vector of that name, one entry of the answer a step."""
    return tuple(
        Step(
            rf"row {i} · $\mathbf {name}$: ${mul_add(row, v)} = {num(dot(row, v))}$",
            num(dot(row, v)),
            lead=rf"\text{{row {i}}} \cdot \mathbf {name} =",
        )
        for i, row in enumerate(m, 1)
    )


def cell_steps(a: Mat, b: Mat) -> tuple[Step, ...]:
    """A matrix product, one cell of the answer a step."""
    return tuple(
        Step(
            f"row {i + 1} · column {j + 1}: ${mul_add(row, column)} = {num(dot(row, column))}$",
            num(dot(row, column)),
            (i, j),
            lead=rf"\text{{row {i + 1}}} \cdot \text{{column {j + 1}}} =",
        )
        for i, row in enumerate(a)
        for j, column in enumerate(transpose(b))
    )


def dot_steps(a: Vec, b: Vec) -> tuple[Step, ...]:
    """A dot product, one product a step, then their sum."""
    products = entrywise(a, b)
    total = num(sum(products))
    terms = " + ".join(f"a_{i} b_{i}" for i in range(1, len(a) + 1))
    product_steps = (
        Step(f"entry {i}: ${mul_add((x,), (y,))} = {num(x * y)}$", num(x * y), lead=f"a_{i} b_{i} =")
        for i, (x, y) in enumerate(zip(a, b, strict=True), 1)
    )
    return (
        *product_steps,
        Step(f"Add them up: ${add(products)} = {total}$", total, lead=f"{terms} =", follow=sum),
    )


def rows(m: Sequence[Sequence[Scalar]]) -> str:
    """A matrix in a sentence, row by row: `(1, 2)` and `(3, 4)` in LaTeX."""
    shown = [f"${vec(row)}$" for row in m]
    return ", ".join(shown[:-1]) + " and " + shown[-1]
