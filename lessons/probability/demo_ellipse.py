"""The demo of a Gaussian in the plane: its ellipse, and the distribution of y once x is known."""

from __future__ import annotations

from math import atan2, cos, exp, hypot, pi, sin, sqrt
from random import Random

from lessons.model.demo import Challenge, Demo, Prediction, Readout, Slider, Slip, State, View, number
from lessons.model.figure import Arrow, Axis, Figure, Line, Mark, Point, Points

from .decimals import dec

_X, _Y = Axis(-5.0, 5.0, "x"), Axis(-4.0, 4.0, "y")
_GAUSS = Random("dots of a Gaussian")
_DOTS = tuple((_GAUSS.gauss(0, 1), _GAUSS.gauss(0, 1)) for _ in range(120))
_BELL = 1.5  # how far the bell at the slice reaches to the right


def parts(state: State) -> tuple[float, float, float]:
    """σ of x, σ of y, and their correlation."""
    return number(state, "sx"), number(state, "sy"), number(state, "rho")


def covariance(state: State) -> tuple[float, float, float]:
    """Var(X), Cov(X, Y) and Var(Y)."""
    sx, sy, rho = parts(state)
    return sx * sx, rho * sx * sy, sy * sy


def eigenvalues(state: State) -> tuple[float, float]:
    """The eigenvalues of Σ, the larger one first."""
    a, b, c = covariance(state)
    half, root = (a + c) / 2, hypot((a - c) / 2, b)
    return half + root, half - root


def axes(state: State) -> tuple[Point, Point]:
    """The half axes of the 1σ ellipse: eigenvectors of Σ of length √λ."""
    a, b, c = covariance(state)
    turned = atan2(2 * b, a - c) / 2
    large, small = (sqrt(max(0.0, value)) for value in eigenvalues(state))
    return (large * cos(turned), large * sin(turned)), (-small * sin(turned), small * cos(turned))


def given(state: State) -> tuple[float, float]:
    """Mean and standard deviation of y once x is known."""
    sx, sy, rho = parts(state)
    return rho * sy / sx * number(state, "x"), sy * sqrt(1 - rho * rho)


def view(state: State) -> View:
    return View(_figure(state, open_=True), _figure(state, open_=False), _formula(state), _readouts(state))


def _figure(state: State, open_: bool) -> Figure:
    sx, sy, rho = parts(state)
    x = number(state, "x")
    rest = sqrt(1 - rho * rho)
    dots = ((sx * z, sy * (rho * z + rest * w)) for z, w in _DOTS)
    seen = tuple(at for at in dots if _X.lo < at[0] < _X.hi and _Y.lo < at[1] < _Y.hi)
    first, second = axes(state)
    turns = [(cos(pi * i / 36), sin(pi * i / 36)) for i in range(73)]
    ring = tuple((c * first[0] + s * second[0], c * first[1] + s * second[1]) for c, s in turns)
    marks: list[Mark] = [
        Points(seen, role="dim"),
        Line(ring, role="first"),
        Arrow(first, role="first"),
        Arrow(second, role="first"),
        Line(((x, _Y.lo), (x, _Y.hi)), role="second", dashed=True),
    ]
    alt = (
        f"120 dots around the origin and their 1σ ellipse, with the semi-axes to {_pair(first)} and {_pair(second)}. "
        f"A dashed line stands at x = {dec(x)}."
    )
    if open_:
        mean, spread = given(state)
        heights = [y for y in (mean + spread * i / 25 for i in range(-80, 81)) if _Y.lo < y < _Y.hi]
        bell = tuple((x + _BELL * exp(-(((y - mean) / spread) ** 2) / 2), y) for y in heights)
        marks += [Line(bell, role="accent")] if len(bell) > 1 else []
        marks += [Points(((x, mean),), role="accent")] if _Y.lo < mean < _Y.hi else []
        alt += f" A bell along it, around {dec(mean, 2)}, is the density of y there."
    return Figure(tuple(marks), _X, _Y, equal=True, alt=alt, height=18)


def _pair(at: Point) -> str:
    return f"({dec(at[0], 2)}, {dec(at[1], 2)})"


def _factor(value: float) -> str:
    return f"({dec(value)})" if value < 0 else dec(value)


def _formula(state: State) -> tuple[str, ...]:
    sx, sy, rho = parts(state)
    a, b, c = (dec(value, 3) for value in covariance(state))
    mean, spread = given(state)
    return (
        rf"\Sigma = \begin{{bmatrix}} {a} & {b} \\ {b} & {c} \end{{bmatrix}}",
        rf"{_factor(rho)} \cdot {dec(sy)} / {dec(sx)} \cdot {_factor(number(state, 'x'))} = {dec(mean, 3)}",
        rf"{dec(sy)} \cdot \sqrt{{1 - {dec(rho * rho)}}} = {dec(spread, 3)}",
    )


def _readouts(state: State) -> tuple[Readout, ...]:
    large, small = eigenvalues(state)
    mean, spread = given(state)
    return (
        Readout("large", r"\lambda_1", large, f"{large:.2f}"),
        Readout("small", r"\lambda_2", small, f"{small:.2f}"),
        Readout("mean", r"\text{mean of y}", mean, dec(mean, 3), secret=True),
        Readout("spread", r"\text{sd of y}", spread, dec(spread, 3), secret=True),
    )


def _drawn(rng: Random) -> State:
    return {
        "sx": rng.choice((1.0, 2.0)),
        "sy": rng.choice((1.0, 2.0)),
        "rho": rng.choice((-0.8, -0.5, 0.5, 0.8)),
        "x": rng.choice((-2.0, -1.0, 1.0, 2.0)),
    }


def mean_because(state: State) -> str:
    sx, sy, rho = parts(state)
    return (
        rf"$\rho \frac{{\sigma_y}}{{\sigma_x}} x = {_factor(rho)} \cdot \frac{{{dec(sy)}}}{{{dec(sx)}}} \cdot "
        rf"{_factor(number(state, 'x'))} = {dec(given(state)[0], 3)}$."
    )


def mean_slips(state: State) -> tuple[Slip, ...]:
    sx, sy, rho = parts(state)
    x = number(state, "x")
    right = given(state)[0]
    found = [
        Slip(-right, "The sign is reversed. Multiply the signs of $\\rho$ and of $x$."),
        Slip(0.0, "That is the mean of y before x is known. Move it by $\\rho \\frac{\\sigma_y}{\\sigma_x} x$."),
        Slip(rho * x, "You left out the standard deviations. Multiply by $\\frac{\\sigma_y}{\\sigma_x}$."),
        Slip(rho * sx / sy * x, "That ratio is the wrong way around. Use $\\frac{\\sigma_y}{\\sigma_x}$."),
        Slip(x * sy / sx, "You left out the correlation. Multiply by $\\rho$."),
    ]
    return tuple(slip for slip in found if abs(slip.value - right) > 0.1)


_MOVES = ("narrower", "the same", "wider")


def spread(state: State) -> str:
    return _MOVES[0] if number(state, "rho") else _MOVES[1]


def draw_known(rng: Random) -> State:
    """A third of the time a correlation of 0, which says nothing about y."""
    return {**_drawn(rng), "rho": rng.choice((-0.8, 0.0, 0.8))}


def spread_because(state: State) -> str:
    _, sy, rho = parts(state)
    return rf"$\sigma_y \sqrt{{1 - \rho^2}} = {dec(sy)} \sqrt{{1 - {dec(rho * rho)}}} = {dec(given(state)[1], 3)}$."


PREDICTIONS = (
    Prediction(
        "mean", "What is the mean of y for this x? The means of x and y are 0.", _drawn,
        lambda state: f"{given(state)[0]:.6f}", mean_because, tolerance=lambda _: 0.05, streak=1, slips=mean_slips,
    ),
    Prediction(
        "spread", "Once you know this x, is the distribution of y narrower than before, the same, or wider?",
        draw_known, spread, spread_because, _MOVES, streak=0,
    ),
)  # fmt: skip


def silent(state: State) -> bool:
    return number(state, "rho") == 0


def circle(state: State) -> bool:
    large, small = eigenvalues(state)
    return large - small < 1e-9


def known(state: State) -> bool:
    return number(state, "sy") == 1 and abs(given(state)[1] - 0.6) < 0.005


def line(state: State) -> bool:
    large, small = eigenvalues(state)
    return small < 0.02 * (large + small)


CHALLENGES = (
    Challenge(
        "silent", "Make x say nothing about y: the same mean of y for every x.", silent,
        "The mean of y is proportional to the correlation.",
        reason=r"With $\rho = 0$, a Gaussian pair is independent.",
    ),
    Challenge(
        "circle", "Make the ellipse a circle.", circle, r"No correlation, and $\sigma_x = \sigma_y$.",
        reason="Both eigenvalues are equal, so every direction has the same variance.",
    ),
    Challenge(
        "known", r"With $\sigma_y = 1$, make the standard deviation of y given x equal to 0.6.", known,
        r"Solve $1 - \rho^2 = 0.36$.", reason=r"Only $\rho^2$ counts, so the sign of the correlation plays no role.",
    ),
    Challenge(
        "line", r"Make the ellipse nearly a line: $\lambda_2$ less than 2% of $\lambda_1 + \lambda_2$.", line,
        "A correlation near 1 or -1 flattens it, and so does one small σ.",
        reason="One coordinate per point is almost enough: this is PCA.",
    ),
)  # fmt: skip

ELLIPSE = Demo(
    id="ellipse",
    title="The ellipse of a Gaussian",
    rung="probability",
    about="Shape a Gaussian in the plane, then fix x and see what that says about y.",
    controls=(
        Slider("sx", r"$\sigma$ of x", 0.5, 2.5, 0.5, 1.0, 2.0),
        Slider("sy", r"$\sigma$ of y", 0.5, 2.5, 0.5, 1.0, 1.0),
        Slider("rho", r"$\rho$", -0.95, 0.95, 0.05, 0.2, 0.5),
        Slider("x", "slice x", -4.0, 4.0, 0.5, 1.0, 2.0),
    ),
    view=view,
    predictions=PREDICTIONS,
    challenges=CHALLENGES,
    skills=("gaussians",),
    closing=r"Eigenvectors are the axes, eigenvalues the variances along them; $\rho$ says how well x predicts y.",
)
