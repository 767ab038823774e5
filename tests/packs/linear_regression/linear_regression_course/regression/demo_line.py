"""A line through five points."""

from __future__ import annotations

from random import Random

from lessons.model.demo import Challenge, Demo, Prediction, Readout, Slider, State, View, number
from lessons.model.figure import Axis, Figure, Line, Mark, Points

X, Y = (0.0, 1.0, 2.0, 3.0, 4.0), (1.2, 1.4, 2.3, 2.4, 3.2)


def _error(state: State) -> float:
    w, b = number(state, "w"), number(state, "b")
    return sum((y - (w * x + b)) ** 2 for x, y in zip(X, Y, strict=True)) / len(X)


def _view(state: State) -> View:
    w, b = number(state, "w"), number(state, "b")
    points = Points(tuple(zip(X, Y, strict=True)), "", "second")
    marks: tuple[Mark, ...] = (Line(((0.0, b), (4.0, 4 * w + b)), "w x + b", "accent"), points)
    alt = "Five points that rise, and a line."
    covered = Figure(marks, Axis(0, 4), Axis(-1, 6), alt=alt)
    gaps = tuple(Line(((x, y), (x, w * x + b)), dashed=True) for x, y in zip(X, Y, strict=True))
    figure = Figure((*gaps, *marks), Axis(0, 4), Axis(-1, 6), alt=f"{alt[:-1]} with the distance of each from it.")
    readout = Readout("mse", r"\operatorname{MSE}", _error(state), f"{_error(state):.3f}", secret=True)
    return View(figure, covered, (rf"\hat y = {w:g} x + {b:g}",), (readout,))


def _draw(rng: Random) -> State:
    return {"w": rng.choice((0.0, 0.5, 1.0)), "b": rng.choice((0.0, 1.0, 2.0))}


def _at_two(state: State) -> float:
    return number(state, "w") * 2 + number(state, "b")


LINE = Demo(
    id="line",
    title="A line through five points",
    rung="regression",
    about="Move slope and intercept, and watch the mean squared error.",
    controls=(Slider("w", "$w$", -1, 2, 0.05, 0.5, 0), Slider("b", "$b$", -1, 4, 0.05, 0.5, 0)),
    view=_view,
    predictions=(
        Prediction(
            "at-two",
            "What does the line predict at $x = 2$?",
            _draw,
            lambda state: f"{_at_two(state):g}",
            lambda state: f"Twice $w$ plus $b$ is {_at_two(state):g}.",
            tolerance=lambda _: 0.01,
        ),
    ),
    challenges=(
        Challenge(
            "small",
            "Bring the error below 0.05.",
            lambda state: _error(state) < 0.05,
            hint="Start with the intercept: where does the line cross $x = 0$?",
            reason="Near the least-squares line the error hardly changes: its derivative is 0 there.",
        ),
    ),
    closing="Of all lines, one has the smallest error, and near it every line is almost as good.",
)
