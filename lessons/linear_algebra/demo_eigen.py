"""The demo of eigenvectors: one arrow, the arrow A makes of it, and what repeating A does."""

from __future__ import annotations

from math import atan2, cos, degrees, pi, radians, sin, sqrt
from random import Random

from lessons.model.demo import (
    Action,
    Challenge,
    Demo,
    Handle,
    Prediction,
    Readout,
    Slider,
    Slip,
    State,
    View,
    number,
    point,
)
from lessons.model.figure import Arrow, Axis, Figure, Line, Mark, Point

from .geometry import cross, dot, eigenvalues, length, pair, plus, scaled, shown

ON_LINE = 1.0  # degrees within which an arrow counts as lying on a line
MOST = 12  # times that A is repeated
_REACHES = (1.5, 2.5, 3.5, 4.5, 6.5)
_MAPS = (  # the columns of the matrices that a key leads to, in this order
    ((2.0, 1.0), (1.0, 2.0)),  # symmetric
    ((1.0, 0.0), (1.0, 1.0)),  # a shear
    ((0.0, 1.0), (-1.0, 0.0)),  # a quarter turn
    ((1.0, 2.0), (2.0, 1.0)),  # symmetric, with a negative eigenvalue
)


def columns(state: State) -> tuple[Point, Point]:
    """Where A sends (1, 0) and (0, 1)."""
    return point(state, "e1"), point(state, "e2")


def image(state: State, v: Point) -> Point:
    """A v."""
    first, second = columns(state)
    return plus(scaled(v[0], first), scaled(v[1], second))


def walk(state: State) -> tuple[Point, ...]:
    """The start at its angle, then A applied `n` times, each time scaled to length 1; it ends early at zero."""
    turned = radians(number(state, "angle"))
    found = [(cos(turned), sin(turned))]
    for _ in range(round(number(state, "n"))):
        after = image(state, found[-1])
        if length(after) < 1e-9:
            break
        found.append(scaled(1 / length(after), after))
    return tuple(found)


def off_line(state: State, v: Point) -> float:
    """How far A v is off the line along v in degrees, 0 to 90; 0 for a zero A v, which lies on every line."""
    after = image(state, v)
    return degrees(atan2(abs(cross(v, after)), abs(dot(v, after)))) if length(after) > 1e-9 else 0.0


def factor_of(state: State, v: Point) -> float:
    """v·Av for a v of length 1: the eigenvalue if v is an eigenvector."""
    return dot(v, image(state, v))


def bearing(v: Point) -> float:
    """The angle of an arrow from the first axis in degrees, -180 to 180."""
    return degrees(atan2(v[1], v[0]))


def view(state: State) -> View:
    return View(_figure(state, open_=True), _figure(state, open_=False), _formula(state), _readouts(state))


def _figure(state: State, open_: bool) -> Figure:
    steps = walk(state)
    v = steps[-1]
    axis = _axis(state)
    ring = tuple((cos(pi * i / 36), sin(pi * i / 36)) for i in range(73))
    far = 0.97 * axis.hi / max(map(abs, v))
    marks: list[Mark] = [
        Line(ring, role="dim"),
        Line((scaled(-far, v), scaled(far, v)), role="second", dashed=True),
        *(Arrow(one, role="dim") for one in steps[:-1]),
    ]
    alt = f"A circle of radius 1, arrow v to {pair(v)} on it, and the line through v, dashed."
    if open_:
        after = image(state, v)
        marks.insert(0, Line(tuple(image(state, one) for one in ring), role="first"))
        marks.append(Arrow(after, label="Av", role="accent"))
        where = "on the line" if off_line(state, v) <= ON_LINE else "off the line"
        alt += f" A sends the circle to an ellipse and v to {pair(after)}, {where}."
    marks.append(Arrow(v, label="v", role="good"))
    return Figure(tuple(marks), axis, axis, equal=True, alt=alt, height=18)


def _axis(state: State) -> Axis:
    """Limits around the whole ellipse, so that the picture holds still while v turns."""
    (a, c), (b, d) = columns(state)
    squares, area = a * a + b * b + c * c + d * d, a * d - b * c
    largest = sqrt((squares + sqrt(max(0.0, squares**2 - 4 * area**2))) / 2)  # the larger singular value
    span = next((reach for reach in _REACHES if largest < 0.95 * reach), _REACHES[-1])
    return Axis(-span, span)


def _formula(state: State) -> tuple[str, ...]:
    (a, c), (b, d) = columns(state)
    v = walk(state)[-1]
    matrix = rf"\begin{{bmatrix}} {shown(a)} & {shown(b)} \\ {shown(c)} & {shown(d)} \end{{bmatrix}}"
    return (rf"{matrix} {_column(v)} = {_column(image(state, v))}",)


def _column(v: Point) -> str:
    return rf"\begin{{bmatrix}} {shown(v[0])} \\ {shown(v[1])} \end{{bmatrix}}"


def _readouts(state: State) -> tuple[Readout, ...]:
    first, second = columns(state)
    v = walk(state)[-1]
    after, off, times = image(state, v), off_line(state, v), factor_of(state, v)
    zero = length(after) < 1e-9
    return (
        Readout("e1", "A(1, 0)", first, pair(first)),
        Readout("e2", "A(0, 1)", second, pair(second)),
        Readout("v", r"\mathbf v", v, pair(v)),
        Readout("at", r"\text{angle of v}", bearing(v), _degrees(bearing(v))),
        Readout("Av", r"A \mathbf v", after, pair(after), secret=True),
        Readout("to", r"\text{angle of Av}", () if zero else bearing(after),
                r"\text{none}" if zero else _degrees(bearing(after)), secret=True),
        Readout("off", r"\text{off the line}", off, _degrees(off), secret=True),
        Readout("factor", r"\mathbf v \cdot A \mathbf v", times, shown(times), secret=True),
    )  # fmt: skip


def _degrees(angle: float) -> str:
    text = f"{angle:.1f}".removesuffix(".0")
    return rf"{'0' if text == '-0' else text} \degree"


def once_more(state: State) -> State:
    """A applied once more."""
    return {**state, "n": min(float(MOST), number(state, "n") + 1)}


def once_less(state: State) -> State:
    """A applied once less."""
    return {**state, "n": max(0.0, number(state, "n") - 1)}


def next_map(state: State) -> State:
    """The next matrix of a short list, with A not yet repeated."""
    now = columns(state)
    at = _MAPS.index(now) + 1 if now in _MAPS else 0
    first, second = _MAPS[at % len(_MAPS)]
    return {**state, "e1": first, "e2": second, "n": 0.0}


def _is_multiple_of_identity(state: State) -> bool:
    (a, c), (b, d) = columns(state)
    return b == c == 0 and a == d


def _discriminant(state: State) -> float:
    """(a + d)² - 4(ad - bc): the eigenvalues are two, one or not real as it is above, at or below 0."""
    (a, c), (b, d) = columns(state)
    return (a + d) ** 2 - 4 * (a * d - b * c)


def draw_line(rng: Random) -> State:
    """Half of the time v is an eigenvector, otherwise Av is clearly off its line."""
    kept = rng.random() < 0.5
    while True:
        e1, e2 = ((float(rng.randint(-2, 2)), float(rng.randint(-2, 2))) for _ in range(2))
        state: State = {"angle": rng.choice((0.0, 45.0, 90.0, 135.0)), "n": 0.0, "e1": e1, "e2": e2}
        if not cross(e1, e2) or _is_multiple_of_identity(state):
            continue
        off = off_line(state, walk(state)[-1])
        if off < 1e-6 if kept else off > 15:
            return state


def on_line(state: State) -> str:
    return "yes" if off_line(state, walk(state)[-1]) < 1e-6 else "no"


def on_line_because(state: State) -> str:
    v = walk(state)[-1]
    after = image(state, v)
    sent = rf"$A$ sends ${pair(v)}$ to ${pair(after)}$"
    if on_line(state) == "yes":
        return rf"{sent}, which is ${shown(factor_of(state, v))}$ times $\mathbf v$: an eigenvector."
    return f"{sent}, {off_line(state, v):.1f} degrees off the line of v: not an eigenvector."


def draw_value(rng: Random) -> State:
    """A symmetric matrix with equal diagonal entries, and an eigenvector on a diagonal of the plane."""
    a, b = (float(rng.choice((-3, -2, -1, 1, 2, 3))) for _ in range(2))
    while abs(a) == abs(b):
        b = float(rng.choice((-3, -2, -1, 1, 2, 3)))
    return {"angle": rng.choice((45.0, 135.0)), "n": 0.0, "e1": (a, b), "e2": (b, a)}


def value_because(state: State) -> str:
    v = walk(state)[-1]
    after = image(state, v)
    return rf"$A$ sends ${pair(v)}$ to ${pair(after)}$, so $\lambda = {shown(factor_of(state, v))}$."


def value_slips(state: State) -> tuple[Slip, ...]:
    v = walk(state)[-1]
    times = factor_of(state, v)
    other = columns(state)[0][0] * 2 - times
    return (
        Slip(-times, "The sign is reversed. Compare the direction of $A \\mathbf v$ with that of $\\mathbf v$."),
        Slip(other, "That is the eigenvalue of the other eigenvector. Multiply $A$ by this $\\mathbf v$."),
        Slip(
            image(state, v)[0],
            "That is the first entry of $A \\mathbf v$. Divide it by the first entry of $\\mathbf v$.",
        ),
    )


PREDICTIONS = (
    Prediction(
        "line", r"Is $A \mathbf v$ on the line through $\mathbf v$? Backward counts, too.", draw_line, on_line,
        on_line_because, ("yes", "no"), streak=1,
    ),
    Prediction(
        "value", r"$\mathbf v$ is an eigenvector. What is its eigenvalue $\lambda$?", draw_value,
        lambda state: f"{factor_of(state, walk(state)[-1]):.0f}", value_because, tolerance=lambda _: 0.1, streak=0,
        slips=value_slips,
    ),
)  # fmt: skip


def _kept(state: State) -> bool:
    """Whether v lies on its line and not every arrow does."""
    return off_line(state, walk(state)[-1]) <= ON_LINE and not _is_multiple_of_identity(state)


def _values(state: State) -> tuple[float, float] | None:
    """Two real eigenvalues of different size, the larger one first; None if there are none."""
    found = eigenvalues(*columns(state))
    return found if found is not None and abs(found[0]) - abs(found[1]) > 1e-6 else None


def pulled(state: State) -> bool:
    steps, values = walk(state), _values(state)
    if values is None or not _kept(state):
        return False
    away = off_line(state, steps[0]) >= 15
    return away and abs(factor_of(state, steps[-1]) - values[0]) < abs(factor_of(state, steps[-1]) - values[1])


def weaker(state: State) -> bool:
    values = _values(state)
    if values is None or not _kept(state):
        return False
    times = factor_of(state, walk(state)[-1])
    return abs(times - values[1]) < abs(times - values[0])


def only_line(state: State) -> bool:
    return abs(_discriminant(state)) < 1e-9 and _kept(state)


def no_line(state: State) -> bool:
    return _discriminant(state) < -1e-9


def flipped(state: State) -> bool:
    return _kept(state) and factor_of(state, walk(state)[-1]) < -1e-9


CHALLENGES = (
    Challenge(
        "pulled",
        r"Press a to apply $A$: turn v onto the line with the largest $|\lambda|$. Start with Av "
        "15 degrees off or more.",
        pulled, "Press a until Av is within 1 degree of the line of v.",
        reason="Each step multiplies the part along each eigenvector by its own eigenvalue.",
    ),
    Challenge(
        "weaker", r"Point v along the other line: the one with the smaller $|\lambda|$.", weaker,
        "Set n to 0 and change the angle. A symmetric matrix has orthogonal eigenvectors.",
        reason="Only an exact start on this line stays there.",
    ),
    Challenge(
        "only", "Make a matrix that keeps a single line, such as the shear, and point v along it.", only_line,
        "Press m for the shear. Which arrow does it leave alone?",
        reason="A 2 by 2 matrix can have fewer than two lines of eigenvectors.",
    ),
    Challenge(
        "none", "Make a matrix that keeps no line at all.", no_line, "Press m for a quarter turn, or make one.",
        reason="Its eigenvalues are not real.",
    ),
    Challenge(
        "flip", r"Find an eigenvector with a $\lambda$ below 0.", flipped,
        r"Press m until the columns are (1, 2) and (2, 1). One of its eigenvalues is $-1$.",
        reason="The arrow is reversed and stays on its line.",
    ),
)  # fmt: skip

EIGEN = Demo(
    id="eigen",
    title="Eigenvectors",
    rung="linear_algebra",
    about="Turn an arrow v and see where A sends it. Repeat A, and watch v turn toward an eigenvector.",
    controls=(
        Slider("angle", "angle", -180.0, 180.0, 1.0, 15.0, 0.0),
        Slider("n", "repeats n", 0.0, float(MOST), 1.0, 3.0, 0.0),
        Handle("e1", "A(1, 0)", -3.0, 3.0, 1.0, 1.0, (2.0, 1.0)),
        Handle("e2", "A(0, 1)", -3.0, 3.0, 1.0, 1.0, (1.0, 2.0)),
    ),
    view=view,
    predictions=PREDICTIONS,
    challenges=CHALLENGES,
    actions=(
        Action("a", "apply A", once_more),
        Action("b", "one back", once_less),
        Action("m", "next matrix", next_map),
    ),
    skills=("eigen-check", "eigenvalues", "power-iteration"),
    closing=r"A only stretches an eigenvector; almost every v turns toward the one with the largest $|\lambda|$.",
)
