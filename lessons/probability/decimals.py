"""Probabilities as text: short decimals, with ≈ where a value is rounded."""

from __future__ import annotations

from fractions import Fraction
from math import floor, isclose, log10

from lessons.model.misconception import Scalar


def dec(value: Scalar, places: int = 4) -> str:
    """A decimal of at most so many places, without trailing zeros or a minus before zero."""
    text = f"{float(value):.{places}f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text


def eq(value: Scalar, places: int = 4) -> str:
    """`= 0.25` for a value that is written exactly, `\\approx 0.333` for one that is rounded."""
    shown = dec(value, places)
    sign = "=" if isclose(float(shown), float(value), rel_tol=1e-12, abs_tol=1e-15) else r"\approx"
    return f"{sign} {shown}"


def three_decimals(value: float) -> str:
    """A number with exactly three decimals, without a minus before zero."""
    text = f"{value:.3f}"
    return text[1:] if text == "-0.000" else text


def factor(value: Scalar) -> str:
    """A decimal as a factor, in brackets when negative."""
    return f"({dec(value)})" if value < 0 else dec(value)


def three_figures(value: Scalar) -> str:
    """A positive number to three significant figures, in plain decimals."""
    number = float(f"{float(value):.2e}")
    return f"{number:.{max(0, 2 - floor(log10(number)))}f}"


def from_percent(percent: int) -> Fraction:
    """A percentage as a fraction of 1."""
    return Fraction(percent, 100)
