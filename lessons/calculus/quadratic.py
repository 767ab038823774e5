"""Gradient descent on (x - 3)² + k y²: its path, its factors, its picture."""

from __future__ import annotations

from math import cos, pi, sin, sqrt

from lessons.model.demo import State, number
from lessons.model.figure import Axis, Figure, Line, Mark, Point, Points

from .live import inside, pieces_within, told

BOTTOM, ACROSS = 3.0, 2.0  # where the minimum lies in x; where y starts
_X, _UP, _Y = Axis(-3.0, 9.0), Axis(0.0, 26.0), Axis(-3.0, 3.0)
_CURVE = tuple(i / 10 - 2.0 for i in range(101))
_LEVELS = (1.0, 4.0, 9.0, 16.0, 25.0)


def is_bowl(state: State) -> bool:
    """Whether the surface has a second variable, with its own curvature."""
    return number(state, "stretch") > 0


def loss(state: State, at: Point) -> float:
    """(x - 3)² + k y², with the stretch k; 0 makes it a parabola."""
    return (at[0] - BOTTOM) ** 2 + number(state, "stretch") * at[1] ** 2


def factors(state: State) -> tuple[float, float]:
    """The factors 1 - 2η and 1 - 2ηk by which each step multiplies the errors in x and in y (Goh, 2017)."""
    eta = number(state, "eta")
    return 1 - 2 * eta, 1 - 2 * number(state, "stretch") * eta


def start(state: State) -> Point:
    """The point at which the descent starts."""
    return number(state, "x"), ACROSS if is_bowl(state) else 0.0


def path(state: State) -> tuple[Point, ...]:
    """The path of gradient descent: the start, then the point after each step."""
    at, eta, stretch = start(state), number(state, "eta"), number(state, "stretch")
    positions = [at]
    for _ in range(round(number(state, "n"))):
        at = (at[0] - eta * 2 * (at[0] - BOTTOM), at[1] - eta * 2 * stretch * at[1])
        positions.append(at)
    return tuple(positions)


def dominant_factor(state: State) -> float:
    """The factor that decides about convergence: the largest in size among directions with a nonzero error."""
    x, y = factors(state)
    active = [factor for factor, error in ((x, start(state)[0] - BOTTOM), (y, start(state)[1])) if error]
    return max(active, key=abs, default=0.0)


def descent_figure(state: State, open_: bool) -> Figure:
    """Contours or parabola with the start; when open, also the path."""
    up = _Y if is_bowl(state) else _UP
    marks: list[Mark] = _ground(state)
    walked = tuple(_placed(state, at) for at in path(state))
    subject = (
        f"Contours of (x − 3)² + {told(number(state, 'stretch'))} y²" if is_bowl(state) else "The parabola (x − 3)²"
    )
    alt = f"{subject}, with its minimum at x = 3 and a start at x = {told(number(state, 'x'))}."
    if open_:
        marks += _walk(walked, up)
        end = path(state)[-1]
        alt += f" After {len(walked) - 1} steps: x = {told(end[0])}, loss {told(loss(state, end))}."
    marks.append(Points(walked[:1], role="good"))
    return Figure(tuple(marks), _X, up, alt=alt, height=18)


def _placed(state: State, at: Point) -> Point:
    """The position of a point in the figure: (x, y) on the bowl, (x, f(x)) on the parabola."""
    return at if is_bowl(state) else (at[0], loss(state, at))


def _ground(state: State) -> list[Mark]:
    if not is_bowl(state):
        return [Line(tuple((x, (x - BOTTOM) ** 2) for x in _CURVE), role="dim")]
    marks: list[Mark] = [Points(((BOTTOM, 0.0),), role="dim")]
    for level in _LEVELS:
        across, along = sqrt(level), sqrt(level / number(state, "stretch"))
        ring = [(BOTTOM + across * cos(2 * pi * i / 72), along * sin(2 * pi * i / 72)) for i in range(73)]
        marks += pieces_within(_X, _Y, tuple(ring), "dim")
    return marks


def _walk(walked: tuple[Point, ...], up: Axis) -> list[Mark]:
    """The path up to the edge of the figure, and its points."""
    inside_count = next((i for i, at in enumerate(walked) if not inside(_X, up, at)), len(walked))
    marks = pieces_within(_X, up, walked[: inside_count + 1], "accent")
    return [*marks, Points(walked[1:inside_count], role="accent")] if inside_count > 1 else marks
