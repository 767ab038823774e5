"""The demo of gradient descent on a parabola, and on a bowl that can be stretched."""

from __future__ import annotations

from random import Random

from lessons.model.demo import Action, Challenge, Demo, Prediction, Readout, Slider, State, View, number

from .live import factor, shown
from .quadratic import BOTTOM, descent_figure, dominant_factor, factors, is_bowl, loss, path

LONGEST = 50  # steps


def view(state: State) -> View:
    return View(
        descent_figure(state, open_=True), descent_figure(state, open_=False), _formula(state), _readouts(state)
    )


def _formula(state: State) -> tuple[str, ...]:
    eta, stretch, n = number(state, "eta"), number(state, "stretch"), round(number(state, "n"))
    x, y = factors(state)
    first = rf"x: \quad 1 - 2 \cdot {shown(eta)} = {shown(x)}"
    error = number(state, "x") - BOTTOM
    after = rf"{factor(error)} \cdot {factor(x)}^{{{n}}} = {shown(path(state)[-1][0] - BOTTOM)}"
    if not is_bowl(state):
        return (r"x \leftarrow x - \eta \cdot 2 (x - 3)", first, after)
    second = rf"y: \quad 1 - 2 \cdot {stretch:g} \cdot {shown(eta)} = {shown(y)}"
    return (rf"f = (x - 3)^2 + {stretch:g} y^2", first, second)


def _readouts(state: State) -> tuple[Readout, ...]:
    position = path(state)[-1]
    gradient = (2 * (position[0] - BOTTOM), 2 * number(state, "stretch") * position[1])
    readouts = [
        Readout("eta", r"\eta", number(state, "eta"), shown(number(state, "eta"))),
        Readout("n", r"\text{steps}", number(state, "n"), f"{number(state, 'n'):.0f}"),
        Readout("at", "x", position[0], shown(position[0]), secret=True),
        Readout("loss", "f", loss(state, position), shown(loss(state, position)), secret=True),
        Readout("slope", r"\partial f / \partial x", gradient[0], shown(gradient[0]), secret=True),
        Readout("factor", r"\text{factor } x", factors(state)[0], shown(factors(state)[0]), secret=True),
    ]
    if is_bowl(state):
        readouts.insert(3, Readout("up", "y", position[1], shown(position[1]), secret=True))
        readouts.append(
            Readout("factor_y", r"\text{factor } y", factors(state)[1], shown(factors(state)[1]), secret=True)
        )
    return tuple(readouts)


def forward(state: State) -> State:
    """The state after one more step."""
    return {**state, "n": min(float(LONGEST), number(state, "n") + 1)}


def back(state: State) -> State:
    """The state with one step fewer."""
    return {**state, "n": max(0.0, number(state, "n") - 1)}


def _state(eta: float, x: float, stretch: float, n: float) -> State:
    return {"eta": eta, "x": x, "stretch": stretch, "n": n}


def draw_next(rng: Random) -> State:
    x = float(rng.choice((-2, -1, 0, 1, 2, 4, 5, 6, 7, 8)))
    return _state(rng.choice((0.1, 0.2, 0.25, 0.4, 0.5, 0.75, 1.0)), x, 0.0, 1.0)


def draw_lower(rng: Random) -> State:
    eta = rng.choice((0.1, 0.3, 0.5, 0.7, 0.9, 1.0, 1.0, 1.05, 1.1, 1.2))
    return _state(eta, float(rng.choice((-1, 0, 1, 5, 6, 7))), 0.0, 1.0)


def draw_fate(rng: Random) -> State:
    return _state(rng.choice((0.1, 0.25, 0.5, 0.7, 0.9, 1.05, 1.1)), float(rng.choice((-1, 0, 1, 6))), 0.0, 8.0)


def draw_bowl(rng: Random) -> State:
    """A bowl whose factor in y is clearly smaller or clearly larger than 1 in size."""
    while True:
        state = _state(rng.choice((0.05, 0.1, 0.2, 0.3, 0.4, 0.6)), 0.0, float(rng.randint(2, 10)), 12.0)
        if not 0.85 < abs(factors(state)[1]) < 1.15:
            return state


def next_because(state: State) -> str:
    x, eta = number(state, "x"), number(state, "eta")
    slope = 2 * (x - BOTTOM)
    return (
        rf"The slope is $2 \cdot ({shown(x)} - 3) = {shown(slope)}$, so "
        rf"${shown(x)} - {shown(eta)} \cdot {factor(slope)} = {shown(path(state)[-1][0])}$."
    )


def lower(state: State) -> str:
    before, after = loss(state, path(state)[0]), loss(state, path(state)[-1])
    if abs(after - before) < 1e-9:
        return "the same"
    return "lower" if after < before else "higher"


def lower_because(state: State) -> str:
    before, after = loss(state, path(state)[0]), loss(state, path(state)[-1])
    return (
        rf"The error is multiplied by ${shown(factors(state)[0])}$: the loss goes from ${shown(before)}$ to "
        rf"${shown(after)}$. A step against the slope lowers the loss only if it is short enough."
    )


_FATES = ("converges from one side", "arrives in one step", "oscillates and converges", "oscillates and diverges")


def fate(state: State) -> str:
    x = factors(state)[0]
    if abs(x) < 1e-9:
        return _FATES[1]
    return _FATES[0] if x > 0 else _FATES[2] if x > -1 else _FATES[3]


def fate_because(state: State) -> str:
    eta, x = number(state, "eta"), factors(state)[0]
    return (
        rf"Each step multiplies the error by $1 - 2 \cdot {shown(eta)} = {shown(x)}$. The sign and the size of this "
        "factor decide."
    )


def bowl(state: State) -> str:
    return "it converges" if abs(dominant_factor(state)) < 1 else "it diverges"


def bowl_because(state: State) -> str:
    eta, stretch = number(state, "eta"), number(state, "stretch")
    x, y = factors(state)
    return (
        rf"In $x$ the factor is ${shown(x)}$. In $y$ it is $1 - 2 \cdot {stretch:g} \cdot {shown(eta)} = {shown(y)}$, "
        "and the steeper direction decides."
    )


PREDICTIONS = (
    Prediction(
        "next", r"On $(x - 3)^2$, with this start and this $\eta$: where is $x$ after one step?", draw_next,
        lambda state: f"{path(state)[-1][0]:g}", next_because, tolerance=lambda _: 0.1, streak=2,
    ),
    Prediction(
        "lower", r"One step with this $\eta$ on $(x - 3)^2$. Is the loss then lower than before?", draw_lower, lower,
        lower_because, ("lower", "the same", "higher"),
    ),
    Prediction(
        "fate", r"Many steps with this $\eta$ on $(x - 3)^2$. What will $x$ do?", draw_fate, fate, fate_because, _FATES
    ),
    Prediction(
        "bowl", r"Now $(x - 3)^2$ plus the stretch times $y^2$. With this $\eta$, what will the path do?",
        draw_bowl, bowl, bowl_because, ("it converges", "it diverges"),
    ),
)  # fmt: skip


def lands(state: State) -> bool:
    return not is_bowl(state) and _moves(state) and abs(path(state)[-1][0] - BOTTOM) < 1e-9 and number(state, "n") == 1


def bounces(state: State) -> bool:
    return not is_bowl(state) and _moves(state) and abs(factors(state)[0] + 1) < 1e-9 and number(state, "n") >= 2


def just_diverges(state: State) -> bool:
    return not is_bowl(state) and _moves(state) and abs(number(state, "eta") - 1.01) < 1e-9


def bowl_edge(state: State) -> bool:
    return number(state, "stretch") == 10 and number(state, "n") >= 5 and abs(number(state, "eta") - 0.09) < 1e-9


def quick(state: State) -> bool:
    points = path(state)
    return number(state, "stretch") >= 4 and _moves(state) and len(points) <= 11 and loss(state, points[-1]) < 0.01


def _moves(state: State) -> bool:
    return number(state, "n") >= 1 and abs(number(state, "x") - BOTTOM) > 0.5


CHALLENGES = (
    Challenge(
        "land", r"On the parabola, find the $\eta$ that reaches 3 in a single step.", lands,
        r"The factor $1 - 2 \eta$ has to be 0. Then press f once.",
        reason=r"Each step multiplies the distance to 3 by $1 - 2 \eta$, and at $\eta = 0.5$ that is 0.",
    ),
    Challenge(
        "bounce", r"Find the $\eta$ at which $x$ jumps back and forth forever; take two steps or more.", bounces,
        r"The factor $1 - 2 \eta$ has to be $-1$.",
        reason="The factor is $-1$: the distance stays the same, and the side changes.",
    ),
    Challenge(
        "diverge", r"Find the smallest $\eta$, to two decimals, at which it diverges; take a step.", just_diverges,
        "The smallest one above the value at which it jumps back and forth.",
        reason=r"Above $\eta = 1$ the factor is below $-1$, so every step ends farther away.",
    ),
    Challenge(
        "edge", r"Stretch 10: find the largest $\eta$, to two decimals, that still converges; take 5 steps or more.",
        bowl_edge, r"In $y$ the factor is $1 - 20 \eta$. It has to stay above $-1$.",
        reason=r"The steepest direction sets the limit: $|1 - 20 \eta| < 1$ means $\eta < 0.1$.",
    ),
    Challenge(
        "quick", "Stretch 4 or more: get the loss below 0.01 within 10 steps.", quick,
        r"Both factors have to be small in size, $1 - 2 \eta$ and the one with the stretch in it.",
        reason="One learning rate serves both directions, so it is a compromise between them.",
    ),
)  # fmt: skip

DESCENT = Demo(
    id="descent",
    title="Gradient descent",
    rung="calculus",
    about="Choose a step size and a start, then step forward and back. Stretch 0 is a parabola, more makes a bowl.",
    controls=(
        Slider("eta", "step size η", 0.01, 1.2, 0.01, 0.1, 0.1),
        Slider("x", "start x", -2.0, 8.0, 0.5, 1.0, 0.0),
        Slider("stretch", "stretch", 0.0, 10.0, 1.0, 3.0, 0.0),
        Slider("n", "steps", 0.0, float(LONGEST), 1.0, 10.0, 0.0),
    ),
    view=view,
    predictions=PREDICTIONS,
    challenges=CHALLENGES,
    actions=(Action("f", "step forward", forward), Action("b", "step back", back)),
    skills=("gd-update", "step-size", "conditioning"),
    closing="A step multiplies the error by 1 − ηλ. The steepest direction has the largest curvature λ and limits η.",
)
