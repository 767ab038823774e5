"""The demo of a small graph: values go forward, gradients come back."""

from __future__ import annotations

from random import Random

from msgspec import Struct

from lessons.model.demo import Action, Challenge, Demo, Prediction, Readout, Slider, State, View, number
from lessons.model.figure import Axis, Figure, Label, Line, Mark, Point

from .live import factor, shown, signed_term

RATE = 0.1
_X, _Y = Axis(0.0, 24.0, ticks=(-1.0,)), Axis(0.0, 12.0, ticks=(-1.0,))
_LEFT, _MIDDLE, _RIGHT = 3.5, 11.5, 19.5
_PLACES: dict[str, Point] = {  # of a node's value; its slope stands one row below
    "w": (_LEFT, 11.5), "x": (_MIDDLE, 11.5), "b": (_RIGHT, 11.5),
    "z": (_MIDDLE, 7.5), "y": (_RIGHT, 7.5), "e": (_MIDDLE, 4.5), "L": (_MIDDLE, 1.5),
}  # fmt: skip
_EDGES = (("w", "z"), ("x", "z"), ("b", "z"), ("z", "e"), ("y", "e"), ("e", "L"))
_BELOW, _ABOVE = 1.6, 0.6  # from the middle of a value to the edges below its slope and above itself


class Pass(Struct, frozen=True):
    """A forward and backward pass: every node's value, and the derivative of L with respect to it."""

    values: dict[str, float]
    slopes: dict[str, float]


def run(state: State) -> Pass:
    """The forward and backward pass through L = (wx + b - y)²."""
    w, x, b, y = (number(state, name) for name in "wxby")
    z = w * x + b
    e = z - y
    grad_e = 2 * e
    values = {"w": w, "x": x, "b": b, "y": y, "z": z, "e": e, "L": e * e}
    slopes = {"L": 1.0, "e": grad_e, "z": grad_e, "y": -grad_e, "b": grad_e, "w": grad_e * x, "x": grad_e * w}
    return Pass(values, {name: slope + 0.0 for name, slope in slopes.items()})


def view(state: State) -> View:
    computed = run(state)
    return View(_figure(computed, open_=True), _figure(computed, open_=False), _formula(computed), _readouts(computed))


def _figure(computed: Pass, open_: bool) -> Figure:
    marks: list[Mark] = [Line(_edge(start, end), role="dim") for start, end in _EDGES]
    for name, (x, y) in _PLACES.items():
        marks.append(Label((x, y), f"{name} {_short(computed.values[name])}", role="first"))
        if open_:
            marks.append(Label((x, y - 1), f"∂ {_short(computed.slopes[name])}", role="accent"))
    alt = "A graph from top to bottom: z = wx + b, e = z − y, L = e². Values: " + _listed(computed.values) + "."
    if open_:
        alt += " Slopes of L, carried back: " + _listed(computed.slopes) + "."
    return Figure(tuple(marks), _X, _Y, alt=alt, height=18)


def _edge(start: str, end: str) -> tuple[Point, Point]:
    """The segment from below one node to above the next one, a little to the side the first one stands on."""
    (x, y), (to_x, to_y) = _PLACES[start], _PLACES[end]
    return (x, y - _BELOW), (to_x + (x - to_x) / 8, to_y + _ABOVE)


def _short(value: float) -> str:
    return shown(value).replace("-", "−")


def _listed(numbers: dict[str, float]) -> str:
    return ", ".join(f"{name} {_short(value)}" for name, value in numbers.items())


def _formula(computed: Pass) -> tuple[str, ...]:
    v = {name: factor(value) for name, value in computed.values.items()}
    s = {name: shown(value) for name, value in computed.slopes.items()}
    product = computed.values["w"] * computed.values["x"]
    return (
        rf"w x = {v['w']} \cdot {v['x']} = {shown(product)}",
        rf"e = {shown(product)} {signed_term(computed.values['b'])} - {v['y']} = {shown(computed.values['e'])}",
        rf"\partial L / \partial z = 2 \cdot {v['e']} = {s['z']}",
        rf"\partial L / \partial w = {factor(computed.slopes['z'])} \cdot {v['x']} = {s['w']}",
    )


def _readouts(computed: Pass) -> tuple[Readout, ...]:
    def slope(name: str) -> Readout:
        value = computed.slopes[name]
        return Readout(f"d{name}", rf"\partial L / \partial {name}", value, shown(value), secret=True)

    def value(name: str) -> Readout:
        return Readout(name, name, computed.values[name], shown(computed.values[name]))

    return (value("z"), value("e"), value("L"), slope("z"), slope("w"), slope("x"), slope("b"), slope("y"))


def step(state: State) -> State:
    """One step of gradient descent on w and b, to two decimals, kept within the sliders."""
    slopes = run(state).slopes
    moved = {name: number(state, name) - RATE * slopes[name] for name in "wb"}
    return {**state, **{name: round(min(3.0, max(-3.0, value)), 2) + 0.0 for name, value in moved.items()}}


def _drawn(rng: Random) -> State:
    return {name: float(rng.randint(-3, 3)) for name in "wxby"}


def draw_sign(rng: Random) -> State:
    """A state in which, a quarter of the time, x or the error is 0."""
    idle = rng.random() < 0.25
    while True:
        state = _drawn(rng)
        slope = run(state).slopes["w"]
        if (slope == 0) == idle and abs(run(state).values["e"]) <= 6:
            return state


def draw_size(rng: Random) -> State:
    while True:
        state = _drawn(rng)
        if 0 < abs(run(state).values["e"]) <= 4 and number(state, "x"):
            return state


def sign(state: State) -> str:
    slope = run(state).slopes["w"]
    return "positive" if slope > 0 else "negative" if slope < 0 else "zero"


def because(state: State) -> str:
    computed = run(state)
    e, x, slope = computed.values["e"], computed.values["x"], computed.slopes["w"]
    return (
        rf"The error is ${shown(e)}$, so the slope at $z$ is ${shown(2 * e)}$. The edge to $w$ has the slope "
        rf"$x = {shown(x)}$: ${factor(2 * e)} \cdot {factor(x)} = {shown(slope)}$."
    )


PREDICTIONS = (
    Prediction(
        "sign",
        r"Is $\frac{\partial L}{\partial w}$ negative, zero or positive?",
        draw_sign, sign, because, ("negative", "zero", "positive"),
    ),
    Prediction(
        "size",
        r"Now the number: what is $\frac{\partial L}{\partial w}$?",
        draw_size, lambda state: f"{run(state).slopes['w']:g}", because, tolerance=lambda _: 0.5,
    ),
)  # fmt: skip


def weight_idle(state: State) -> bool:
    computed = run(state)
    return computed.slopes["w"] == 0 and abs(computed.values["e"]) > 1e-9


def input_idle(state: State) -> bool:
    computed = run(state)
    return computed.slopes["x"] == 0 and abs(computed.values["e"]) > 1e-9


def fits_exactly(state: State) -> bool:
    computed = run(state)
    return abs(computed.values["e"]) < 1e-9 and computed.values["w"] != 0 and computed.values["x"] != 0


def loud(state: State) -> bool:
    computed = run(state)
    return computed.slopes["w"] >= 15 and computed.values["L"] < 10


CHALLENGES = (
    Challenge(
        "idle", r"Make $\frac{\partial L}{\partial w}$ zero while the error is not.", weight_idle,
        "The last edge on the way back to w multiplies by x.",
        reason="By the chain rule this gradient has the factor x, and x is 0: this input says nothing about w.",
    ),
    Challenge(
        "idle-input", r"Make $\frac{\partial L}{\partial x}$ zero while the error is not.", input_idle,
        "In a product each factor's slope is the other factor.",
        reason="By the chain rule this gradient has the factor w, and w is 0.",
    ),
    Challenge(
        "fit", "Make every slope 0, with neither w nor x equal to 0.", fits_exactly,
        "Each slope contains the error as a factor. Set y to what the model outputs.",
        reason="Every gradient has the error as a factor. With no error, training stops.",
    ),
    Challenge(
        "loud", r"A large gradient from a small loss: $\frac{\partial L}{\partial w}$ at least 15, $L$ below 10.",
        loud, "The loss depends on the error alone, the gradient on the input as well.",
        reason="The gradient has the input as a factor, and the loss does not: a large input makes the gradient large.",
    ),
)  # fmt: skip

GRAPH = Demo(
    id="graph",
    title="Forward and back",
    rung="calculus",
    about="L = (wx + b − y)² as a graph. Each node shows its value and, below it, the slope of L with respect to it.",
    controls=tuple(
        Slider(name, label, -3.0, 3.0, 0.5, 1.0, start)
        for name, label, start in (
            ("w", "weight w", 2.0), ("x", "input x", 1.0), ("b", "bias b", 1.0), ("y", "target y", 1.0),
        )
    ),
    view=view,
    predictions=PREDICTIONS,
    challenges=CHALLENGES,
    actions=(Action("g", "gradient step", step),),
    skills=("backprop",),
    closing="A gradient carried back is multiplied by the slope of each edge on its way.",
)  # fmt: skip
