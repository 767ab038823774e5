"""Questions on a matrix applied to a vector."""

from __future__ import annotations

from random import Random

from lessons.answers import spell
from lessons.latex_numbers import col, mat, mul_add, num, par, vec
from lessons.model.computed_item import ItemDraw, computed
from lessons.model.misconception import Misconception
from lessons.model.page import Step

from .integer_vectors import (
    Mat,
    Vec,
    broadcast,
    matrix,
    matvec,
    plus,
    row_steps,
    rows,
    times,
    transpose,
    vector,
)


@computed("linear_algebra.maps.matvec", "vector", ["matvec"], strategy="rows dot the vector")
def maps_matvec(rng: Random) -> ItemDraw:
    return apply(matrix(rng, 2, 2, 5), vector(rng, 2, 5))


def apply(m: Mat, v: Vec) -> ItemDraw:
    """The question A·v for a square A."""
    answer = matvec(m, v)
    return ItemDraw(
        given={"A": m, "v": v},
        prompt="Work out $A \\mathbf v$ for:" + f"\n\n$$\nA = {mat(m)}, \\quad \\mathbf v = {col(v)}\n$$",
        lead=r"A \mathbf v =",
        answer=answer,
        misconceptions=apply_misconceptions(m, v),
        hints=(
            "You want a vector with one entry for each row of the matrix.",
            r"Entry $i$ is row $i$ of $A$ dot $\mathbf v$: multiply along the row, add up.",
            f"Row 1 gives ${mul_add(m[0], v)} = {num(answer[0])}$.",
        ),
        steps=row_steps(m, v),
        explanation=rf"Rows dot the vector: ${mul_add(m[0], v)} = {num(answer[0])}$ and "
        rf"${mul_add(m[1], v)} = {num(answer[1])}$. Columns, weighted: ${num(v[0])}$ times ${vec(transpose(m)[0])}$ "
        f"and ${num(v[1])}$ times ${vec(transpose(m)[1])}$ add up to the same.",
    )


def apply_misconceptions(m: Mat, v: Vec) -> tuple[Misconception, ...]:
    down, grid = matvec(transpose(m), v), broadcast(m, v)
    early = tuple(sum(row) * sum(v) for row in m)
    total = sum(matvec(m, v))
    return (
        Misconception(
            "down-the-columns",
            down,
            rf"${vec(down)}$ comes from the columns of $A$, so it is $A^\top \mathbf v$. Row $i$ of $A$ gives entry "
            f"$i$: ${mul_add(m[0], v)}$.",
        ),
        Misconception(
            "never-sums",
            grid,
            f"The rows {rows(grid)} are the products, which is what `A * v` prints. Add up each row: every entry of "
            "the answer is one dot product.",
        ),
        Misconception(
            "adds-first",
            early,
            rf"${vec(early)}$ is each row's sum times the sum of $\mathbf v$. Multiply matching entries first, then "
            "add the products.",
        ),
        Misconception(
            "one-number",
            total,
            f"${num(total)}$ is the sum of all the products. Each row gives its own entry of the answer.",
        ),
    )


@computed("linear_algebra.maps.columns", "vector", ["matvec-columns"], strategy="mix the columns")
def maps_columns(rng: Random) -> ItemDraw:
    while True:
        first, second, v = vector(rng, 2, 5), vector(rng, 2, 5), vector(rng, 2, 4)
        if first[0] * second[1] != first[1] * second[0]:
            return mix(first, second, v)


def mix(first: Vec, second: Vec, v: Vec) -> ItemDraw:
    """The question: where v goes, given where (1, 0) and (0, 1) go."""
    x, y = v
    scaled_first, scaled_second = times(x, first), times(y, second)
    answer = plus(scaled_first, scaled_second)
    return ItemDraw(
        given={"first": first, "second": second, "v": v},
        prompt=rf"A linear map sends $(1, 0)$ to ${vec(first)}$ and $(0, 1)$ to ${vec(second)}$. Where does it send "
        rf"$\mathbf v = {vec(v)}$?",
        lead=r"A \mathbf v =",
        answer=answer,
        misconceptions=mix_misconceptions(first, second, v),
        hints=(
            "You want one vector: the image of $\\mathbf v$. No matrix needs to be written down.",
            rf"$\mathbf v$ is ${num(x)}$ times $(1, 0)$ plus ${num(y)}$ times $(0, 1)$, and a linear map preserves "
            "linear combinations.",
            f"The first part is ${num(x)}$ times ${vec(first)}$, which is ${vec(scaled_first)}$.",
        ),
        steps=(
            Step(rf"Weight the first image: ${par(x)} \cdot {vec(first)} = {vec(scaled_first)}$", spell(scaled_first)),
            Step(rf"Weight the second: ${par(y)} \cdot {vec(second)} = {vec(scaled_second)}$", spell(scaled_second)),
            Step(f"Add them: ${vec(scaled_first)} + {vec(scaled_second)} = {vec(answer)}$", spell(answer)),
        ),
        explanation=f"The two images are the columns of the matrix, weighted by the entries of $\\mathbf v$: "
        rf"${par(x)} \cdot {vec(first)} + {par(y)} \cdot {vec(second)} = {vec(answer)}$.",
    )


def mix_misconceptions(first: Vec, second: Vec, v: Vec) -> tuple[Misconception, ...]:
    x, y = v
    as_rows = matvec((first, second), v)
    bare, swapped = plus(first, second), plus(times(y, first), times(x, second))
    parts = (times(x, first), times(y, second))
    return (
        Misconception(
            "images-as-rows",
            as_rows,
            f"${vec(as_rows)}$ is what you get with ${vec(first)}$ and ${vec(second)}$ as the rows of a matrix. The "
            "images are its columns: scale them and add.",
        ),
        Misconception(
            "no-weights",
            bare,
            f"${vec(bare)}$ is where $(1, 1)$ goes: each image once. Scale the images by ${num(x)}$ and ${num(y)}$, "
            r"the entries of $\mathbf v$, and add.",
        ),
        Misconception(
            "weights-swapped",
            swapped,
            rf"${vec(swapped)}$ is where ${vec((y, x))}$ goes. The first entry of $\mathbf v$ scales the image of "
            "$(1, 0)$.",
        ),
        Misconception(
            "never-adds",
            parts,
            f"The vectors {rows(parts)} are the two scaled images. Add them: the image of a sum is the sum of the "
            "images.",
        ),
    )


@computed("linear_algebra.maps.build", "matrix", ["matvec-columns"], strategy="images as columns")
def maps_build(rng: Random) -> ItemDraw:
    while True:
        first, second = vector(rng, 2, 6), vector(rng, 2, 6)
        if len({*first, *second}) == 4:
            return build(first, second)


def build(first: Vec, second: Vec) -> ItemDraw:
    """The question: the matrix that sends the axes to these two vectors."""
    answer = transpose((first, second))
    steps = tuple(
        Step(f"row {i + 1} · column {j + 1}: entry {i + 1} of where ${axis}$ goes, ${num(answer[i][j])}$",
             num(answer[i][j]), (i, j))
        for i in range(2)
        for j, axis in enumerate(("(1, 0)", "(0, 1)"))
    )  # fmt: skip
    return ItemDraw(
        given={"first": first, "second": second},
        prompt=f"Write down the matrix $A$ that sends $(1, 0)$ to ${vec(first)}$ and $(0, 1)$ to ${vec(second)}$.",
        lead="A =",
        answer=answer,
        misconceptions=build_misconceptions(first, second),
        hints=(
            "You want the four entries of a matrix with two rows and two columns.",
            "Column 1 is where $(1, 0)$ goes, column 2 where $(0, 1)$ goes.",
            f"Column 1, from top to bottom, is ${num(first[0])}$ and ${num(first[1])}$.",
        ),
        steps=steps,
        explanation=f"$A (1, 0)$ is the first column of $A$, so that column is ${vec(first)}$; in the same way the "
        f"second is ${vec(second)}$. Two images determine the whole map.",
    )


def build_misconceptions(first: Vec, second: Vec) -> tuple[Misconception, ...]:
    upright = transpose((first, second))
    swapped = transpose((second, first))
    return (
        Misconception(
            "images-as-rows",
            (first, second),
            f"With ${vec(first)}$ as row 1, $(1, 0)$ goes to ${vec((first[0], second[0]))}$. It should go to "
            f"${vec(first)}$, so make the images the columns.",
        ),
        Misconception(
            "columns-swapped",
            swapped,
            f"The images are columns here, in the wrong order: this matrix sends $(1, 0)$ to ${vec(second)}$. Swap the "
            "two.",
        ),
        Misconception(
            "rows-swapped",
            upright[::-1],
            f"This sends $(1, 0)$ to ${vec(first[::-1])}$, with the entries reversed. Write each image from top to "
            f"bottom: ${num(first[0])}$ above ${num(first[1])}$.",
        ),
    )


@computed("linear_algebra.maps.layer", "vector", ["matvec"], strategy="rows dot the vector, then shift")
def maps_layer(rng: Random) -> ItemDraw:
    return layer(matrix(rng, 2, 3, 3), vector(rng, 3, 4), vector(rng, 2, 5))


def layer(w: Mat, x: Vec, b: Vec) -> ItemDraw:
    """The question W·x + b for a W of two rows."""
    raw = matvec(w, x)
    answer = plus(raw, b)
    return ItemDraw(
        given={"W": w, "x": x, "b": b},
        prompt=r"A layer of two neurons sees three inputs. What is $\mathbf y = W \mathbf x + \mathbf b$?"
        + f"\n\n$$\nW = {mat(w)}, \\quad \\mathbf x = {col(x)}, \\quad \\mathbf b = {col(b)}\n$$",
        lead=r"\mathbf y =",
        answer=answer,
        misconceptions=layer_misconceptions(w, x, b),
        hints=(
            "You want two numbers, one for each neuron, so one for each row.",
            r"Row $i$ of $W$ dot $\mathbf x$, then add entry $i$ of $\mathbf b$.",
            f"Row 1 gives ${mul_add(w[0], x)} = {num(raw[0])}$, before the bias.",
        ),
        steps=(
            *row_steps(w, x, "x"),
            Step(f"Add the bias: ${vec(raw)} + {vec(b)} = {vec(answer)}$", spell(answer)),
        ),
        explanation=rf"The weights give $W \mathbf x = {vec(raw)}$, and the bias ${vec(b)}$ shifts it to "
        rf"${vec(answer)}$. Three entries in, two out: $W$ is $2 \times 3$.",
    )


def layer_misconceptions(w: Mat, x: Vec, b: Vec) -> tuple[Misconception, ...]:
    raw, grid = matvec(w, x), broadcast(w, x)
    thrice = plus(raw, times(len(x), b))
    minus = plus(raw, times(-1, b))
    return (
        Misconception(
            "forgets-the-bias",
            raw,
            rf"${vec(raw)}$ is $W \mathbf x$, correctly. The layer also adds $\mathbf b$.",
        ),
        Misconception(
            "bias-every-time",
            thrice,
            f"${vec(thrice)}$ adds the bias to each of the three products. Add it once per neuron, after the products.",
        ),
        Misconception(
            "subtracts-the-bias",
            minus,
            rf"${vec(minus)}$ is $W \mathbf x - \mathbf b$. Add the bias, with its signs: its entries are "
            f"${num(b[0])}$ and ${num(b[1])}$.",
        ),
        Misconception(
            "never-sums",
            grid,
            f"The rows {rows(grid)} are weights times inputs, pair by pair. Add the products of each neuron, and then "
            "add its bias.",
        ),
    )
