"""A calculator for the LaTeX of the lessons, written apart from them, and what it makes of itself.

`equalities` finds the chains `x = y = z` in a text whose sides are plain arithmetic and works every side out.
"""

from __future__ import annotations

import re

import numpy as np
import pytest
from numpy.typing import NDArray

Array = NDArray[np.float64]

_TOKEN = re.compile(r"\\[A-Za-z]+|\\\\|\d+(?:\.\d+)?|[-+=(){}&^,\[\]]|\S")
_MATH = re.compile(r"\$\$(.+?)\$\$|\$(.+?)\$", re.DOTALL)
_SKIP = {r"\left", r"\right", r"\,", r"\quad", r"\qquad"}
_STARTS = {"(", r"\begin", r"\frac", r"\sqrt", r"\lVert"}


class NotArithmetic(ValueError):
    """There is a letter in it, or something else that has no value."""


class _Reader:
    """Recursive descent: sum, product (juxtaposed or with a dot), power, atom."""

    def __init__(self, text: str) -> None:
        self.tokens = [token for token in _TOKEN.findall(text) if token not in _SKIP]
        self.at = 0

    def peek(self) -> str:
        return self.tokens[self.at] if self.at < len(self.tokens) else ""

    def take(self, wanted: str = "") -> str:
        token = self.peek()
        if not token or (wanted and token != wanted):
            raise NotArithmetic(f"{wanted or 'something'} wanted, {token!r} found")
        self.at += 1
        return token

    def whole(self) -> Array:
        value = self.sum()
        if self.peek():
            raise NotArithmetic(self.peek())
        return value

    def sum(self) -> Array:
        value = -self.product() if self._took("-") else self.product()
        while self.peek() in ("+", "-"):
            value = value + self.product() if self.take() == "+" else value - self.product()
        return value

    def _took(self, token: str) -> bool:
        if self.peek() != token:
            return False
        self.at += 1
        return True

    def product(self) -> Array:
        value = self.power()
        while self.peek() == r"\cdot" or self.peek() in _STARTS or self.peek()[:1].isdigit():
            self._took(r"\cdot")
            value = _times(value, self.power())
        return value

    def power(self) -> Array:
        value = self.atom()
        while self._took("^"):
            value = value.T if self._took(r"\top") else value ** self.atom()
        return value

    def atom(self) -> Array:
        token = self.take()
        if token[0].isdigit():
            return np.array(float(token))
        if token == "(":
            return self.bracket()
        if token == "{":
            value = self.sum()
            self.take("}")
            return value
        if token == r"\frac":
            return self.atom() / self.atom()
        if token == r"\sqrt":
            return np.sqrt(self.atom())
        if token == r"\lVert":
            value = self.sum()
            self.take(r"\rVert")
            return np.array(np.linalg.norm(value))
        if token == r"\begin":
            return self.matrix()
        raise NotArithmetic(token)

    def bracket(self) -> Array:
        values = [self.sum()]
        while self._took(","):
            values.append(self.sum())
        self.take(")")
        return values[0] if len(values) == 1 else np.array(values, dtype=float)

    def matrix(self) -> Array:
        for token in "{bmatrix}":
            self.take(token)
        rows, row = [], [self.sum()]
        while self.peek() != r"\end":
            if self._took("&"):
                row.append(self.sum())
            else:
                self.take("\\\\")
                rows.append(row)
                row = [self.sum()]
        self.take(r"\end")
        for token in "{bmatrix}":
            self.take(token)
        return np.array([*rows, row], dtype=float)


def _times(one: Array, other: Array) -> Array:
    return one * other if one.ndim == 0 or other.ndim == 0 else np.asarray(one @ other)


def value_of(latex: str) -> Array:
    """The value of plain arithmetic. NotArithmetic for anything else."""
    return _Reader(latex).whole()


def formulas(text: str) -> list[str]:
    """The LaTeX between dollars."""
    return [double or single for double, single in _MATH.findall(text)]


def equalities(latex: str) -> list[list[Array]]:
    """The values of the sides of every chain of = in a formula, for the sides that are plain arithmetic."""
    chains = []
    for part in re.split(r"\\qquad|\\quad", latex):
        sides = []
        for side in part.split("="):
            try:
                sides.append(value_of(side))
            except NotArithmetic:
                continue
        if len(sides) > 1:
            chains.append(sides)
    return chains


def agree(sides: list[Array]) -> bool:
    """Whether all sides of a chain have one value; (n, 1) and (n,) are the same vector here."""
    flat = [side.squeeze() if side.shape[-1:] == (1,) else side for side in sides]
    return all(side.shape == flat[0].shape and np.allclose(side, flat[0], atol=1e-9) for side in flat)


def checked(text: str) -> int:
    """How many chains a text holds; AssertionError names the first whose sides differ."""
    found = [chain for latex in formulas(text) for chain in equalities(latex)]
    for chain in found:
        assert agree(chain), (text, chain)
    return len(found)


@pytest.mark.parametrize(
    ("latex", "value"),
    [
        (r"2 \cdot 4 + 3 \cdot (-1)", 5.0),
        (r"-5 - (-3)", -2.0),
        (r"\sqrt{9 + 16}", 5.0),
        (r"\frac{-4}{6 \cdot 6}", -1 / 9),
        (r"3^2", 9.0),
        (r"\lVert (3, 4) \rVert", 5.0),
        (r"2 (3, 1) + (1, 2)", [7.0, 4.0]),
        (r"\begin{bmatrix} 1 & 2 \\ 3 & 4 \end{bmatrix} \begin{bmatrix} 5 \\ 6 \end{bmatrix}", [[17.0], [39.0]]),
        (r"\begin{bmatrix} 1 & 2 \end{bmatrix}^\top", [[1.0], [2.0]]),
    ],
)
def test_the_calculator_works_plain_arithmetic_out(latex: str, value: object) -> None:
    assert np.allclose(value_of(latex), np.array(value))


def test_the_calculator_leaves_letters_alone_and_sees_a_false_equality() -> None:
    with pytest.raises(NotArithmetic):
        value_of(r"2 \mathbf a")
    assert checked("$a = 1 + 1 = 2$ and $b$") == 1
    with pytest.raises(AssertionError):
        checked("$1 + 1 = 3$")
