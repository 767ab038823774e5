"""Gradient descent on (x - 3)² + k y²: its path, its factors, its picture."""

from __future__ import annotations

from math import cos, pi, sin, sqrt

from lessons.calculus.live import inside, pieces, shown
from lessons.model.demo import State, number
from lessons.model.figure import Axis, Figure, Line, Mark, Point, Points

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
    """What each step multiplies the errors in x and in y by."""
    eta = number(state, "eta")
    return 1 - 2 * eta, 1 - 2 * number(state, "stretch") * eta


def start(state: State) -> Point:
    """The point at which the descent starts."""
    return number(state, "x"), ACROSS if is_bowl(state) else 0.0


def path(state: State) -> tuple[Point, ...]:
    """The start, and the place after each step."""
    at, eta, stretch = start(state), number(state, "eta"), number(state, "stretch")
    found = [at]
    for _ in range(round(number(state, "n"))):
        at = (at[0] - eta * 2 * (at[0] - BOTTOM), at[1] - eta * 2 * stretch * at[1])
        found.append(at)
    return tuple(found)


def worst(state: State) -> float:
    """The factor that decides: the larger in size of those along which there is an error to shrink."""
    x, y = factors(state)
    active = [one for one, error in ((x, start(state)[0] - BOTTOM), (y, start(state)[1])) if error]
    return max(active, key=abs, default=0.0)


def picture(state: State, open_: bool) -> Figure:
    """The ground and the start; with the path when open."""
    up = _Y if is_bowl(state) else _UP
    marks: list[Mark] = _ground(state)
    walked = tuple(_placed(state, at) for at in path(state))
    what = f"Contours of (x − 3)² + {shown(number(state, 'stretch'))} y²" if is_bowl(state) else "The parabola (x − 3)²"
    alt = f"{what}, with its minimum at x = 3 and a start at x = {shown(number(state, 'x'))}."
    if open_:
        marks += _walk(walked, up)
        here = path(state)[-1]
        alt += f" After {len(walked) - 1} steps: x = {shown(here[0])}, loss {shown(loss(state, here))}."
    marks.append(Points(walked[:1], role="good"))
    return Figure(tuple(marks), _X, up, alt=alt, height=18)


def _placed(state: State, at: Point) -> Point:
    """Where a place is drawn: seen from above on the bowl, at its height on the parabola."""
    return at if is_bowl(state) else (at[0], loss(state, at))


def _ground(state: State) -> list[Mark]:
    if not is_bowl(state):
        return [Line(tuple((x, (x - BOTTOM) ** 2) for x in _CURVE), role="dim")]
    made: list[Mark] = [Points(((BOTTOM, 0.0),), role="dim")]
    for level in _LEVELS:
        across, along = sqrt(level), sqrt(level / number(state, "stretch"))
        ring = [(BOTTOM + across * cos(2 * pi * i / 72), along * sin(2 * pi * i / 72)) for i in range(73)]
        made += pieces(_X, _Y, tuple(ring), "dim")
    return made


def _walk(walked: tuple[Point, ...], up: Axis) -> list[Mark]:
    """The path until it leaves the picture, and the places on it."""
    kept = next((i for i, at in enumerate(walked) if not inside(_X, up, at)), len(walked))
    made = pieces(_X, up, walked[: kept + 1], "accent")
    return [*made, Points(walked[1:kept], role="accent")] if kept > 1 else made
