"""The demo of the tiny course."""

from __future__ import annotations

from random import Random

from lessons.model.demo import Challenge, Demo, Prediction, Readout, Slider, State, View, number
from lessons.model.figure import Axis, Figure, Points


def view(state: State) -> View:
    x = number(state, "x")
    at = Points(((x, 1.0),), "x", "accent")
    double = Points(((2 * x, 1.0),), "2 x", "second")
    covered = Figure((at,), Axis(0, 20), Axis(0, 2), alt="A point on a line.")
    figure = Figure((at, double), Axis(0, 20), Axis(0, 2), alt="A point on a line, and one twice as far from 0.")
    return View(figure, covered, (f"2 x = {2 * x:g}",), (Readout("double", "2 x", 2 * x, f"{2 * x:g}", secret=True),))


def draw(rng: Random) -> State:
    return {"x": float(rng.randint(1, 9))}


SLIDE = Demo(
    id="slide",
    title="A slider",
    rung="basics",
    about="Doubling.",
    controls=(Slider("x", "$x$", 0, 10, 1, 5, 2),),
    view=view,
    predictions=(
        Prediction(
            "double",
            "What is $2 x$?",
            draw,
            lambda state: f"{2 * number(state, 'x'):g}",
            lambda state: f"It is {2 * number(state, 'x'):g}.",
            tolerance=lambda _: 0.0,
        ),
    ),
    challenges=(
        Challenge("ten", "Make $2 x$ ten.", lambda state: number(state, "x") == 5, "Halve ten.", "Twice 5 is 10."),
    ),
)
