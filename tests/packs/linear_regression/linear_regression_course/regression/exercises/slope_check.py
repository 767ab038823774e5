"""The check of the slope."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import sqrt

from lessons.grading import Case, Check, Function
from lessons.model.misconception import Misconception
from lessons.sandbox import Array, Call

from ..arithmetic import centered, dot, slope

Numbers = Sequence[float]
MISTAKES: tuple[tuple[str, Callable[[Numbers, Numbers], float], str], ...] = (
    ("origin", lambda x, y: dot(x, y) / dot(x, x), "That is the best line through the origin. Center first."),
    (
        "inverted",
        lambda x, y: dot(centered(x), centered(y)) / dot(centered(y), centered(y)),
        "That divides by the squares of y: it is the slope of x on y. Divide by those of x.",
    ),
    (
        "covariance",
        lambda x, y: dot(centered(x), centered(y)) / len(x),
        "That is the covariance. Divide by the variance of x.",
    ),
    (
        "correlation",
        lambda x, y: (
            dot(centered(x), centered(y)) / sqrt(dot(centered(x), centered(x)) * dot(centered(y), centered(y)))
        ),
        "That is the correlation. Divide by the squares of x alone.",
    ),
    ("means", lambda x, y: sum(y) / sum(x), "That is the ratio of the means. Center first."),
    ("ends", lambda x, y: (y[-1] - y[0]) / (x[-1] - x[0]), "That joins the first and the last point. Use all."),
    ("denominator", lambda x, y: dot(centered(x), centered(y)) / dot(x, x), "Center x in the denominator, too."),
    ("numerator", lambda x, y: dot(x, y) / dot(centered(x), centered(x)), "Center the numerator, too."),
    ("negative", lambda x, y: -slope(x, y), "The sign is reversed. Subtract the mean in both factors."),
)


def _case(name: str, x: Numbers, y: Numbers, why: str) -> Case:
    wrong = tuple(Misconception(rule, made(x, y), message) for rule, made, message in MISTAKES)
    return Case(name, Call("slope", (Array.of(x), Array.of(y))), slope(x, y), why, wrong)


CHECK = Check(
    functions=(Function("slope", ("x", "y")),),
    cases=(
        _case("three", (1.0, 2.0, 4.0), (2.0, 3.0, 9.0), "The centered sums decide."),
        _case("falling", (0.0, 1.0, 2.0, 5.0), (4.0, 5.0, 1.0, -1.0), "Falling points have a negative slope."),
        _case("far", (10.0, 11.0, 13.0), (3.0, 2.5, 7.0), "Moving all points to the right leaves the slope as it is."),
    ),
)
