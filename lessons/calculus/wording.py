"""Numbers and polynomials as they stand in the questions of this rung."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from lessons.latex_numbers import num
from lessons.model.misconception import Scalar

Exact = int | Fraction


def plain(value: Exact) -> Scalar:
    """The same number in the form in which it is best read: whole, a short decimal, or else a fraction."""
    value = Fraction(value)
    if value.denominator == 1:
        return value.numerator
    return float(value) if (10**4) % value.denominator == 0 else value


def dec(value: Exact) -> str:
    """A number in LaTeX: 3, -0.2, or a fraction where no short decimal is exact."""
    return num(plain(value))


def factor(value: Exact) -> str:
    """A number as a factor: in brackets when it is negative."""
    shown = dec(value)
    return f"({shown})" if shown.startswith("-") else shown


def spelled(value: Exact) -> str:
    """A number as a learner types it."""
    return str(plain(value))


def pair(values: Iterable[Exact]) -> str:
    """A vector in a line."""
    return "(" + ", ".join(dec(value) for value in values) + ")"


def signed(value: Exact) -> str:
    """A further term with its sign: + 3 or - 3."""
    return f"- {dec(-value)}" if value < 0 else f"+ {dec(value)}"


def poly(*terms: tuple[Exact, str]) -> str:
    """A sum of terms such as (3, "x^2"): ones left out before a letter, zeros left out altogether."""
    text = ""
    for size, letters in terms:
        if size == 0:
            continue
        shown = letters if letters and abs(size) == 1 else f"{dec(size if size > 0 else -size)} {letters}".strip()
        text += f" {'-' if size < 0 else '+'} {shown}" if text else f"{'-' if size < 0 else ''}{shown}"
    return text or "0"
