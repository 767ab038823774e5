"""Questions on span and rank: how many vectors are independent, what a matrix sends to 0, what a low rank saves."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from lessons.latex_numbers import add, mat, mul_add, num, par, vec
from lessons.model.computed_item import ItemDraw, computed
from lessons.model.misconception import Misconception
from lessons.model.page import Step

from .integer_vectors import Mat, Vec, nonzero, plus, times, vector


@computed("linear_algebra.span.rank", "number", ["span"], strategy="drop what is a combination of others")
def span_rank(rng: Random) -> ItemDraw:
    while True:
        a, b = vector(rng, 3, 3), vector(rng, 3, 3)
        nudge = times(rng.choice((0, 0, 1, -1)), rng.choice(((1, 0, 0), (0, 1, 0), (0, 0, 1))))
        normal = _cross(a, b)
        if all(normal) and all(plus(a, b)):
            return rank(a, b, rng.choice((-2, 2, 3)), nudge, rng.sample(range(4), 4))


def _cross(a: Vec, b: Vec) -> Vec:
    """The cross product: without a 0 in it, no unit vector lies in the plane of a and b."""
    return (a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0])


def rank(a: Vec, b: Vec, factor: int, nudge: Vec, order: list[int]) -> ItemDraw:
    """The question: the rank of a, b, a multiple of a, and a + b + nudge, shown in some order.

    The nudge is 0, or a vector outside the plane of a and b.
    """
    multiple, total, last = times(factor, a), plus(a, b), plus(plus(a, b), nudge)
    made = (a, b, multiple, last)
    shown = [made[place] for place in order]
    listed = ", ".join(f"${vec(one)}$" for one in shown)
    return ItemDraw(
        given={f"v{place}": one for place, one in enumerate(shown, 1)},
        prompt=f"Four feature vectors are the columns of a matrix: {listed}. What is its rank?",
        lead=r"\rank =",
        answer=3 if any(nudge) else 2,
        misconceptions=(
            Misconception(
                "counts-the-vectors",
                4,
                f"4 is the number of columns. Do not count ${vec(multiple)}$: it is ${num(factor)}$ times "
                f"${vec(a)}$ and adds no direction.",
            ),
            _misjudged_sum(a, b, last, independent=any(nudge)),
            Misconception(
                "one-line",
                1,
                f"Rank 1 would mean that all columns lie on one line. ${vec(b)}$ is not a multiple of ${vec(a)}$, so "
                "count both.",
            ),
        ),
        hints=(
            "Drop a column that is a linear combination of the others, and repeat. How many columns remain at the end?",
            "Look for a column that is a multiple of another one. Then look for a column that is the sum of two.",
            f"${vec(multiple)} = {par(factor)} {vec(a)}$.",
        ),
        steps=(
            Step(f"${vec(multiple)}$ is ${num(factor)}$ times ${vec(a)}$, so it adds nothing: 3 are left", "3"),
            Step(
                f"${vec(a)} + {vec(b)} = {vec(total)}$, "
                + (
                    f"not ${vec(last)}$, which no other combination gives either: the rank is 3"
                    if any(nudge)
                    else "so the rank is 2"
                ),
                "3" if any(nudge) else "2",
            ),
        ),
        explanation=_rank_explained(a, b, last, independent=any(nudge)),
    )


def _misjudged_sum(a: Vec, b: Vec, last: Vec, *, independent: bool) -> Misconception:
    if independent:
        return Misconception(
            "drops-a-near-sum",
            2,
            f"2 leaves out ${vec(last)}$. It is almost the sum ${vec(a)} + {vec(b)} = "
            f"{vec(plus(a, b))}$, but no linear combination of these two gives it exactly, so count it.",
        )
    return Misconception(
        "drops-multiples-only",
        3,
        f"3 leaves out the multiple only. ${vec(last)}$ is not a multiple of another column, but it is the sum of "
        f"${vec(a)}$ and ${vec(b)}$, so leave it out too.",
    )


def _rank_explained(a: Vec, b: Vec, last: Vec, *, independent: bool) -> str:
    if independent:
        return (
            f"${vec(a)}$ and ${vec(b)}$ span a plane, and ${vec(last)}$ points out of it. Three independent columns "
            "span the whole space, so no fourth could add a direction."
        )
    return (
        f"All four columns lie in the plane that ${vec(a)}$ and ${vec(b)}$ span. Any two of the columns that are not "
        "parallel form a basis of this plane."
    )


@computed("linear_algebra.span.zero", "matrix", ["span"], strategy="fill the columns from the null space")
def span_zero(rng: Random) -> ItemDraw:
    while True:
        column, low, high = vector(rng, 2, 3), rng.randint(1, 4), nonzero(rng, 4)
        if abs(low) != abs(high):
            return zero(column, (low, high))


def zero(column: Vec, row: Vec) -> ItemDraw:
    """The question: a matrix B without zeros for which AB = 0, where A is a column times a row."""
    a: Mat = tuple(times(x, row) for x in column)
    null = (row[1], -row[0])
    answer = ((null[0], 2 * null[0]), (null[1], 2 * null[1]))
    return ItemDraw(
        given={"A": a, "row": row},
        prompt="$AB = 0$ does not mean that $B = 0$. Find a matrix $B$ that has no entry 0 and for which $AB = 0$."
        f"\n\n$$\nA = {mat(a)}\n$$",
        lead="B =",
        answer=answer,
        condition=_is_sent_to_zero(a),
        misconceptions=_zero_misconceptions(row),
        hints=(
            "You want columns that $A$ sends to 0. The two columns of $B$ may be different or equal.",
            f"Both rows of $A$ are multiples of ${vec(row)}$. Which vector has the dot product 0 with it?",
            f"Exchange the two entries of ${vec(row)}$ and change one sign: ${vec(null)}$.",
        ),
        steps=tuple(
            Step(
                f"row {i + 1} · column {j + 1}: any multiple of ${vec(null)}$ will do as column {j + 1}; take "
                f"${num(answer[i][j])}$ here",
                num(answer[i][j]),
                (i, j),
            )
            for i in range(2)
            for j in range(2)
        ),
        explanation=f"$A$ has rank 1, so it flattens the plane onto a line and sends every multiple of ${vec(null)}$ "
        f"to 0: ${mul_add(row, null)} = 0$. A product of two matrices can be 0 although neither of them is.",
    )


def _is_sent_to_zero(a: Mat) -> Callable[[tuple[float, ...]], str]:
    """The condition that a 2×2 matrix has no 0 in it and is sent to 0 by `a`."""

    def lacking(entries: tuple[float, ...]) -> str:
        if len(entries) != 4:
            return "Write $B$ with two rows and two columns."
        if not all(entries):
            return "There is a 0 in your matrix. All four entries have to differ from 0."
        b = (entries[:2], entries[2:])
        product = [[sum(x * b[k][j] for k, x in enumerate(row)) for j in range(2)] for row in a]
        if all(abs(x) <= 1e-9 * max(map(abs, entries)) for row in product for x in row):
            return ""
        return f"Here $AB = {mat(product)}$, which is not 0. Take both columns of $B$ from the null space of $A$."

    return lacking


def _zero_misconceptions(row: Vec) -> tuple[Misconception, ...]:
    null = (row[1], -row[0])
    lying = ((null[0], null[1]), (2 * null[0], 2 * null[1]))
    unsigned = ((row[1], row[1]), (row[0], row[0]))
    return (
        Misconception(
            "all-zero",
            ((0, 0), (0, 0)),
            rf"$B = 0$ always gives $AB = 0$. Here $A$ also sends ${vec(null)}$ to 0, so fill the columns with "
            "multiples of it.",
        ),
        Misconception(
            "rows-from-the-null-space",
            lying,
            f"The vector ${vec(null)}$ is right, and here it lies in the rows of $B$. $A$ acts on the columns of $B$, "
            "so write it as a column.",
        ),
        Misconception(
            "sign-kept",
            unsigned,
            f"${vec((row[1], row[0]))}$ gives ${mul_add(row, (row[1], row[0]))} = {num(2 * row[0] * row[1])}$ in the "
            f"dot product with ${vec(row)}$. Change one of the two signs to get 0.",
        ),
        Misconception(
            "row-itself",
            ((row[0], row[0]), (row[1], row[1])),
            f"These columns are ${vec(row)}$, which is parallel to the rows of $A$, and "
            f"${mul_add(row, row)} = {num(row[0] ** 2 + row[1] ** 2)}$. You want columns that are orthogonal to it.",
        ),
    )


@computed("linear_algebra.span.lora", "number", ["span"], strategy="count the entries of both factors")
def span_lora(rng: Random) -> ItemDraw:
    rows, columns = rng.sample((64, 96, 128, 200, 256, 300, 400, 500, 512, 600, 768, 800), 2)
    return lora(rows, columns, rng.choice((2, 4, 5, 8, 10, 16)))


def lora(rows: int, columns: int, r: int) -> ItemDraw:
    """The question: the number of weights in a change of rank r to a rows × columns matrix."""
    whole, right = rows * columns, r * (rows + columns)
    return ItemDraw(
        given={"rows": rows, "columns": columns, "r": r},
        prompt=rf"A layer has a ${rows} \times {columns}$ weight matrix. LoRA trains only a change "
        rf"$\Delta W = BA$ of rank ${r}$. How many weights does it train?",
        lead=r"\text{weights} =",
        answer=right,
        misconceptions=(
            Misconception(
                "whole-matrix",
                whole,
                f"${whole}$ is the number of entries of $\\Delta W$. It is never stored on its own: count the entries "
                f"of $B$ and $A$, which have only ${r}$ columns and ${r}$ rows.",
            ),
            Misconception(
                "one-factor",
                r * rows,
                f"${r * rows}$ is the size of $B$ alone. Add the ${r * columns}$ entries of $A$.",
            ),
            Misconception(
                "other-factor",
                r * columns,
                f"${r * columns}$ is the size of $A$ alone. Add the ${r * rows}$ entries of $B$.",
            ),
            Misconception(
                "multiplies-the-factors",
                r * rows * r * columns,
                f"${r * rows * r * columns}$ is the product of the sizes ${r * rows}$ and ${r * columns}$. Both "
                "factors are stored side by side, so add the two sizes.",
            ),
            Misconception(
                "divides-by-the-rank",
                whole // r if whole % r == 0 else whole / r,
                f"${num(whole // r if whole % r == 0 else whole / r)}$ is the whole matrix divided by ${r}$. The rank "
                "is the inner size of $BA$: multiply the rows by it, multiply the columns by it, and add.",
            ),
        ),
        hints=(
            "You want the number of entries in $B$ and $A$ together.",
            rf"$B$ is ${rows} \times {r}$ and $A$ is ${r} \times {columns}$.",
            rf"$B$ has ${rows} \cdot {r} = {rows * r}$ entries.",
        ),
        steps=(
            Step(rf"$B$: ${rows} \cdot {r} = {rows * r}$", str(rows * r), lead=rf"{rows} \cdot {r} ="),
            Step(rf"$A$: ${r} \cdot {columns} = {r * columns}$", str(r * columns), lead=rf"{r} \cdot {columns} ="),
            Step(f"Together: ${add((rows * r, r * columns))} = {right}$", str(right), lead="B + A =", follow=sum),
        ),
        explanation=f"${right}$ instead of ${whole}$. The product $BA$ still has the shape of the layer, and its rank "
        f"is at most ${r}$.",
    )
