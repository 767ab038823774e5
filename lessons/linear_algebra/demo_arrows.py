"""The demo of two arrows and their sum, the first picture that moves."""

from __future__ import annotations

from math import isclose
from random import Random

from lessons.model.demo import Challenge, Demo, Handle, Prediction, Readout, State, View, point
from lessons.model.figure import Arrow, Axis, Figure, Line, Point

from .geometry import cross, dot, length, pair, plus, shown

_SPAN = 3.0
_X, _Y = Axis(-6.5, 6.5), Axis(-6.5, 6.5)


def _parts(state: State) -> tuple[Point, Point, Point]:
    """Both arrows and their sum."""
    a, b = point(state, "a"), point(state, "b")
    return a, b, plus(a, b)


def view(state: State) -> View:
    a, b, total = _parts(state)
    return View(_figure(a, b, total, open_=True), _figure(a, b, total, open_=False), _formula(a, b), _readouts(state))


def _figure(a: Point, b: Point, total: Point, open_: bool) -> Figure:
    arrows = (Arrow(a, label="a"), Arrow(b, label="b", role="second"))
    alt = f"Arrow a to {pair(a)}, arrow b to {pair(b)}."
    if not open_:
        return Figure(arrows, _X, _Y, equal=True, alt=alt, height=18)
    marks = (Line((a, total, b), role="dim", dashed=True), *arrows, Arrow(total, label="a+b", role="accent"))
    alt += f" Dashed lines complete them to a parallelogram; the arrow to its far corner, {pair(total)}, is a+b."
    return Figure(marks, _X, _Y, equal=True, alt=alt, height=18)


def _formula(a: Point, b: Point) -> tuple[str, ...]:
    return (rf"\mathbf a + \mathbf b = {pair(a)} + {pair(b)} = {pair(plus(a, b))}",)


def _readouts(state: State) -> tuple[Readout, ...]:
    a, b, total = _parts(state)
    named = (("a", r"\mathbf a", a), ("b", r"\mathbf b", b), ("sum", r"\mathbf a + \mathbf b", total))
    positions = tuple(Readout(name, label, value, pair(value), secret=name == "sum") for name, label, value in named)
    lengths = tuple(
        Readout(
            f"length_{name}", rf"\lVert {label} \rVert", length(value), shown(length(value)), secret=name == "sum",
        )
        for name, label, value in named
    )  # fmt: skip
    return positions + lengths


def draw(rng: Random) -> State:
    """Two nonzero integer vectors."""
    while True:
        a, b = ((float(rng.randint(-3, 3)), float(rng.randint(-3, 3))) for _ in range(2))
        if length(a) and length(b):
            return {"a": a, "b": b}


def draw_longer(rng: Random) -> State:
    """Two integer vectors whose sum is clearly longer or clearly shorter than a."""
    while True:
        state = draw(rng)
        a, _, total = _parts(state)
        if abs(length(total) - length(a)) > 0.5:
            return state


def _across(state: State) -> str:
    return f"{_parts(state)[2][0]:g}"


def _across_because(state: State) -> str:
    a, b, total = _parts(state)
    return f"Add the first entries: ${shown(a[0])} + {pair((b[0], 0))[1:].partition(',')[0]} = {shown(total[0])}$."


def _longer(state: State) -> str:
    a, _, total = _parts(state)
    return "longer" if length(total) > length(a) else "shorter"


def _longer_because(state: State) -> str:
    a, b, total = _parts(state)
    direction = "mostly the same way" if dot(a, b) > 0 else "across or back"
    return (
        f"b points {direction}, so the sum ends at ${pair(total)}$. Its length is about ${shown(length(total))}$, and "
        f"a is about ${shown(length(a))}$ long."
    )


PREDICTIONS = (
    Prediction("across", r"What is the first entry of $\mathbf a + \mathbf b$?", draw, _across, _across_because,
               tolerance=lambda _: 0.0),
    Prediction("longer", r"Is $\mathbf a + \mathbf b$ longer or shorter than $\mathbf a$?", draw_longer, _longer,
               _longer_because, ("longer", "shorter")),
)  # fmt: skip


def cancels(state: State) -> bool:
    a, b, total = _parts(state)
    return length(a) > 0 and length(b) > 0 and total == (0.0, 0.0)


def straight_up(state: State) -> bool:
    a, b, total = _parts(state)
    return total[0] == 0 and total[1] >= 4 and a[0] != 0 and b[0] != 0


def adds_fully(state: State) -> bool:
    a, b, _ = _parts(state)
    apart = length(a) > 0 and length(b) > 0 and a != b
    return apart and isclose(cross(a, b), 0.0, abs_tol=1e-9) and dot(a, b) > 0


def short_sum(state: State) -> bool:
    a, b, total = _parts(state)
    return 0 < length(total) < 1 and min(length(a), length(b)) > 2


CHALLENGES = (
    Challenge("cancel", r"Make $\mathbf a + \mathbf b$ the zero vector, with neither arrow zero.", cancels,
              "Point b the opposite way, just as long.",
        reason="An arrow plus its negative is the zero vector.",
    ),
    Challenge("up", "Make the sum point straight up, at least 4 long, with neither arrow straight up.", straight_up,
              "The first entries have to cancel.",
        reason="The first entries add up to 0; only the second entries are left.",
    ),
    Challenge("full", "Make the sum as long as both lengths together, with two different arrows.", adds_fully,
              "Nothing is lost when both point the same way.",
        reason=r"$\lVert \mathbf a + \mathbf b \rVert = \lVert \mathbf a \rVert + \lVert \mathbf b \rVert$ only when "
        "both point the same way.",
    ),
    Challenge("short", "Make a sum shorter than 1 from two arrows that are both longer than 2.", short_sum,
              "Let b point almost exactly opposite to a.",
        reason="Lengths do not add: the sum can have any length from their difference to their sum.",
    ),
)  # fmt: skip

ARROWS = Demo(
    id="arrows",
    title="Two arrows and their sum",
    rung="linear_algebra",
    about="Move two arrows and watch their sum: the far corner of the parallelogram that they span.",
    controls=(
        Handle("a", "arrow a", -_SPAN, _SPAN, 0.5, 1.0, (3.0, 1.0)),
        Handle("b", "arrow b", -_SPAN, _SPAN, 0.5, 1.0, (1.0, 2.0)),
    ),
    view=view,
    predictions=PREDICTIONS,
    challenges=CHALLENGES,
    skills=("vector-arithmetic",),
    closing="To add two arrows, put one at the tip of the other: add entry by entry.",
)
