"""The demos' numbers in LaTeX, and lines clipped to a figure."""

from __future__ import annotations

from itertools import pairwise

from lessons.model.figure import Axis, Line, Mark, Point


def shown(value: float) -> str:
    """A live number in LaTeX: at most two decimals, more when it is tiny, a power of ten when it is far from 1."""
    size = abs(value)
    if size >= 10_000 or 0 < size < 0.0005:
        mantissa, _, exponent = f"{value:.1e}".partition("e")
        return rf"{mantissa} \cdot 10^{{{int(exponent)}}}"
    text = f"{value:.2f}" if size >= 0.095 or not size else f"{value:.4f}"
    text = text.rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def told(value: float) -> str:
    """A live number in a description: as in LaTeX, but for a power of ten, which is written as in 1.9e-9."""
    return shown(value).replace(r" \cdot 10^{", "e").removesuffix("}")


def factor(value: float) -> str:
    """A live number as a factor, in brackets when negative."""
    text = shown(value)
    return f"({text})" if text.startswith("-") else text


def signed_term(value: float) -> str:
    """A live number as a further term, with its sign."""
    text = shown(value)
    return f"- {text[1:]}" if text.startswith("-") else f"+ {text}"


def inside(x: Axis, y: Axis, at: Point) -> bool:
    """Whether a point lies within both axes of a figure."""
    return x.lo <= at[0] <= x.hi and y.lo <= at[1] <= y.hi


def clipped(x: Axis, y: Axis, start: Point, end: Point) -> tuple[Point, Point] | None:
    """The part of a segment within the limits of both axes; None when there is none (Liang and Barsky, 1984)."""
    (ax, ay), (dx, dy) = start, (end[0] - start[0], end[1] - start[1])
    first, last = 0.0, 1.0
    for toward, room in ((-dx, ax - x.lo), (dx, x.hi - ax), (-dy, ay - y.lo), (dy, y.hi - ay)):
        if toward == 0:
            if room < 0:
                return None
        elif toward < 0:
            first = max(first, room / toward)
        else:
            last = min(last, room / toward)
    if first > last:
        return None
    return (ax + first * dx, ay + first * dy), (ax + last * dx, ay + last * dy)


def pieces_within(x: Axis, y: Axis, points: tuple[Point, ...], role: str) -> list[Mark]:
    """A polyline as far as it lies within both axes, in as few lines as that takes."""
    runs: list[list[Point]] = []
    for first, last in pairwise(points):
        part = clipped(x, y, first, last)
        if part is None:
            continue
        if runs and runs[-1][-1] == part[0]:
            runs[-1].append(part[1])
        else:
            runs.append([*part])
    return [Line(tuple(run), role=role) for run in runs]


def line_through(x: Axis, y: Axis, at: Point, slope: float) -> tuple[Point, Point] | None:
    """The line with a slope through a point, clipped to the figure; None where it misses the figure."""
    return clipped(x, y, (x.lo, at[1] + slope * (x.lo - at[0])), (x.hi, at[1] + slope * (x.hi - at[0])))
