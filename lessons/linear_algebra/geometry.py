"""Arithmetic of arrows in the plane, as the demos need it."""

from __future__ import annotations

from math import acos, degrees, hypot, sqrt

from lessons.model.figure import Point


def dot(a: Point, b: Point) -> float:
    """The dot product of two vectors in the plane."""
    return a[0] * b[0] + a[1] * b[1]


def cross(a: Point, b: Point) -> float:
    """The determinant of [a b]: positive when b lies to the left of a, 0 when both lie on one line."""
    return a[0] * b[1] - a[1] * b[0]


def length(a: Point) -> float:
    """The length of a vector in the plane."""
    return hypot(*a)


def scaled(factor: float, a: Point) -> Point:
    """The vector times a number."""
    return (factor * a[0], factor * a[1])


def plus(a: Point, b: Point) -> Point:
    """The sum of two vectors."""
    return (a[0] + b[0], a[1] + b[1])


def angle(a: Point, b: Point) -> float | None:
    """The angle between two arrows in degrees, 0 to 180; None when one of them is zero."""
    sizes = length(a) * length(b)
    return degrees(acos(min(1.0, max(-1.0, dot(a, b) / sizes)))) if sizes else None


def projection(a: Point, b: Point) -> Point:
    """The projection of b onto the line along a; the origin when a is zero."""
    square = dot(a, a)
    return scaled(dot(a, b) / square, a) if square else (0.0, 0.0)


def scalar_projection(a: Point, b: Point) -> float:
    """The scalar projection of b onto a, a·b / |a|; 0 when a is zero."""
    return dot(a, b) / length(a) if length(a) else 0.0


def eigenvalues(first: Point, second: Point) -> tuple[float, float] | None:
    """The eigenvalues of the matrix with these columns, the one of larger size first; None when they are not real."""
    half, det = (first[0] + second[1]) / 2, cross(first, second)
    if half * half < det:
        return None
    root = sqrt(half * half - det)
    roots = sorted((half + root, half - root), key=abs)
    return roots[1], roots[0]


def shown(value: float) -> str:
    """A live number: at most two decimals, no zeros at its end, and never a minus before a zero."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def factor(value: float) -> str:
    """A live number as a factor, in brackets when negative."""
    text = shown(value)
    return f"({text})" if text.startswith("-") else text


def pair(a: Point) -> str:
    """A vector as text, such as (1.5, −2)."""
    return f"({shown(a[0])}, {shown(a[1])})"


def column(a: Point) -> str:
    """A live vector as a column, in LaTeX."""
    return rf"\begin{{bmatrix}} {shown(a[0])} \\ {shown(a[1])} \end{{bmatrix}}"
