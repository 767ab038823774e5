"""Questions on shapes and on the transpose."""

from __future__ import annotations

from random import Random

from msgspec import Struct

from lessons.answers import Option
from lessons.latex_numbers import mat, mul_add, num
from lessons.model.computed_item import ItemDraw, computed
from lessons.model.misconception import Misconception
from lessons.model.page import Step

from .integer_vectors import Mat, matmul, matrix, rows, transpose


@computed("linear_algebra.shapes.result", "vector", ["shapes"], strategy="inner match, outer stay")
def shapes_result(rng: Random) -> ItemDraw:
    batch, inputs, outputs = rng.choice((8, 16, 32, 64)), rng.choice((10, 12, 20, 28, 50)), rng.choice((2, 3, 4, 5, 6))
    return result(batch, inputs, outputs)


def result(batch: int, inputs: int, outputs: int) -> ItemDraw:
    """The question: the shape of a batch times a weight matrix."""
    return ItemDraw(
        given={"batch": batch, "inputs": inputs, "outputs": outputs},
        prompt=rf"A batch $X$ of shape ${batch} \times {inputs}$ meets weights $W$ of shape "
        rf"${inputs} \times {outputs}$. What is the shape of `X @ W`? Rows, then columns, as in `2, 3`.",
        lead=r"\text{shape} =",
        answer=(batch, outputs),
        misconceptions=result_misconceptions(batch, inputs, outputs),
        hints=(
            "You want two numbers: how many rows the result has, and how many columns.",
            "Write the shapes side by side. The inner two match and vanish, the outer two stay.",
            f"The inner ones are the two {inputs}s.",
        ),
        steps=(
            Step(rf"Side by side: $({batch} \times {inputs})({inputs} \times {outputs})$"),
            Step(f"The inner {inputs}s match, and vanish: they are the length of every dot product"),
            Step(rf"The outer ones stay: ${batch} \times {outputs}$", f"{batch}, {outputs}"),
        ),
        explanation=f"Each of the {batch} rows of $X$ meets each of the {outputs} columns of $W$ in a dot product of "
        f"length {inputs}. Each input row gives one output row.",
    )


def result_misconceptions(batch: int, inputs: int, outputs: int) -> tuple[Misconception, ...]:
    return (
        Misconception(
            "multiplies",
            batch * outputs,
            f"{batch * outputs} is the number of entries of the product. A shape lists the two sizes: rows, then "
            "columns.",
        ),
        Misconception(
            "keeps-the-inner",
            (inputs, inputs),
            f"These are the inner sizes, the two {inputs}s. The product sums over them, so they disappear and the "
            "outer sizes remain.",
        ),
        Misconception(
            "columns-first",
            (outputs, batch),
            f"The two numbers are right. Rows come first: the {batch} inputs are the rows, and {outputs} is the "
            "number of columns.",
        ),
        Misconception(
            "shape-of-x",
            (batch, inputs),
            f"This is the shape of $X$. Each column of $W$ gives one column of the product, so it has {outputs} "
            "columns.",
        ),
        Misconception(
            "shape-of-w",
            (inputs, outputs),
            f"This is the shape of $W$. Each row of $X$ gives one row of the product, so it has {batch} rows.",
        ),
        Misconception(
            "keeps-everything",
            (batch, inputs, outputs),
            f"{batch}, {inputs} and {outputs} are all the sizes there are. The product sums over the axis of {inputs}, "
            "so leave that size out.",
        ),
    )


class _Factor(Struct, frozen=True):
    """A factor of a matrix product: its LaTeX and its shape."""

    latex: str
    rows: int
    columns: int

    @property
    def t(self) -> _Factor:
        return _Factor(rf"{self.latex}^\top", self.columns, self.rows)


@computed("linear_algebra.shapes.fits", "multi", ["shapes", "transpose"], strategy="inner match, outer stay")
def shapes_fits(rng: Random) -> ItemDraw:
    m, n, p = rng.sample(range(2, 8), 3)
    order = rng.sample(range(6), 6)
    return fits(m, n, p, order)


def fits(m: int, n: int, p: int, order: list[int]) -> ItemDraw:
    """The question: which of six products of A (m×n) and B (n×p) exist, listed in the given order."""
    a, b = _Factor("A", m, n), _Factor("B", n, p)
    pairs = [(a, b), (b.t, a.t), (b, a), (a.t, b.t), (a, b.t), (a.t, b)]
    letters = {index: "abcdef"[position] for position, index in enumerate(order)}
    options = tuple(Option(letters[i], _written(*pairs[i]), "" if i < 2 else _misfit(*pairs[i])) for i in order)

    def chosen(*picked: int) -> str:
        return " ".join(sorted(letters[i] for i in picked))

    return ItemDraw(
        given={"m": m, "n": n, "p": p},
        prompt=rf"$A$ is ${m} \times {n}$ and $B$ is ${n} \times {p}$. Which of these products exist? Mark all.",
        answer=chosen(0, 1),
        options=options,
        misconceptions=_fits_misconceptions(m, n, p, chosen(0, 1, 2), chosen(0, 3), chosen(0)),
        hints=(
            "You want every product whose inner numbers match.",
            "A transpose swaps the two numbers of a shape. Write the shapes side by side.",
            rf"$AB$ is $({m} \times {n})({n} \times {p})$: the inner numbers are {n} and {n}.",
        ),
        steps=tuple(Step(f"{_written(*pair)}: {_fit(*pair)}") for pair in pairs),
        explanation=r"$AB$ exists, and so does its transpose $B^\top A^\top$. In all other products the inner sizes "
        f"differ, because {m}, {n} and {p} do.",
    )


def _written(left: _Factor, right: _Factor) -> str:
    return f"${left.latex} {right.latex}$"


def _fit(left: _Factor, right: _Factor) -> str:
    inner = f"{left.columns} meets {right.rows}"
    return f"{inner}, so it exists" if left.columns == right.rows else f"{inner}, so there is no such product"


def _misfit(left: _Factor, right: _Factor) -> str:
    return (
        rf"{_written(left, right)} would be $({left.rows} \times {left.columns})({right.rows} \times "
        f"{right.columns})$. The inner sizes, {left.columns} and {right.rows}, differ, so there is no such product."
    )


def _fits_misconceptions(m: int, n: int, p: int, commuting: str, ordered: str, alone: str) -> tuple[Misconception, ...]:
    return (
        Misconception(
            "thinks-ba-exists-too",
            commuting,
            f"$AB$ exists, and $BA$ does not: its inner sizes are {p} and {m}, and they differ.",
        ),
        Misconception(
            "keeps-the-order",
            ordered,
            rf"$AB$ exists. $A^\top B^\top$ does not: its inner sizes are {m} and {p}. Swap the factors as well: "
            rf"$B^\top A^\top$ has {n} and {n}.",
        ),
        Misconception(
            "only-ab",
            alone,
            rf"$AB$ exists. So does its transpose, $B^\top A^\top$: the inner sizes are {n} and {n}.",
        ),
    )


@computed("linear_algebra.shapes.transpose", "matrix", ["transpose"], strategy="transpose a product")
def shapes_transpose(rng: Random) -> ItemDraw:
    return flipped(matrix(rng, 2, 2, 4), matrix(rng, 2, 2, 4))


def flipped(a: Mat, b: Mat) -> ItemDraw:
    """The question: the transpose of A·B."""
    product = matmul(a, b)
    answer = transpose(product)
    steps = tuple(
        Step(f"row {i + 1} · column {j + 1}: cell ({j + 1}, {i + 1}) of $AB$, "
             f"${mul_add(a[j], transpose(b)[i])} = {num(answer[i][j])}$", num(answer[i][j]), (i, j))
        for i in range(2)
        for j in range(2)
    )  # fmt: skip
    return ItemDraw(
        given={"A": a, "B": b},
        prompt=r"Work out $(AB)^\top$ for:" + f"\n\n$$\nA = {mat(a)}, \\quad B = {mat(b)}\n$$",
        lead=r"(AB)^\top =",
        answer=answer,
        misconceptions=flipped_misconceptions(a, b),
        hints=(
            "You want $AB$ with its rows written as columns.",
            r"Compute $AB$ and transpose it; or use $(AB)^\top = B^\top A^\top$.",
            f"Row 1 of $A$ dot column 2 of $B$ is ${num(product[0][1])}$; it goes to row 2, column 1.",
        ),
        steps=steps,
        explanation=rf"$AB$ has rows {rows(product)}, and in the transpose they are columns. $B^\top A^\top$ gives the "
        "same, because it takes the same dot products.",
    )


def flipped_misconceptions(a: Mat, b: Mat) -> tuple[Misconception, ...]:
    ordered, plain, swapped = matmul(transpose(a), transpose(b)), matmul(a, b), matmul(b, a)
    return (
        Misconception(
            "keeps-the-order",
            ordered,
            rf"The matrix with rows {rows(ordered)} is $A^\top B^\top$, which is $(BA)^\top$. Transposing a product "
            r"reverses the order: $(AB)^\top = B^\top A^\top$.",
        ),
        Misconception(
            "never-flips",
            plain,
            f"The matrix with rows {rows(plain)} is $AB$. Transpose it: its row 1, ${num(plain[0][0])}$ and "
            f"${num(plain[0][1])}$, becomes column 1.",
        ),
        Misconception(
            "only-swaps",
            swapped,
            rf"The matrix with rows {rows(swapped)} is $BA$. Each factor is transposed as well: $B^\top A^\top$.",
        ),
    )
