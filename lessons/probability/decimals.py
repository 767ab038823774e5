"""Probabilities as they stand in a sentence: short decimals, with ≈ where something was rounded off."""

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


def three(value: Scalar) -> str:
    """A positive number to three significant figures, in plain decimals."""
    number = float(f"{float(value):.2e}")
    return f"{number:.{max(0, 2 - floor(log10(number)))}f}"


def share(percent: int) -> Fraction:
    """A percentage as the number it is."""
    return Fraction(percent, 100)
