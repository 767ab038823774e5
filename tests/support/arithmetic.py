"""A calculator for the LaTeX of the course, written apart from it: it checks the equalities that a text claims.

Three dialects: plain arithmetic with exactly equal sides (`value_of`, `checked`); with e and ln, and ≈ within one unit
of the last place shown (`exp_value_of`, `exp_checked`); with e, ln and log_2, and rounded sides told from exact ones
(`log_value_of`, `log_checked`).
"""

from __future__ import annotations

import re
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

_LAST = re.compile(r"\.(\d+)")
_RELATION = re.compile(r"(=|\\approx)")
_LITERAL = re.compile(r"-?\d+(?:\.(\d+))?")
_MORE = (r"\ln", r"\log", "e")
_TOKEN = re.compile(r"\\[A-Za-z]+|\\\\|\d+(?:\.\d+)?|[-+=(){}&^,\[\]]|\S")
_MATH = re.compile(r"\$\$(.+?)\$\$|\$(.+?)\$", re.DOTALL)
_SKIP = {r"\left", r"\right", r"\,", r"\quad", r"\qquad"}
_STARTS = {"(", r"\begin", r"\frac", r"\sqrt", r"\lVert"}


class NotArithmeticError(ValueError):
    """There is a letter in it, or something else that has no value."""


class _Parser:
    """Recursive descent: sum, product (juxtaposed or with a dot), power, atom."""

    def __init__(self, text: str) -> None:
        self.tokens = [token for token in _TOKEN.findall(text) if token not in _SKIP]
        self.at = 0

    def peek(self) -> str:
        return self.tokens[self.at] if self.at < len(self.tokens) else ""

    def take(self, wanted: str = "") -> str:
        token = self.peek()
        if not token or (wanted and token != wanted):
            raise NotArithmeticError(f"{wanted or 'something'} wanted, {token!r} found")
        self.at += 1
        return token

    def whole(self) -> Array:
        value = self.sum()
        if self.peek():
            raise NotArithmeticError(self.peek())
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
            value = value.T if self._took(r"\top") else _power(value, self.atom())
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
        raise NotArithmeticError(token)

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


def _power(base: Array, exponent: Array) -> Array:
    """A power; of a square matrix, the repeated product, or the inverse."""
    if base.ndim == 2:
        return np.asarray(np.linalg.matrix_power(base, int(exponent)))
    return np.asarray(base**exponent)


def value_of(latex: str) -> Array:
    """The value of plain arithmetic. NotArithmeticError for anything else."""
    return _Parser(latex).whole()


def formulas(text: str) -> list[str]:
    """The LaTeX between dollars."""
    return [double or single for double, single in _MATH.findall(text)]


def leading_value(message: str, read: Callable[[str], Array] = value_of) -> Array | None:
    """The number or vector that a message begins with; None if it begins with anything else."""
    if not message.startswith("$"):
        return None
    try:
        return read(formulas(message)[0])
    except NotArithmeticError:
        return None


def equalities(latex: str) -> list[list[Array]]:
    """The values of the sides of every chain of = in a formula, for the sides that are plain arithmetic."""
    chains = []
    for part in re.split(r"\\qquad|\\quad", latex):
        sides = []
        for side in part.split("="):
            try:
                sides.append(value_of(side))
            except NotArithmeticError:
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


class _ExpParser(_Parser):
    """A parser of plain arithmetic with e and the natural logarithm."""

    def atom(self) -> Array:
        if self.peek() == "e":
            self.take()
            return np.array(np.e)
        if self.peek() == r"\ln":
            self.take()
            return np.log(self.power())
        return super().atom()


def exp_value_of(latex: str) -> Array:
    """The value of plain arithmetic with e and ln. NotArithmeticError for anything else."""
    return _ExpParser(latex).whole()


def unit_of(latex: str) -> float:
    """One unit in the last place of the longest decimal in a text; 1 when there is none."""
    return 10.0 ** -max((len(found) for found in _LAST.findall(latex)), default=0)


def exp_checked(text: str) -> int:
    """How many relations between two sides of plain arithmetic a text holds; AssertionError names a false one.

    Sides joined by = agree exactly; by ≈, within one unit of the last place that is shown on the right.
    """
    count = 0
    for latex in formulas(text):
        for part in re.split(r"\\qquad|\\quad", latex):
            count += _exp_relations(part, text) if re.search(r"=|\\approx", part) else 0
    return count


def _exp_relations(latex: str, text: str) -> int:
    count, before, near = 0, None, False
    for piece in re.split(r"(=|\\approx)", latex):
        if piece in ("=", r"\approx"):
            near = near or piece != "="
            continue
        try:
            value = exp_value_of(piece)
        except NotArithmeticError:
            continue
        if before is not None:
            assert value.squeeze().shape == before.squeeze().shape, text
            slack = unit_of(piece) if near else 1e-9
            assert np.allclose(value.squeeze(), before.squeeze(), rtol=0, atol=slack), (text, value, before)
            count += 1
        before, near = value, False
    return count


class _LogParser(_Parser):
    """A parser of plain arithmetic with e, the natural logarithm and the one to base 2."""

    def product(self) -> Array:
        value = super().product()
        while self.peek() in _MORE:
            value = value * super().product()
        return value

    def atom(self) -> Array:
        if self._took(r"\ln"):
            return np.log(self.power())
        if self._took(r"\log"):
            self.take("_")
            self.take("2")
            return np.log2(self.power())
        if self._took("e"):
            return np.array(np.e)
        return super().atom()


def log_value_of(latex: str) -> Array:
    """The value of plain arithmetic with ln, log_2 and e. NotArithmeticError for anything else."""
    return _LogParser(latex).whole()


def _log_side(latex: str) -> Array | None:
    """The value of a side; None where there is a letter in it, or where it is not finite, as 0 log 0 is."""
    try:
        with np.errstate(all="ignore"):
            value = log_value_of(latex)
    except NotArithmeticError:
        return None
    return value if np.isfinite(value).all() else None


def _rounding(one: str, other: str, relation: str) -> float:
    """How far two neighbours may be apart: nothing for =, half a unit of the last place for a rounded one.

    A sum of decimals that are rounded themselves may be off by a little more than its own rounding.
    """
    if relation == "=":
        return 1e-9
    found = [match for side in (one, other) if (match := _LITERAL.fullmatch(side.strip()))]
    places = min((len(match[1] or "") for match in found), default=3)
    rounded_inside = not any(word in one for word in (r"\ln", r"\log", "e^", r"\frac"))
    return float(10.0**-places * (1.5 if rounded_inside or not found else 0.56))


def log_chains(latex: str) -> list[tuple[str, Array, str, Array, float]]:
    """Neighbouring sides of a formula that both have a value, with how far they may be apart."""
    found = []
    for part in re.split(r"\\qquad|\\quad", latex):
        pieces = _RELATION.split(part)
        last: tuple[str, Array] | None = None
        exact = True
        for index in range(0, len(pieces), 2):
            exact = exact and (index == 0 or pieces[index - 1] == "=")
            value = _log_side(pieces[index])
            if value is None:
                continue
            if last is not None:
                slack = _rounding(last[0], pieces[index], "=" if exact else r"\approx")
                found.append((last[0], last[1], pieces[index], value, slack))
            last, exact = (pieces[index], value), True
    return found


def log_checked(text: str) -> int:
    """How many comparisons a text holds; AssertionError names the first that is false."""
    found = [chain for latex in formulas(text) for chain in log_chains(latex)]
    for one, left, other, right, slack in found:
        assert left.shape == right.shape, (text, one, other)
        assert np.allclose(left, right, rtol=0, atol=slack), (text, one, left, other, right)
    return len(found)
