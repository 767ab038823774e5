"""Questions on a matrix times a matrix."""

from __future__ import annotations

from random import Random

from lessons.answers import spell
from lessons.latex_numbers import col, mat, mul_add, num, vec
from lessons.model.computed_item import ItemDraw, computed
from lessons.model.misconception import Misconception
from lessons.model.page import Step

from .integer_vectors import (
    Mat,
    Vec,
    cell_steps,
    entrywise,
    matmul,
    matrix,
    matvec,
    plus,
    rows,
    transpose,
    vector,
)


def _shown(m: Mat) -> str:
    """A matrix in the middle of a sentence, where one does not fit in a line."""
    return f"The matrix with rows {rows(m)}"


@computed("linear_algebra.products.matmul", "matrix", ["matmul"], strategy="row dot column")
def products_matmul(rng: Random) -> ItemDraw:
    return square(matrix(rng, 2, 2, 5), matrix(rng, 2, 2, 5))


def square(a: Mat, b: Mat) -> ItemDraw:
    """The question A·B for two square matrices."""
    answer = matmul(a, b)
    return ItemDraw(
        given={"A": a, "B": b},
        prompt=f"Work out $AB$ for:\n\n$$\nA = {mat(a)}, \\quad B = {mat(b)}\n$$",
        lead="AB =",
        answer=answer,
        misconceptions=square_misconceptions(a, b),
        hints=(
            "You want four numbers: one for each row of $A$ with each column of $B$.",
            "The cell in row $i$ and column $j$ is row $i$ of $A$ dot column $j$ of $B$.",
            f"Row 1 · column 1 is ${mul_add(a[0], transpose(b)[0])} = {num(answer[0][0])}$.",
        ),
        steps=cell_steps(a, b),
        explanation=f"Rows of $A$ dot columns of $B$. By columns: $A$ sends the first column of $B$, "
        f"${vec(transpose(b)[0])}$, to ${vec(transpose(answer)[0])}$, and the second, ${vec(transpose(b)[1])}$, to "
        f"${vec(transpose(answer)[1])}$.",
    )


def square_misconceptions(a: Mat, b: Mat) -> tuple[Misconception, ...]:
    cells = tuple(entrywise(x, y) for x, y in zip(a, b, strict=True))
    swapped, across, down = matmul(b, a), matmul(a, transpose(b)), matmul(transpose(a), b)
    right = num(matmul(a, b)[0][0])
    return (
        Misconception(
            "entrywise",
            cells,
            f"{_shown(cells)} is `A * B`, cell times cell. A cell of $AB$ is a row of $A$ dot a column of $B$: "
            f"${mul_add(a[0], transpose(b)[0])} = {right}$ to begin with.",
        ),
        Misconception(
            "other-order",
            swapped,
            f"{_shown(swapped)} is $BA$, computed correctly. $AB$ takes its rows from $A$ and its columns from $B$, so "
            "the order matters.",
        ),
        Misconception(
            "row-by-row",
            across,
            rf"{_shown(across)} comes from rows of $A$ dot rows of $B$, which is $A B^\top$. Read the second factor "
            f"by columns: column 1 of $B$ is ${vec(transpose(b)[0])}$.",
        ),
        Misconception(
            "column-by-column",
            down,
            rf"{_shown(down)} comes from columns of $A$ dot columns of $B$, which is $A^\top B$. Read the first "
            f"factor by rows: row 1 of $A$ is ${vec(a[0])}$.",
        ),
    )


@computed("linear_algebra.products.rect", "matrix", ["matmul"], strategy="row dot column")
def products_rect(rng: Random) -> ItemDraw:
    return rectangular(matrix(rng, 2, 3, 4), matrix(rng, 3, 2, 4))


def rectangular(a: Mat, b: Mat) -> ItemDraw:
    """The question A·B for a 2×3 and a 3×2 matrix."""
    answer = matmul(a, b)
    return ItemDraw(
        given={"A": a, "B": b},
        prompt=f"These matrices are not square. Work out $AB$ for:\n\n$$\nA = {mat(a)}, \\quad B = {mat(b)}\n$$",
        lead="AB =",
        answer=answer,
        misconceptions=rectangular_misconceptions(a, b),
        hints=(
            "You want as many rows as $A$ has and as many columns as $B$ has: two by two.",
            "Each cell is a row of $A$ dot a column of $B$, three products long.",
            f"Row 1 · column 1 is ${mul_add(a[0], transpose(b)[0])} = {num(answer[0][0])}$.",
        ),
        steps=cell_steps(a, b),
        explanation="Two rows and two columns make four cells, and each is a sum of three products. The inner size 3 "
        r"is the length of the dot products and disappears: $(2 \times 3)(3 \times 2) = 2 \times 2$.",
    )


def rectangular_misconceptions(a: Mat, b: Mat) -> tuple[Misconception, ...]:
    swapped = matmul(b, a)
    short = matmul(tuple(row[:2] for row in a), b[:2])
    cells = tuple(entrywise(x, y) for x, y in zip(a, transpose(b), strict=True))
    turned = transpose(matmul(a, b))
    return (
        Misconception(
            "other-order",
            swapped,
            rf"This $3 \times 3$ matrix with ${num(swapped[0][0])}$ in its first cell is $BA$, computed correctly. "
            r"$AB$ has two rows, from $A$, and two columns, from $B$, so it is $2 \times 2$.",
        ),
        Misconception(
            "stops-early",
            short,
            f"{_shown(short)} leaves the third product out of every cell. Each row of $A$ has three entries, so each "
            f"cell adds three products: the first is ${mul_add(a[0], transpose(b)[0])}$.",
        ),
        Misconception(
            "entrywise",
            cells,
            f"{_shown(cells)} is each row of $A$ times a column of $B$, entry by entry. Add the products, for every "
            "row with every column.",
        ),
        Misconception(
            "transposed",
            turned,
            "The four numbers are right, and two of them have changed places. The cell in row 1 and column 2 is row 1 "
            f"of $A$ dot column 2 of $B$, which is ${num(turned[1][0])}$.",
        ),
    )


@computed("linear_algebra.products.order", "vector", ["matmul-order", "matvec"], strategy="right factor first")
def products_order(rng: Random) -> ItemDraw:
    return chain(matrix(rng, 2, 2, 3), matrix(rng, 2, 2, 3), vector(rng, 2, 3))


def chain(a: Mat, b: Mat, v: Vec) -> ItemDraw:
    """The question A·B·v, best worked from the right."""
    middle = matvec(b, v)
    answer = matvec(a, middle)
    return ItemDraw(
        given={"A": a, "B": b, "v": v},
        prompt=r"Two layers without a bias. What is $A B \mathbf v$?"
        + f"\n\n$$\nA = {mat(a)}, \\quad B = {mat(b)}, \\quad \\mathbf v = {col(v)}\n$$",
        lead=r"A B \mathbf v =",
        answer=answer,
        misconceptions=chain_misconceptions(a, b, v),
        hints=(
            "You want a vector, and you can find it without any matrix times a matrix.",
            r"The matrix next to $\mathbf v$ acts first: work out $B \mathbf v$, then apply $A$ to that.",
            rf"$B \mathbf v = {vec(middle)}$.",
        ),
        steps=(
            *(Step(f"$B$ first, {step.text}", step.value) for step in _rows(b, v)),
            *(Step(f"then $A$, {step.text}", step.value) for step in _rows(a, middle)),
            Step(f"Together: ${vec(answer)}$", spell(answer)),
        ),
        explanation=rf"$B \mathbf v = {vec(middle)}$ and $A$ sends that to ${vec(answer)}$. Multiplying $AB$ out first "
        "gives the same with more work: two products of a matrix with a vector are cheaper than one of two matrices.",
    )


def _rows(m: Mat, v: Vec) -> tuple[Step, ...]:
    image = matvec(m, v)
    return tuple(
        Step(f"row {i + 1}: ${mul_add(m[i], v)} = {num(image[i])}$", num(image[i])) for i in range(len(m))
    )  # fmt: skip


def chain_misconceptions(a: Mat, b: Mat, v: Vec) -> tuple[Misconception, ...]:
    swapped, only_b, only_a = matvec(b, matvec(a, v)), matvec(b, v), matvec(a, v)
    side = plus(only_a, only_b)
    return (
        Misconception(
            "left-factor-first",
            swapped,
            rf"${vec(swapped)}$ is $B A \mathbf v$: $A$ first, then $B$. The matrix that stands next to $\mathbf v$ "
            "acts first, as in $f(g(x))$, and that is $B$.",
        ),
        Misconception(
            "stops-after-b",
            only_b,
            rf"${vec(only_b)}$ is $B \mathbf v$, which is right so far. Apply $A$ to ${vec(only_b)}$.",
        ),
        Misconception(
            "skips-b",
            only_a,
            rf"${vec(only_a)}$ is $A \mathbf v$. $B$ acts first, so apply $A$ to $B \mathbf v = {vec(only_b)}$ instead "
            r"of $\mathbf v$.",
        ),
        Misconception(
            "side-by-side",
            side,
            rf"${vec(side)}$ is $A \mathbf v + B \mathbf v$, the two maps side by side. In a product, $A$ is applied "
            "to the result of $B$.",
        ),
        Misconception(
            "not-applied",
            matmul(a, b),
            rf"${mat(matmul(a, b))}$ is the matrix $AB$, computed correctly. The question asks where it sends $\mathbf "
            r"v$, so multiply it by $\mathbf v$.",
        ),
    )
