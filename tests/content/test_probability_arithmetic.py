"""The calculator of the lessons' LaTeX with exponentials and logarithms, and with ≈ taken at its word."""

from __future__ import annotations

import re

import numpy as np
import pytest

from tests.content.test_linear_algebra_arithmetic import Array, NotArithmetic, _Reader, formulas

_LAST = re.compile(r"\.(\d+)")


class _Scores(_Reader):
    """The reader of plain arithmetic, which also knows e and the natural logarithm."""

    def atom(self) -> Array:
        if self.peek() == "e":
            self.take()
            return np.array(np.e)
        if self.peek() == r"\ln":
            self.take()
            return np.log(self.power())
        return super().atom()


def value_of(latex: str) -> Array:
    """The value of plain arithmetic with e and ln. NotArithmetic for anything else."""
    return _Scores(latex).whole()


def unit_of(latex: str) -> float:
    """One unit in the last place of the longest decimal in a text; 1 when there is none."""
    return 10.0 ** -max((len(found) for found in _LAST.findall(latex)), default=0)


def checked(text: str) -> int:
    """How many relations between two sides of plain arithmetic a text holds; AssertionError names a false one.

    Sides joined by = agree exactly; by ≈, within one unit of the last place that is shown on the right.
    """
    count = 0
    for latex in formulas(text):
        for part in re.split(r"\\qquad|\\quad", latex):
            count += _relations(part, text) if re.search(r"=|\\approx", part) else 0
    return count


def _relations(latex: str, text: str) -> int:
    count, before, near = 0, None, False
    for piece in re.split(r"(=|\\approx)", latex):
        if piece in ("=", r"\approx"):
            near = near or piece != "="
            continue
        try:
            value = value_of(piece)
        except NotArithmetic:
            continue
        if before is not None:
            assert value.squeeze().shape == before.squeeze().shape, text
            slack = unit_of(piece) if near else 1e-9
            assert np.allclose(value.squeeze(), before.squeeze(), rtol=0, atol=slack), (text, value, before)
            count += 1
        before, near = value, False
    return count


@pytest.mark.parametrize(
    ("latex", "value"),
    [
        (r"e^{2}", np.e**2),
        (r"e^2 + e^{-1}", np.e**2 + 1 / np.e),
        (r"3 \cdot \ln 0.2", 3 * np.log(0.2)),
        (r"\frac{0.9 \cdot 0.01}{0.9 \cdot 0.01 + 0.09 \cdot 0.99}", 0.009 / 0.0981),
        (r"0.3^2 \cdot 0.7", 0.063),
    ],
)
def test_the_calculator_knows_exponentials_and_logarithms(latex: str, value: float) -> None:
    assert np.isclose(value_of(latex), value)


def test_nearly_equal_means_within_the_last_place_shown() -> None:
    assert checked(r"$e^{1} \approx 2.718$ and $\frac{1}{2} = 0.5$") == 2
    for wrong in (
        r"$e^{1} = 2.718$",
        r"$e^{1} \approx 2.72818$",
        r"$\frac{1}{3} = 0.3333$",
        r"$\ln 2 \approx 0.7$ and $1 = 2$",
    ):
        with pytest.raises(AssertionError):
            checked(wrong)
    assert checked("$P(A) = 0.3$") == 0
