"""The demo of a map of the plane: its columns, what it does to an arrow, and the directions it keeps."""

from __future__ import annotations

from math import atan2, degrees
from random import Random

from lessons.model.demo import Action, Challenge, Demo, Handle, Prediction, Readout, State, View, point
from lessons.model.figure import Arrow, Axis, Figure, Line, Mark, Point

from .geometry import column, cross, dot, eigenvalues, factor, length, pair, plus, scaled, shown

_GRID = range(-2, 3)
_REACHES = (4.5, 7.5, 13.0, 20.0)
KEPT_WITHIN = 2.0  # degrees


def image(state: State, v: Point) -> Point:
    """A v, with the columns of A where (1, 0) and (0, 1) go."""
    return plus(scaled(v[0], point(state, "e1")), scaled(v[1], point(state, "e2")))


def _both(state: State) -> tuple[Point, Point]:
    """The vector v and its image A v."""
    v = point(state, "v")
    return v, image(state, v)


def signed_angle(v: Point, w: Point) -> float | None:
    """The angle from v to w in degrees, -180 to 180, counterclockwise positive; None when one of them is zero."""
    return degrees(atan2(cross(v, w), dot(v, w))) if length(v) and length(w) else None


def angle_off_line(state: State) -> float | None:
    """The angle between A v and the line along v in degrees, 0 to 90; None when one of them is zero."""
    turned = signed_angle(*_both(state))
    return None if turned is None else min(abs(turned), 180 - abs(turned))


def estimate(state: State) -> float:
    """The Rayleigh quotient v·Av / v·v (Trefethen and Bau, 1997, lecture 27); 0 for a zero v."""
    v, w = _both(state)
    return dot(v, w) / dot(v, v) if length(v) else 0.0


def view(state: State) -> View:
    return View(_figure(state, open_=True), _figure(state, open_=False), _formula(state), _readouts(state))


def _figure(state: State, open_: bool) -> Figure:
    e1, e2 = point(state, "e1"), point(state, "e2")
    v, w = _both(state)
    corners = ((0.0, 0.0), e1, plus(e1, e2), e2, (0.0, 0.0))
    marks: list[Mark] = [
        *_grid(e1, e2),
        Line(corners, role="second"),
        Arrow(e1, label="A(1, 0)"),
        Arrow(e2, label="A(0, 1)"),
        Arrow(v, label="v", role="good"),
    ]
    alt = f"A sends (1, 0) to {pair(e1)} and (0, 1) to {pair(e2)}; the image of the grid is drawn. Arrow v to {pair(v)}"
    if open_:
        marks.append(Arrow(w, label="Av", role="accent"))
        alt += f", arrow Av to {pair(w)}"
    axis = _axis((e1, e2, v, w) if open_ else (e1, e2, v))
    return Figure(tuple(marks), axis, axis, equal=True, alt=f"{alt}.", height=18)


def _axis(points: tuple[Point, ...]) -> Axis:
    """Axis limits that change rarely, so that the figure stays put while a handle is dragged."""
    far = max(abs(x) for point in points for x in point)
    span = next((reach for reach in _REACHES if far < reach), _REACHES[-1])
    return Axis(-span, span)


def _grid(e1: Point, e2: Point) -> list[Mark]:
    lo, hi = _GRID[0], _GRID[-1]
    across = [(plus(scaled(lo, e1), scaled(k, e2)), plus(scaled(hi, e1), scaled(k, e2))) for k in _GRID]
    up = [(plus(scaled(k, e1), scaled(lo, e2)), plus(scaled(k, e1), scaled(hi, e2))) for k in _GRID]
    return [Line(ends, role="dim", dashed=True) for ends in (*across, *up)]


def _formula(state: State) -> tuple[str, ...]:
    v, w = _both(state)
    e1, e2 = point(state, "e1"), point(state, "e2")
    mixed = rf"{factor(v[0])} {column(e1)} + {factor(v[1])} {column(e2)}"
    return (rf"A \mathbf v = {mixed} = {column(w)}",)


def _readouts(state: State) -> tuple[Readout, ...]:
    e1, e2 = point(state, "e1"), point(state, "e2")
    v, w = _both(state)
    turned, stretch, area = signed_angle(v, w), length(w) / length(v) if length(v) else 0.0, cross(e1, e2)
    return (
        Readout("e1", "A(1, 0)", e1, pair(e1)),
        Readout("e2", "A(0, 1)", e2, pair(e2)),
        Readout("v", r"\mathbf v", v, pair(v)),
        Readout("Av", r"A \mathbf v", w, pair(w), secret=True),
        Readout("stretch", r"\text{stretch}", stretch, shown(stretch), secret=True),
        Readout("turn", r"\text{turn}", () if turned is None else turned, _turned(turned), secret=True),
        Readout("estimate", r"\lambda \text{ estimate}", estimate(state), shown(estimate(state)), secret=True),
        Readout("area", r"\text{signed area}", area, shown(area)),
    )


def _turned(turned: float | None) -> str:
    if turned is None:
        return r"\text{none}"
    size = f"{abs(turned):.1f}"
    if size in ("0.0", "180.0"):
        return rf"{size[:-2]} \degree"
    return rf"{size} \degree \text{{ {'left' if turned > 0 else 'right'}}}"


def step(state: State) -> State:
    """One step of power iteration (Trefethen and Bau, 1997, lecture 27): v becomes Av / |Av|; v stays if Av is zero."""
    _, w = _both(state)
    size = length(w)
    if size < 1e-9:
        return state
    return {**state, "v": (round(w[0] / size, 6) + 0.0, round(w[1] / size, 6) + 0.0)}


def _whole(rng: Random, top: int) -> Point:
    while True:
        candidate = (float(rng.randint(-top, top)), float(rng.randint(-top, top)))
        if candidate != (0.0, 0.0):
            return candidate


def _drawn(rng: Random, top: int) -> State:
    """An invertible map with integer columns, and an integer vector."""
    while True:
        e1, e2 = _whole(rng, 2), _whole(rng, 2)
        if cross(e1, e2):
            return {"e1": e1, "e2": e2, "v": _whole(rng, top)}


def draw_entry(rng: Random) -> State:
    """A map and a vector off the axes, so that both columns contribute to the image."""
    while True:
        state = _drawn(rng, 2)
        if 0.0 not in point(state, "v") and _both(state)[1][0]:
            return state


def draw_side(rng: Random) -> State:
    """A third of the time an eigenvector, otherwise a vector that turns by more than 15 degrees."""
    keeps_line = rng.random() < 1 / 3
    while True:
        state = _drawn(rng, 2)
        off = angle_off_line(state)
        if off is not None and (off < 1e-9 and not _keeps_all(state) if keeps_line else off > 15):
            return state


def side(state: State) -> str:
    turned = signed_angle(*_both(state)) or 0.0
    if min(abs(turned), 180 - abs(turned)) < 1e-9:
        return "on its line"
    return "left of it" if turned > 0 else "right of it"


def side_because(state: State) -> str:
    v, w = _both(state)
    goes = f"$A$ sends ${pair(v)}$ to ${pair(w)}$"
    if side(state) == "on its line":
        return rf"{goes}, which is ${factor(estimate(state))}$ times $\mathbf v$: an eigenvector."
    return rf"{goes}, {shown(abs(signed_angle(v, w) or 0.0))} degrees to the {side(state).split()[0]} of where it was."


def first_because(state: State) -> str:
    v, w = _both(state)
    e1, e2 = point(state, "e1"), point(state, "e2")
    mixed = rf"{factor(v[0])} \cdot {factor(e1[0])} + {factor(v[1])} \cdot {factor(e2[0])}"
    return (
        rf"$\mathbf v$ takes ${shown(v[0])}$ of the first column and ${shown(v[1])}$ of the second; their first "
        rf"entries give ${mixed} = {shown(w[0])}$."
    )


PREDICTIONS = (
    Prediction(
        "first-entry",
        r"The two columns say where $(1, 0)$ and $(0, 1)$ go. What is the first entry of $A \mathbf v$?",
        draw_entry,
        lambda state: f"{_both(state)[1][0]:g}",
        first_because,
        tolerance=lambda _: 0.25,
    ),
    Prediction(
        "side",
        r"Where will $A \mathbf v$ be, seen along $\mathbf v$? Backward on the same line counts as on its line.",
        draw_side, side, side_because, ("left of it", "on its line", "right of it"),
    ),
)  # fmt: skip


def keeps(state: State) -> bool:
    """Whether v is an eigenvector of a map that is no multiple of the identity."""
    off = angle_off_line(state)
    return off is not None and off < KEPT_WITHIN and not _keeps_all(state)


def _keeps_all(state: State) -> bool:
    e1, e2 = point(state, "e1"), point(state, "e2")
    return e1[1] == 0 == e2[0] and e1[0] == e2[1]


def keeps_weaker(state: State) -> bool:
    values = eigenvalues(point(state, "e1"), point(state, "e2"))
    if values is None or not keeps(state) or abs(values[0]) - abs(values[1]) < 1e-6:
        return False
    return abs(estimate(state) - values[1]) < abs(estimate(state) - values[0])


def turns_round(state: State) -> bool:
    return keeps(state) and estimate(state) < 0


def flattens(state: State) -> bool:
    e1, e2 = point(state, "e1"), point(state, "e2")
    return length(e1) > 0 and length(e2) > 0 and abs(cross(e1, e2)) < 1e-9


CHALLENGES = (
    Challenge(
        "kept",
        r"Make a map that turns some arrows. Then turn $\mathbf v$ until $A \mathbf v$ is on the line of $\mathbf v$, "
        "within 2 degrees.",
        keeps, "With columns (2, 1) and (1, 2), try the diagonal, or press i a few times for power iteration.",
        reason=r"$A \mathbf v = \lambda \mathbf v$: $\mathbf v$ is an eigenvector, and $\lambda$ is its eigenvalue.",
    ),
    Challenge(
        "other", "Find the other such arrow, the one that $A$ stretches less.", keeps_weaker,
        "With columns (2, 1) and (1, 2), try the direction at a right angle to the first one.",
        reason="Each eigenvector has its own eigenvalue, the factor by which $A$ stretches it.",
    ),
    Challenge(
        "round", r"Make $\mathbf v$ come back reversed: $A \mathbf v$ on its line, pointing the other way.",
        turns_round, "Move a column: send (1, 0) to (-1, 0), and put v on the horizontal axis.",
        reason=r"The eigenvalue is negative: $A \mathbf v = \lambda \mathbf v$ with $\lambda < 0$.",
    ),
    Challenge(
        "flat", "Make the map flatten the whole plane onto one line, with neither column zero.", flattens,
        "The square has no area when both columns lie on one line.",
        reason=r"Every $A \mathbf v$ is a linear combination of the columns, and both lie on one line.",
    ),
)  # fmt: skip

MATRIX = Demo(
    id="matrix",
    title="A map of the plane",
    rung="linear_algebra",
    about="Move the columns of a matrix and an arrow v. Watch the grid, and see which arrows stay on their line.",
    controls=(
        Handle("e1", "column 1", -3.0, 3.0, 0.5, 1.0, (1.0, 0.0)),
        Handle("e2", "column 2", -3.0, 3.0, 0.5, 1.0, (0.0, 1.0)),
        Handle("v", "arrow v", -3.0, 3.0, 0.5, 1.0, (2.0, 1.0)),
    ),
    view=view,
    predictions=PREDICTIONS,
    challenges=CHALLENGES,
    actions=(Action("i", "power iteration", step),),
    skills=("matvec-columns", "eigen-check", "power-iteration"),
    closing="The columns are where (1, 0) and (0, 1) go.",
)
