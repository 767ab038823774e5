"""The demo of a secant that becomes a tangent."""

from __future__ import annotations

from random import Random

from lessons.model.demo import Action, Challenge, Demo, Prediction, Readout, Slider, State, View, number
from lessons.model.figure import Axis, Figure, Label, Line, Mark, Point, Points

from .live import factor, line_through, shown, told

_X, _Y = Axis(-3.0, 3.0), Axis(-3.5, 3.5)
_CURVE = tuple(i / 20 - 2.9 for i in range(117))
_SMALLEST = 0.01


def f(x: float) -> float:
    return (x**3 - 3 * x) / 4


def slope(x: float) -> float:
    """The derivative f′(x)."""
    return (3 * x * x - 3) / 4


def secant(state: State) -> float:
    """The slope of the line through the points at x and at x + h."""
    x, h = _at(state)
    return (f(x + h) - f(x)) / h


def _at(state: State) -> tuple[float, float]:
    return number(state, "x"), number(state, "h")


def view(state: State) -> View:
    return View(_figure(state, open_=True), _figure(state, open_=False), _formula(state), _readouts(state))


def _figure(state: State, open_: bool) -> Figure:
    x, h = _at(state)
    touching_point: Point = (x, f(x))
    marks: list[Mark] = [Line(tuple((t, f(t)) for t in _CURVE if abs(f(t)) <= _Y.hi), role="first")]
    alt = f"The curve (x³ − 3x)/4 with a point on it at x = {told(x)}, height {told(f(x))}."
    if open_:
        marks += _lines(state)
        alt += (
            f" The tangent there has the slope {shown(slope(x))}, the secant to {shown(x + h)} {shown(secant(state))}."
        )
    marks += [Points((touching_point,), role="good"), Label((x + 0.1, f(x) - 0.5), "x", role="good")]
    return Figure(tuple(marks), _X, _Y, alt=alt, height=18)


def _lines(state: State) -> list[Mark]:
    x, h = _at(state)
    touching, cutting = line_through(_X, _Y, (x, f(x)), slope(x)), line_through(_X, _Y, (x, f(x)), secant(state))
    marks: list[Mark] = []
    if touching:
        marks.append(Line(touching, role="dim", dashed=True))
    if cutting:
        marks.append(Line(cutting, role="accent"))
    if x + h <= _X.hi and abs(f(x + h)) <= _Y.hi:
        marks.append(Points(((x + h, f(x + h)),), role="accent"))
    return marks


def _formula(state: State) -> tuple[str, ...]:
    x, h = _at(state)
    return (
        r"f(x) = \frac{x^3 - 3 x}{4}",
        rf"\frac{{{_height(x + h, h)} - {_factor(_height(x, h))}}}{{{shown(h)}}} = {shown(secant(state))}",
        rf"f'(x) = \frac{{3 \cdot {factor(x)}^2 - 3}}{{4}} = {shown(slope(x))}",
    )


def _height(x: float, h: float) -> str:
    """f(x) with as many decimals as it takes to see the rise over a run of h."""
    return f"{f(x):.{2 if h >= 0.5 else 3 if h >= 0.1 else 5}f}"


def _factor(text: str) -> str:
    return f"({text})" if text.startswith("-") else text


def _readouts(state: State) -> tuple[Readout, ...]:
    x, h = _at(state)
    cut, touch = secant(state), slope(x)
    return (
        Readout("x", "x", x, shown(x)),
        Readout("h", "h", h, shown(h)),
        Readout("f", "f(x)", f(x), shown(f(x))),
        Readout("secant", r"\text{secant}", cut, _fine(cut), secret=True),
        Readout("tangent", r"\text{tangent}", touch, _fine(touch), secret=True),
        Readout("gap", r"\text{gap}", cut - touch, _fine(cut - touch), secret=True),
    )


def _fine(value: float) -> str:
    """A slope with four decimals, so that the gap between secant and tangent stays visible for small h."""
    text = f"{value:.4f}"
    return text[1:] if text == "-0.0000" else text


def halved(state: State) -> State:
    """The state with h halved, down to 0.01."""
    return {**state, "h": max(_SMALLEST, round(number(state, "h") / 2, 6))}


def draw_sign(rng: Random) -> State:
    """A third of the time a stationary point, otherwise a point clearly away from one."""
    flat = rng.random() < 1 / 3
    x = (
        rng.choice((-1.0, 1.0))
        if flat
        else rng.choice((-2.25, -2.0, -1.75, -1.5, -0.5, 0.0, 0.5, 1.5, 1.75, 2.0, 2.25))
    )
    return {"x": x, "h": rng.choice((0.25, 0.5, 1.0))}


def draw_size(rng: Random) -> State:
    return {"x": rng.choice((-2.0, -1.5, -0.5, 0.0, 0.5, 1.5, 2.0)), "h": 0.5}


def draw_bend(rng: Random) -> State:
    """A point where the secant is clearly steeper or clearly flatter than the tangent."""
    while True:
        state: State = {
            "x": rng.choice((-2.25, -2.0, -1.5, -1.25, 0.5, 0.75, 1.0, 1.25, 1.5)),
            "h": rng.choice((0.5, 1.0)),
        }
        if abs(secant(state) - slope(number(state, "x"))) > 0.3:
            return state


def sign(state: State) -> str:
    at = slope(number(state, "x"))
    return "positive" if at > 0 else "negative" if at < 0 else "zero"


def sign_because(state: State) -> str:
    x = number(state, "x")
    return {
        "positive": f"The curve rises at the point: its tangent has the slope ${shown(slope(x))}$.",
        "zero": "At a maximum or a minimum the tangent is horizontal.",
        "negative": f"The curve falls at the point: its tangent has the slope ${shown(slope(x))}$.",
    }[sign(state)]


def size_because(state: State) -> str:
    x = number(state, "x")
    return rf"$f'(x) = \frac{{3 x^2 - 3}}{{4}}$, and at ${shown(x)}$ that is ${shown(slope(x))}$."


def bend(state: State) -> str:
    return "more than the tangent's" if secant(state) > slope(number(state, "x")) else "less than the tangent's"


def bend_because(state: State) -> str:
    x, h = _at(state)
    bend = "up, away from" if secant(state) > slope(x) else "down, away from"
    return (
        rf"From ${shown(x)}$ to ${shown(x + h)}$ the curve bends {bend} its tangent. The secant has the "
        rf"slope ${shown(secant(state))}$, the tangent ${shown(slope(x))}$."
    )


PREDICTIONS = (
    Prediction(
        "sign",
        "Look at the curve at the marked point. Is its slope there negative, zero or positive?",
        draw_sign, sign, sign_because, ("negative", "zero", "positive"),
    ),
    Prediction(
        "size",
        r"The curve is $\frac{x^3 - 3 x}{4}$. What is its slope at the point? Within 0.25 is close enough.",
        draw_size, lambda state: f"{slope(number(state, 'x')):g}", size_because, tolerance=lambda _: 0.25,
    ),
    Prediction(
        "bend",
        r"A secant joins the point with the point of the curve a distance $h$ to the right. What is its slope?",
        draw_bend, bend, bend_because, ("less than the tangent's", "more than the tangent's"),
    ),
)  # fmt: skip


def agrees(state: State) -> bool:
    x, _ = _at(state)
    return abs(secant(state) - slope(x)) <= 0.02 and abs(slope(x)) > 0.5


def level(state: State) -> bool:
    return abs(slope(number(state, "x"))) < 1e-9


def steepest_fall(state: State) -> bool:
    return abs(number(state, "x")) < 1e-9


def deceives(state: State) -> bool:
    return abs(secant(state)) < 0.02 and abs(slope(number(state, "x"))) > 0.5


CHALLENGES = (
    Challenge(
        "agree", "Make the secant's slope agree with the tangent's within 0.02, at a place that is not flat.", agrees,
        "Leave x alone and halve h with the key n until the gap is small enough.",
        reason="The slope of the secant approaches the derivative as h approaches 0.",
    ),
    Challenge(
        "level", "Find a place where the tangent is horizontal.", level,
        r"Solve $\frac{3 x^2 - 3}{4} = 0$.",
        reason="The derivative is 0 at a maximum and at a minimum.",
    ),
    Challenge(
        "fall", "Find the place where the curve falls most steeply.", steepest_fall,
        "Halfway between the maximum and the minimum.",
        reason="The derivative has its minimum there: the curve stops bending down and begins to bend up.",
    ),
    Challenge(
        "deceive", "Make the secant horizontal while the tangent is not.", deceives,
        "Find two points of equal height: start where the curve rises at the left, and make h large, up to 3.",
        reason="A secant gives the average slope over its whole interval, not the slope at one point.",
    ),
)  # fmt: skip

TANGENT = Demo(
    id="tangent",
    title="Secant and tangent",
    rung="calculus",
    about="Move the point x and the run h. As h shrinks, the secant turns into the tangent.",
    controls=(
        Slider("x", "point x", -2.5, 2.5, 0.25, 0.5, 1.5),
        Slider("h", "run h", _SMALLEST, 3.0, 0.05, 0.25, 1.0),
    ),
    view=view,
    predictions=PREDICTIONS,
    challenges=CHALLENGES,
    actions=(Action("n", "halve h", halved),),
    skills=("derivative",),
    closing="The derivative is the slope that the secants approach as h goes to 0.",
)
