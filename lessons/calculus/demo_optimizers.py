"""The demo of optimizers: gradient descent, momentum and Adam on a long valley, with noise on demand."""

from __future__ import annotations

from math import cos, hypot, inf, pi, sin, sqrt
from random import Random

from lessons.model.demo import Action, Challenge, Demo, Prediction, Readout, Slider, State, View, number
from lessons.model.figure import Axis, Figure, Mark, Point, Points

from .live import inside, pieces_within, shown, told

LONGEST = 100  # steps
START: Point = (10.0, 2.0)
STEEP = 25.0  # the curvature in y; in x it is 1
SQUARES = 0.999  # β₂ of Adam
TINY = 1e-8  # ε of Adam
_X, _Y = Axis(-4.0, 12.0), Axis(-3.0, 3.0)
_LEVELS = (1.0, 3.0, 5.0, 7.0, 9.0, 11.0)
_GAUSS = Random("noise of the gradients")
_NOISE = tuple((_GAUSS.gauss(0, 1), _GAUSS.gauss(0, 1)) for _ in range(LONGEST))


def loss(at: Point) -> float:
    """½(x² + 25y²)."""
    return (at[0] ** 2 + STEEP * at[1] ** 2) / 2


def is_adam(state: State) -> bool:
    """Whether the optimizer is Adam; else it is momentum, which is gradient descent at β = 0."""
    return number(state, "adam") == 1


def is_plain(state: State) -> bool:
    """Whether the optimizer is gradient descent without momentum."""
    return not is_adam(state) and number(state, "beta") == 0


def path(state: State) -> tuple[Point, ...]:
    """The start, and the place after each step."""
    across = _axis(state, 0, 1.0)
    up = _axis(state, 1, STEEP)
    return tuple(zip(across, up, strict=True))


def _axis(state: State, which: int, bend: float) -> list[float]:
    """The values of one coordinate: both optimizers treat each on its own."""
    rate, beta, noise = number(state, "eta"), number(state, "beta"), number(state, "noise")
    at, mean, square = START[which], 0.0, 0.0
    found = [at]
    for step in range(1, round(number(state, "n")) + 1):
        slope = bend * at + noise * _NOISE[step - 1][which]
        if is_adam(state):
            mean = beta * mean + (1 - beta) * slope
            square = SQUARES * square + (1 - SQUARES) * slope**2
            at -= rate * mean / (1 - beta**step) / (sqrt(square / (1 - SQUARES**step)) + TINY)
        else:
            mean = beta * mean + slope
            at -= rate * mean
        found.append(at)
    return found


def floor(state: State) -> float:
    """The mean loss after many steps of momentum with noise: infinite where it diverges.

    In each direction the loss settles at ½ηs²(1 + β) / ((1 - β)(2(1 + β) - ηλ)), the stationary variance of a
    second-order autoregression times ½λ.
    """
    rate, beta, noise = number(state, "eta"), number(state, "beta"), number(state, "noise")
    total = 0.0
    for bend in (1.0, STEEP):
        room = 2 * (1 + beta) - rate * bend
        if room <= 0:
            return inf
        total += rate * noise**2 * (1 + beta) / ((1 - beta) * room) / 2
    return total


def view(state: State) -> View:
    return View(_figure(state, open_=True), _figure(state, open_=False), _formula(state), _readouts(state))


def _figure(state: State, open_: bool) -> Figure:
    marks: list[Mark] = [Points(((0.0, 0.0),), role="dim")]
    for level in _LEVELS:
        ring = tuple((level * cos(2 * pi * i / 72), level / 5 * sin(2 * pi * i / 72)) for i in range(73))
        marks += pieces_within(_X, _Y, ring, "dim")
    alt = "Contours of ½(x² + 25y²), a valley along x with its minimum at (0, 0), and a start at (10, 2)."
    if open_:
        walked = path(state)
        kept = next((i for i, at in enumerate(walked) if not inside(_X, _Y, at)), len(walked))
        marks += pieces_within(_X, _Y, walked[: kept + 1], "accent")
        if kept > 1:
            marks.append(Points(walked[1:kept], role="accent"))
        here = walked[-1]
        alt += f" After {len(walked) - 1} steps: ({told(here[0])}, {told(here[1])}), loss {told(loss(here))}."
    marks.append(Points((START,), role="good"))
    return Figure(tuple(marks), _X, _Y, alt=alt, height=18)


def _formula(state: State) -> tuple[str, ...]:
    rate, beta = number(state, "eta"), number(state, "beta")
    surface = "f = (x^2 + 25 y^2) / 2"
    if is_adam(state):
        return (surface, rf"\theta \leftarrow \theta - {shown(rate)} \cdot \hat m / (\sqrt{{\hat s}} + \varepsilon)")
    if is_plain(state):
        first = rf"x: \quad 1 - {shown(rate)} = {shown(1 - rate)}"
        return (surface, first, rf"y: \quad 1 - 25 \cdot {shown(rate)} = {shown(1 - STEEP * rate)}")
    return (surface, rf"v \leftarrow {shown(beta)} v + g", rf"\theta \leftarrow \theta - {shown(rate)} v")


def _readouts(state: State) -> tuple[Readout, ...]:
    here = path(state)[-1]
    found = [
        Readout("eta", r"\eta", number(state, "eta"), shown(number(state, "eta"))),
        Readout("beta", r"\beta", number(state, "beta"), shown(number(state, "beta"))),
        Readout("n", r"\text{steps}", number(state, "n"), f"{number(state, 'n'):.0f}"),
        Readout("x", "x", here[0], shown(here[0]), secret=True),
        Readout("y", "y", here[1], shown(here[1]), secret=True),
        Readout("loss", "f", loss(here), shown(loss(here)), secret=True),
    ]
    if number(state, "noise") and not is_adam(state):
        text = shown(floor(state)) if floor(state) < inf else r"\infty"
        return (*found, Readout("floor", r"\text{floor}", floor(state), text, secret=True))
    return (*found, Readout("distance", r"\text{distance}", hypot(*here), shown(hypot(*here)), secret=True))


def forward(state: State) -> State:
    """One step more."""
    return {**state, "n": min(float(LONGEST), number(state, "n") + 1)}


def back(state: State) -> State:
    """One step fewer."""
    return {**state, "n": max(0.0, number(state, "n") - 1)}


def _state(adam: float, eta: float, beta: float, n: float) -> State:
    return {"adam": adam, "eta": eta, "beta": beta, "noise": 0.0, "n": n}


def draw_diverges(rng: Random) -> State:
    return _state(0.0, rng.choice((0.01, 0.03, 0.05, 0.07, 0.09, 0.09, 0.1, 0.11)), 0.0, 12.0)


def draw_first(rng: Random) -> State:
    adam = rng.choice((0.0, 1.0))
    return _state(adam, rng.choice((0.3, 0.5, 0.8)) if adam else rng.choice((0.01, 0.02, 0.04)), 0.9, 1.0)


_COORDINATES = ("neither", "x", "y")


def diverges(state: State) -> str:
    return _COORDINATES[2] if abs(1 - STEEP * number(state, "eta")) > 1 else _COORDINATES[0]


def diverges_because(state: State) -> str:
    rate = number(state, "eta")
    y = 1 - STEEP * rate
    return (
        rf"A step multiplies $x$ by $1 - {shown(rate)} = {shown(1 - rate)}$ and $y$ by $1 - 25 \cdot {shown(rate)} = "
        rf"{shown(y)}$. "
        + ("The second is larger than 1 in size." if abs(y) > 1 else "Both are smaller than 1 in size.")
    )


_FIRST = ("x", "y", "both the same")


def first(state: State) -> str:
    return _FIRST[2] if is_adam(state) else _FIRST[1]


def first_because(state: State) -> str:
    rate = number(state, "eta")
    if is_adam(state):
        return (
            r"The gradient is $(10, 50)$. Adam divides each entry by its own size, so both move by "
            rf"$\eta = {shown(rate)}$."
        )
    return (
        rf"The gradient is $(10, 50)$, and the first velocity is the same. So $x$ moves by ${shown(rate)} \cdot 10 = "
        rf"{shown(10 * rate)}$, and $y$ by ${shown(rate)} \cdot 50 = {shown(50 * rate)}$."
    )


PREDICTIONS = (
    Prediction(
        "diverges", r"Gradient descent from (10, 2), with this $\eta$: which coordinate diverges?", draw_diverges,
        diverges, diverges_because, _COORDINATES, streak=1,
    ),
    Prediction(
        "first", "One step of momentum (if Adam is 0) or of Adam (if it is 1). Which coordinate moves farther?",
        draw_first, first, first_because, _FIRST, streak=1,
    ),
)  # fmt: skip


def just_diverges(state: State) -> bool:
    return is_plain(state) and abs(number(state, "eta") - 0.081) < 1e-9 and number(state, "n") >= 5


def thirty(state: State) -> bool:
    return not is_adam(state) and _close(state, 0.01)


def adapted(state: State) -> bool:
    return is_adam(state) and _close(state, 0.1)


def _close(state: State, distance: float) -> bool:
    """Whether 30 steps or fewer, without noise, end so close to the minimum."""
    return not number(state, "noise") and number(state, "n") <= 30 and hypot(*path(state)[-1]) < distance


def quiet(state: State) -> bool:
    return number(state, "noise") >= 5 and not is_adam(state) and floor(state) < 0.1


CHALLENGES = (
    Challenge(
        "diverge",
        r"Without momentum and noise: find the smallest $\eta$, to three decimals, that diverges; take 5 steps.",
        just_diverges, r"In $y$ the factor is $1 - 25 \eta$. It has to be below $-1$.",
        reason=r"Gradient descent converges only while $\eta$ is below 2 divided by the largest curvature.",
    ),
    Challenge(
        "thirty", "With momentum: get within 0.01 of the minimum in at most 30 steps.", thirty,
        r"Gradient descent needs 87. Try $\beta$ around 0.45 and $\eta$ around 0.11.",
        reason="Momentum adds up along the flat direction and cancels across the steep one.",
    ),
    Challenge(
        "adapt", "With Adam: get within 0.1 of the minimum in at most 30 steps.", adapted,
        r"Adam moves about $\eta$ per step, and the minimum is 10 away. Try a smaller $\beta$, too.",
        reason=r"Adam divides by the size of the gradient, so a step is about $\eta$ long in every direction.",
    ),
    Challenge(
        "quiet", "Set the noise to 5. Then bring the floor, the mean loss after many steps, below 0.1.", quiet,
        r"The floor is about proportional to $\eta$: at 0.04, without momentum, it is 0.755.",
        reason="With noisy gradients the loss stops at a floor. A smaller learning rate lowers the floor.",
    ),
)  # fmt: skip

OPTIMIZERS = Demo(
    id="optimizers",
    title="Optimizers",
    rung="calculus",
    about="A valley 25 times as steep across as along. Choose an optimizer and its settings, then add noise.",
    controls=(
        Slider("adam", "Adam: 0 or 1", 0.0, 1.0, 1.0, 1.0, 0.0),
        Slider("eta", "step size η", 0.001, 1.2, 0.001, 0.02, 0.02),
        Slider("beta", "momentum β", 0.0, 0.95, 0.01, 0.1, 0.0),
        Slider("noise", "noise", 0.0, 10.0, 1.0, 5.0, 0.0),
        Slider("n", "steps", 0.0, float(LONGEST), 1.0, 10.0, 30.0),
    ),
    view=view,
    predictions=PREDICTIONS,
    challenges=CHALLENGES,
    actions=(Action("f", "step forward", forward), Action("b", "step back", back)),
    skills=("optimizers", "conditioning"),
    closing="Momentum cancels zigzags, Adam scales each weight's step; smaller steps or larger batches cut the noise.",
)
