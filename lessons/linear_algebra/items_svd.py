"""Questions on the SVD: singular values, the energy of the largest ones, and the error of a low-rank copy."""

from __future__ import annotations

from collections.abc import Sequence
from math import isqrt, sqrt
from random import Random

from lessons.answers import Comparison
from lessons.latex_numbers import add, mat, mul_add, num
from lessons.model.computed_item import ItemDraw, computed
from lessons.model.misconception import Misconception
from lessons.model.page import Step

from .integer_vectors import Mat, Vec, dot, transpose

TWO_DECIMALS = Comparison(absolute=0.005)
THREE_DECIMALS = Comparison(absolute=0.001)

_COLUMNS: tuple[tuple[Vec, ...], ...] = (
    ((3, 4), (4, 3), (5, 0), (0, 5), (-3, 4), (4, -3), (-4, 3)),
    ((6, 8), (8, 6), (10, 0), (0, 10), (-6, 8), (8, -6)),
    ((2, 1), (1, 2), (-1, 2), (2, -1)),
    ((3, 1), (1, 3), (-1, 3), (3, -1)),
    ((3, 2), (2, 3), (-2, 3), (3, -2)),
    ((1, 7), (7, 1), (5, 5), (-1, 7), (7, -1), (5, -5)),
)
"""Columns of one length, so that both diagonal entries of AᵀA agree."""


@computed("linear_algebra.svd.values", "vector", ["svd"], strategy="roots of the eigenvalues of AᵀA", rule=TWO_DECIMALS)
def svd_values(rng: Random) -> ItemDraw:
    while True:
        first, second = rng.sample(rng.choice(_COLUMNS), 2)
        if dot(first, second):
            return values(first, second)


def values(first: Vec, second: Vec) -> ItemDraw:
    """The question: the singular values of the matrix with these columns, which have one length."""
    a: Mat = transpose((first, second))
    square, product = dot(first, first), dot(first, second)
    large, small = square + abs(product), square - abs(product)
    answer = (sqrt(large), sqrt(small))
    gram = ((square, product), (product, square))
    return ItemDraw(
        given={"A": a},
        prompt="What are the singular values of $A$, the larger one first? Type roots, such as `sqrt(45)`, or two "
        f"decimals.\n\n$$\nA = {mat(a)}\n$$",
        lead=r"(\sigma_1, \sigma_2) =",
        answer=answer,
        misconceptions=_values_misconceptions(a, large, small, square),
        hints=(
            "You want the square roots of two eigenvalues. They are eigenvalues of a different matrix, not of $A$.",
            rf"They belong to $A^\top A$. Its diagonal entries are the squared lengths of the columns: ${square}$.",
            rf"The columns have the dot product ${mul_add(first, second)} = {num(product)}$, so "
            rf"$A^\top A = {mat(gram)}$.",
        ),
        steps=(
            Step(rf"$A^\top A = {mat(gram)}$"),
            Step(
                rf"Along $(1, 1)$ and $(1, -1)$ it has the eigenvalues ${add((square, abs(product)))} = {large}$ and "
                f"${add((square, -abs(product)))} = {small}$"
            ),
            Step(f"The roots: ${_root(large)}$ and ${_root(small)}$", f"sqrt({large}), sqrt({small})"),
        ),
        explanation=rf"$\sigma_1 = {_root(large)}$ is the largest factor by which $A$ stretches a vector, and "
        rf"$\sigma_2 = {_root(small)}$ the smallest. Their squares add up to the sum of all squared entries of $A$: "
        f"${large} + {small} = {large + small}$.",
    )


def _root(square: int) -> str:
    """A square root, followed by its value where that is a whole number."""
    root = isqrt(square)
    return rf"\sqrt{{{square}}} = {root}" if root * root == square else rf"\sqrt{{{square}}}"


def _values_misconceptions(a: Mat, large: int, small: int, square: int) -> tuple[Misconception, ...]:
    found = [
        Misconception(
            "no-root",
            (large, small),
            rf"${large}$ and ${small}$ are the eigenvalues of $A^\top A$, the squares of the singular values. Take "
            "their roots.",
        ),
        Misconception(
            "column-lengths",
            (sqrt(square), sqrt(square)),
            rf"$\sqrt{{{square}}}$ is the length of both columns of $A$. The columns are not orthogonal, so some "
            "other direction is stretched more than $(1, 0)$ and $(0, 1)$.",
        ),
        Misconception(
            "smaller-first",
            (sqrt(small), sqrt(large)),
            rf"$\sqrt{{{small}}}$ and $\sqrt{{{large}}}$ are the right two numbers. Singular values are listed from "
            "the largest down.",
        ),
    ]
    trace, determinant = a[0][0] + a[1][1], a[0][0] * a[1][1] - a[0][1] * a[1][0]
    discriminant = trace * trace - 4 * determinant
    if discriminant >= 0 and isqrt(discriminant) ** 2 == discriminant:
        root = isqrt(discriminant)
        own = ((trace + root) / 2, (trace - root) / 2)
        why = (
            "Singular values are lengths and never negative: drop the signs and sort by size."
            if a[0][1] == a[1][0]
            else r"Its eigenvectors are not orthogonal here, so take the roots of the eigenvalues of $A^\top A$."
        )
        found.append(
            Misconception(
                "eigenvalues-of-a", own, f"${num(own[0])}$ and ${num(own[1])}$ are the eigenvalues of $A$. {why}"
            )
        )
    return tuple(found)


@computed("linear_algebra.svd.energy", "number", ["svd"], strategy="compare sums of squares", rule=THREE_DECIMALS)
def svd_energy(rng: Random) -> ItemDraw:
    while True:
        sigma = sorted(rng.sample(range(1, 13), rng.randint(3, 4)), reverse=True)
        if sigma[0] >= 4:
            return energy(sigma, rng.randint(1, 2))


def energy(sigma: Sequence[int], k: int) -> ItemDraw:
    """The question: the fraction of the energy in the k largest singular values."""
    squares = [x * x for x in sigma]
    kept, total = sum(squares[:k]), sum(squares)
    listed = ", ".join(map(str, sigma))
    return ItemDraw(
        given={"sigma": tuple(sigma), "k": k},
        prompt=f"A table of ratings has the singular values ${listed}$. What fraction of its energy does the best "
        f"approximation of rank ${k}$ keep? A fraction, or three decimals.",
        lead=r"\text{energy kept} =",
        answer=kept / total,
        misconceptions=(
            Misconception(
                "no-squares",
                sum(sigma[:k]) / sum(sigma),
                rf"$\frac{{{sum(sigma[:k])}}}{{{sum(sigma)}}}$ compares the singular values themselves. Energy is "
                "made of their squares, so square each one first.",
            ),
            Misconception(
                "the-rest",
                (total - kept) / total,
                rf"$\frac{{{total - kept}}}{{{total}}}$ is the energy that is lost. Subtract it from 1.",
            ),
            Misconception(
                "counts-the-terms",
                k / len(sigma),
                rf"$\frac{{{k}}}{{{len(sigma)}}}$ counts terms. The {len(sigma)} singular values differ in size, so "
                "compare the sums of their squares.",
            ),
            Misconception(
                "root-of-the-fraction",
                sqrt(kept / total),
                rf"$\sqrt{{\frac{{{kept}}}{{{total}}}}}$ is the ratio of two Frobenius norms. Energy is the square "
                "of the norm, so leave the root out.",
            ),
        ),
        hints=(
            "You want the energy of the copy divided by the energy of the whole table.",
            "The energy of the table is the sum of all squared singular values; the copy keeps the largest.",
            f"In all it is ${add(squares)} = {total}$.",
        ),
        steps=(
            Step(f"All squares: ${add(squares)} = {total}$", str(total), lead=r"\sum_i \sigma_i^2 ="),
            Step(
                f"The {k} largest: ${add(squares[:k])}$" if k > 1 else f"The largest: ${sigma[0]}^2 = {kept}$",
                str(kept),
                lead=rf"\sum_{{i \le {k}}} \sigma_i^2 =",
            ),
            Step(
                rf"Their ratio: $\frac{{{kept}}}{{{total}}}$",
                f"{kept}/{total}",
                lead=r"\text{energy kept} =",
                follow=lambda cells: cells[1] / cells[0],
            ),
        ),
        explanation=rf"$\frac{{{kept}}}{{{total}}} \approx {kept / total:.3f}$. Squares favor the large values, so a "
        "few terms often keep nearly everything.",
    )


@computed("linear_algebra.svd.error", "number", ["svd"], strategy="root of the squares left out", rule=TWO_DECIMALS)
def svd_error(rng: Random) -> ItemDraw:
    while True:
        sigma = sorted(rng.sample(range(1, 13), 4), reverse=True)
        if len({sum(sigma[1:]), sum(sigma[2:]), *sigma}) == 6:
            return error(sigma, rng.randint(1, 2))


def error(sigma: Sequence[int], k: int) -> ItemDraw:
    """The question: the Frobenius norm of what the best approximation of rank k leaves out."""
    rest = sigma[k:]
    squares = [x * x for x in rest]
    total = sum(squares)
    listed = ", ".join(map(str, sigma))
    return ItemDraw(
        given={"sigma": tuple(sigma), "k": k},
        prompt=f"An image has the singular values ${listed}$. You store its best approximation of rank "
        rf"${k}$. How large is the error $\lVert A - A_{k} \rVert_F$? A root, or two decimals.",
        lead=rf"\lVert A - A_{k} \rVert_F =",
        answer=sqrt(total),
        misconceptions=(
            Misconception(
                "no-root",
                total,
                f"${total}$ is the squared error. The norm is its root.",
            ),
            Misconception(
                "adds-the-values",
                sum(rest),
                f"${sum(rest)}$ is the sum ${add(rest)}$. Square each value, add, and take the root, as for the "
                "length of a vector.",
            ),
            Misconception(
                "next-value-only",
                rest[0],
                f"${rest[0]}$ is the largest value left out. The smaller ones are missing from the copy too, so count "
                "their squares as well.",
            ),
            Misconception(
                "counts-what-is-kept",
                sqrt(sum(x * x for x in sigma[:k])),
                f"That is the norm of the copy, which keeps ${'$ and $'.join(map(str, sigma[:k]))}$. The error is made "
                "of the singular values that are left out.",
            ),
        ),
        hints=(
            "You want the length of what is missing.",
            "The missing terms are orthogonal to each other, so their squares add up, as in Pythagoras' theorem.",
            f"The copy leaves out ${', '.join(map(str, rest))}$.",
        ),
        steps=(
            Step(f"Left out: ${', '.join(map(str, rest))}$"),
            Step(f"Their squares: ${add(squares)} = {total}$", str(total)),
            Step(rf"The root: $\sqrt{{{total}}} \approx {sqrt(total):.2f}$", f"sqrt({total})"),
        ),
        explanation=rf"$\sqrt{{{total}}} \approx {sqrt(total):.2f}$. No other matrix of rank {k} has a "
        "smaller error.",
    )
