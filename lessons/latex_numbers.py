"""LaTeX for the numbers, vectors and matrices of prompts and messages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

from lessons.model.misconception import Scalar


def num(value: Scalar, places: int | None = None) -> str:
    """A number: a Fraction as a fraction, a float with `places` decimals (6 significant digits without)."""
    if type(value) is int:  # most are, and to ask whether it is a Fraction takes long
        return str(value)
    if isinstance(value, Fraction):
        if value.denominator == 1:
            return str(value.numerator)
        sign = "-" if value < 0 else ""
        return rf"{sign}\frac{{{abs(value.numerator)}}}{{{value.denominator}}}"
    if isinstance(value, float):
        return f"{value:.{places}f}" if places is not None else f"{value:.6g}"
    return str(value)


def par(value: Scalar, places: int | None = None) -> str:
    """A number as a factor, in parentheses if it is negative."""
    shown = num(value, places)
    return f"({shown})" if shown.startswith("-") else shown


def vec(values: Sequence[Scalar], places: int | None = None) -> str:
    """A vector in a row: (1, -2, 3)."""
    return "(" + ", ".join(num(value, places) for value in values) + ")"


def col(values: Sequence[Scalar], places: int | None = None) -> str:
    """A vector as a column in square brackets."""
    return mat(tuple((value,) for value in values), places)


def mat(rows: Sequence[Sequence[Scalar]], places: int | None = None) -> str:
    """A matrix in square brackets."""
    body = r" \\ ".join(" & ".join(num(value, places) for value in row) for row in rows)
    return rf"\begin{{bmatrix}} {body} \end{{bmatrix}}"


def add(terms: Iterable[Scalar], places: int | None = None) -> str:
    """A sum written out with its signs: 8 - 3 + 0."""
    shown = [num(term, places) for term in terms]
    return shown[0] + "".join(f" - {term[1:]}" if term.startswith("-") else f" + {term}" for term in shown[1:])


def mul_add(left: Sequence[Scalar], right: Sequence[Scalar]) -> str:
    """A dot product written out: 2 · 4 + (-1) · 0, negative factors in parentheses."""
    return " + ".join(rf"{par(a)} \cdot {par(b)}" for a, b in zip(left, right, strict=True))
