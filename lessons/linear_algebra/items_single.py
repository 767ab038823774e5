"""Questions on one cell of a product, and on one matrix for two maps."""

from __future__ import annotations

from random import Random

from lessons.latex_numbers import add, mat, mul_add, num, vec
from lessons.model.computed_item import ItemDraw, computed
from lessons.model.misconception import Misconception
from lessons.model.page import Step

from .integer_vectors import (
    Mat,
    Vec,
    cell_steps,
    dot,
    entrywise,
    matmul,
    matrix,
    plus,
    rows,
    transpose,
)

_TURNS: tuple[tuple[str, Mat], ...] = (
    ("a quarter turn to the left", ((0, -1), (1, 0))),
    ("a quarter turn to the right", ((0, 1), (-1, 0))),
    ("a flip that swaps the two axes", ((0, 1), (1, 0))),
    ("a stretch by 2 along the first axis", ((2, 0), (0, 1))),
    ("a stretch by 3 along the second axis", ((1, 0), (0, 3))),
    ("a shear", ((1, 2), (0, 1))),
)


@computed("linear_algebra.products.entry", "number", ["matmul"], strategy="one row, one column", practice=True)
def products_entry(rng: Random) -> ItemDraw:
    i, j = rng.sample((1, 2, 3), 2)
    return entry(matrix(rng, 3, 3, 4), matrix(rng, 3, 3, 4), i, j)


def entry(a: Mat, b: Mat, i: int, j: int) -> ItemDraw:
    """The question: the cell in row i and column j of AB, counted from 1, and nothing else of it."""
    row, column = a[i - 1], transpose(b)[j - 1]
    products, answer = entrywise(row, column), dot(row, column)
    return ItemDraw(
        given={"A": a, "B": b, "i": i, "j": j},
        prompt=f"What is the entry of $AB$ in row {i} and column {j}?\n\n"
        f"$$\nA = {mat(a)}, \\quad B = {mat(b)}\n$$",
        lead=f"(AB)_{{{i}{j}}} =",
        answer=answer,
        misconceptions=entry_misconceptions(a, b, i, j),
        hints=(
            "You want one number out of nine, so you need not compute the other eight.",
            f"It is row {i} of $A$ dot column {j} of $B$.",
            f"Row {i} of $A$ is ${vec(row)}$, column {j} of $B$ is ${vec(column)}$.",
        ),
        steps=(
            *(
                Step(
                    f"Entry {k}: ${mul_add((x,), (y,))} = {num(x * y)}$", num(x * y),
                    lead=f"A_{{{i}{k}}} B_{{{k}{j}}} =",
                )
                for k, (x, y) in enumerate(zip(row, column, strict=True), 1)
            ),
            Step(f"Add them up: ${add(products)} = {num(answer)}$", num(answer), lead=f"(AB)_{{{i}{j}}} =", follow=sum),
        ),
        explanation=f"Row {i} of $A$ dot column {j} of $B$: ${mul_add(row, column)} = {num(answer)}$. The row number "
        "belongs to the first factor, the column number to the second.",
    )  # fmt: skip


def entry_misconceptions(a: Mat, b: Mat, i: int, j: int) -> tuple[Misconception, ...]:
    row, column = a[i - 1], transpose(b)[j - 1]
    mirrored, across = dot(a[j - 1], transpose(b)[i - 1]), dot(row, b[j - 1])
    swapped, single = dot(b[i - 1], transpose(a)[j - 1]), a[i - 1][j - 1] * b[i - 1][j - 1]
    return (
        Misconception(
            "mirrored",
            mirrored,
            f"${num(mirrored)}$ is the entry in row {j} and column {i}. The row number comes first: row {i} of $A$ dot "
            f"column {j} of $B$.",
        ),
        Misconception(
            "row-by-row",
            across,
            f"${num(across)}$ is row {i} of $A$ dot row {j} of $B$. Read the second factor by columns: column {j} of "
            f"$B$ is ${vec(column)}$.",
        ),
        Misconception(
            "other-order",
            swapped,
            f"${num(swapped)}$ is that entry of $BA$. The first factor, $A$, gives the row: ${mul_add(row, column)}$.",
        ),
        Misconception(
            "entrywise",
            single,
            f"${num(single)}$ is ${mul_add((a[i - 1][j - 1],), (b[i - 1][j - 1],))}$, the product of the two entries "
            f"in that place. An entry of $AB$ takes a whole row and a whole column: ${mul_add(row, column)}$.",
        ),
    )


@computed(
    "linear_algebra.products.both", "matrix", ["matmul-order", "matmul"], strategy="mind the order", practice=True
)
def products_both(rng: Random) -> ItemDraw:
    name, then = rng.choice(_TURNS)
    return both(matrix(rng, 2, 2, 4), name, then)


def both(first: Mat, name: str, then: Mat) -> ItemDraw:
    """The question: the one matrix that does `first` and after it `then`, which is described by its name."""
    answer = matmul(then, first)
    return ItemDraw(
        given={"S": first, "R": then},
        prompt=rf"A vector goes through $S$ first. What comes out goes through $R$, {name}. Which single matrix does "
        "both?"
        f"\n\n$$\nS = {mat(first)}, \\quad R = {mat(then)}\n$$",
        lead="M =",
        answer=answer,
        misconceptions=both_misconceptions(first, then),
        hints=(
            r"You want $M$ with $M \mathbf v = R (S \mathbf v)$ for every $\mathbf v$.",
            "The factor that acts first is on the right, next to the vector.",
            f"$M = RS$; row 1 · column 1 is ${mul_add(then[0], transpose(first)[0])} = {num(answer[0][0])}$.",
        ),
        steps=cell_steps(then, first),
        explanation=f"$M = RS$: $S$ sends $(1, 0)$ to ${vec(transpose(first)[0])}$, and $R$ sends that on to "
        f"${vec(transpose(answer)[0])}$, the first column of $M$. Read a product from right to left.",
    )


def both_misconceptions(first: Mat, then: Mat) -> tuple[Misconception, ...]:
    swapped = matmul(first, then)
    cells = tuple(entrywise(x, y) for x, y in zip(then, first, strict=True))
    added: tuple[Vec, ...] = tuple(plus(x, y) for x, y in zip(then, first, strict=True))
    start = mul_add(then[0], transpose(first)[0])
    return (
        Misconception(
            "reading-order",
            swapped,
            f"The matrix with rows {rows(swapped)} is $SR$, in the order in which the two were named. $SR$ applies $R$ "
            rf"first; $R (S \mathbf v)$ is $RS$, and its first entry is ${start}$.",
        ),
        Misconception(
            "entrywise",
            cells,
            f"The matrix with rows {rows(cells)} multiplies entry by entry. A product of matrices uses whole rows and "
            f"columns: the first entry is ${start}$.",
        ),
        Misconception(
            "adds",
            added,
            f"The matrix with rows {rows(added)} is $R + S$, which applies both to the same vector and adds the "
            f"results. Multiply instead: the first entry is ${start}$.",
        ),
    )
