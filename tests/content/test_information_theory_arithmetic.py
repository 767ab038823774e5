"""The calculator for the lessons' LaTeX, with logarithms and e added, and rounded sides told from exact ones.

`checked` works out every side of every chain of = and ≈ in a text and compares neighbours.
"""

from __future__ import annotations

import re

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.content import test_linear_algebra_arithmetic as plain
from tests.content.test_linear_algebra_arithmetic import NotArithmetic, formulas

Array = NDArray[np.float64]

_RELATION = re.compile(r"(=|\\approx)")
_LITERAL = re.compile(r"-?\d+(?:\.(\d+))?")
_MORE = (r"\ln", r"\log", "e")


class _Reader(plain._Reader):
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


def value_of(latex: str) -> Array:
    """The value of plain arithmetic with ln, log_2 and e. NotArithmetic for anything else."""
    return _Reader(latex).whole()


def _side(latex: str) -> Array | None:
    """The value of a side; None where there is a letter in it, or where it is not finite, as 0 log 0 is."""
    try:
        with np.errstate(all="ignore"):
            value = value_of(latex)
    except NotArithmetic:
        return None
    return value if np.isfinite(value).all() else None


def _slack(one: str, other: str, relation: str) -> float:
    """How far two neighbours may be apart: nothing for =, half a unit of the last place for a rounded one.

    A sum of decimals that are rounded themselves may be off by a little more than its own rounding.
    """
    if relation == "=":
        return 1e-9
    found = [match for side in (one, other) if (match := _LITERAL.fullmatch(side.strip()))]
    places = min((len(match[1] or "") for match in found), default=3)
    rounded_inside = not any(word in one for word in (r"\ln", r"\log", "e^", r"\frac"))
    return float(10.0**-places * (1.5 if rounded_inside or not found else 0.56))


def chains(latex: str) -> list[tuple[str, Array, str, Array, float]]:
    """Neighbouring sides of a formula that both have a value, with how far they may be apart."""
    found = []
    for part in re.split(r"\\qquad|\\quad", latex):
        pieces = _RELATION.split(part)
        last: tuple[str, Array] | None = None
        exact = True
        for index in range(0, len(pieces), 2):
            exact = exact and (index == 0 or pieces[index - 1] == "=")
            value = _side(pieces[index])
            if value is None:
                continue
            if last is not None:
                slack = _slack(last[0], pieces[index], "=" if exact else r"\approx")
                found.append((last[0], last[1], pieces[index], value, slack))
            last, exact = (pieces[index], value), True
    return found


def checked(text: str) -> int:
    """How many comparisons a text holds; AssertionError names the first that is false."""
    found = [chain for latex in formulas(text) for chain in chains(latex)]
    for one, left, other, right, slack in found:
        assert left.shape == right.shape, (text, one, other)
        assert np.allclose(left, right, rtol=0, atol=slack), (text, one, left, other, right)
    return len(found)


@pytest.mark.parametrize(
    ("latex", "value"),
    [
        (r"-\log_2 0.125", 3.0),
        (r"-0.5 \log_2 0.5 - 0.5 \log_2 0.5", 1.0),
        (r"\log_2 \frac{1}{8}", -3.0),
        (r"\frac{\ln 8}{\ln 2}", 3.0),
        (r"0.5 \log_2 \frac{0.5}{0.25} + 0.5 \log_2 2", 1.0),
        (r"e^{2} + e^{0} - \ln e^{3}", np.exp(2) - 2),
        (r"-\ln (0.5 \cdot 0.5 + 0.5 \cdot 0.5)", np.log(2)),
        (r"0.5^{3} \cdot 2", 0.25),
    ],
)
def test_the_calculator_knows_logarithms_and_e(latex: str, value: float) -> None:
    assert np.isclose(value_of(latex), value)


def test_the_calculator_tells_rounded_from_exact() -> None:
    assert checked(r"$-\ln 0.5 \approx 0.693$ and $H = -\log_2 0.25 = 2$") == 2
    for false in (r"$-\ln 0.5 = 0.693$", r"$-\ln 0.5 \approx 0.694$", r"$-\log_2 0.25 = 3$"):
        with pytest.raises(AssertionError):
            checked(false)
