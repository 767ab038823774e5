"""The demo of a likelihood: your own flips, and every θ judged by them."""

from __future__ import annotations

from math import log
from random import Random

from lessons.model.demo import Action, Challenge, Demo, Prediction, Readout, Slider, State, View, number
from lessons.model.figure import Axis, Figure, Line, Mark, Points

from .decimals import dec, three_decimals

_STEPS = 100
_MOST = 20.0


def flips(state: State) -> tuple[int, int]:
    """The numbers of heads and tails."""
    return round(number(state, "heads")), round(number(state, "tails"))


def likelihood(state: State, theta: float) -> float:
    """The likelihood θ^heads (1 - θ)^tails (MacKay, 2003, section 3.2)."""
    heads, tails = flips(state)
    return float(theta**heads * (1 - theta) ** tails)


def loglik(state: State, theta: float) -> float | None:
    """The log of the likelihood; None where that is 0."""
    heads, tails = flips(state)
    if (heads and theta == 0) or (tails and theta == 1):
        return None
    return (heads * log(theta) if heads else 0.0) + (tails * log(1 - theta) if tails else 0.0)


def peak(state: State) -> float | None:
    """The maximum likelihood estimate; None without a flip."""
    heads, tails = flips(state)
    return heads / (heads + tails) if heads + tails else None


def view(state: State) -> View:
    return View(_figure(state, open_=True), _figure(state, open_=False), _formula(state), _readouts(state))


def _figure(state: State, open_: bool) -> Figure:
    """The likelihood relative to its maximum, so that it fills the figure however small it is."""
    heads, tails = flips(state)
    theta = number(state, "theta")
    alt = f"{heads} heads and {tails} tails. A dashed line stands at theta = {dec(theta)}"
    marks: list[Mark] = [Line(((theta, 0.0), (theta, 1.0)), role="second", dashed=True, label="" if open_ else "θ")]
    if open_:
        best = peak(state)
        top = likelihood(state, 0.5 if best is None else best)
        thetas = [i / _STEPS for i in range(_STEPS + 1)]
        marks.append(Line(tuple((x, likelihood(state, x) / top) for x in thetas), role="accent"))
        marks.append(Points(((theta, likelihood(state, theta) / top),), role="second"))
        alt += ". A curve shows the likelihood of every theta relative to its peak"
        alt += "; without flips it is flat" if best is None else f", which is at {best:.2f}"
    return Figure(tuple(marks), Axis(0.0, 1.0, "θ"), Axis(0.0, 1.1, "of peak"), alt=f"{alt}.", height=16)


def _formula(state: State) -> tuple[str, ...]:
    heads, tails = flips(state)
    theta = dec(number(state, "theta"))
    complement = dec(1 - number(state, "theta"))
    return (
        rf"{theta}^{{{heads}}} \cdot {complement}^{{{tails}}}",
        rf"{heads} \ln {theta} + {tails} \ln {complement}",
    )


def _small(value: float) -> str:
    """A likelihood in LaTeX: with few decimals, or in scientific notation."""
    if value == 0 or value >= 0.001:
        return f"{value:.4f}"
    mantissa, _, power = f"{value:.2e}".partition("e")
    return rf"{mantissa} \cdot 10^{{{int(power)}}}"


def _readouts(state: State) -> tuple[Readout, ...]:
    theta, best = number(state, "theta"), peak(state)
    value, logged = likelihood(state, theta), loglik(state, theta)
    top = likelihood(state, best) if best is not None else 1.0
    return (
        Readout("likelihood", r"p(\text{data} \mid \theta)", value, _small(value), secret=True),
        Readout(
            "log", r"\ell(\theta)", () if logged is None else logged,
            r"-\infty" if logged is None else three_decimals(logged), secret=True,
        ),
        Readout(
            "peak", r"\hat\theta", () if best is None else best,
            r"\text{none}" if best is None else f"{best:.3f}", secret=True,
        ),
        Readout("top", r"p(\text{data} \mid \hat\theta)", top, _small(top), secret=True),
        Readout("share", r"\text{fraction of peak}", value / top, f"{value / top:.3f}", secret=True),
    )  # fmt: skip


def flip(state: State, side: str) -> State:
    """The state with one more head or tail, up to the slider's limit."""
    return {**state, side: min(_MOST, number(state, side) + 1)}


def clear(state: State) -> State:
    return {**state, "heads": 0.0, "tails": 0.0}


def _data(rng: Random) -> dict[str, float]:
    return {"heads": float(rng.randint(1, 9)), "tails": float(rng.randint(1, 9))}


def draw_peak(rng: Random) -> State:
    return {**_data(rng), "theta": rng.randint(1, 9) / 10}


def draw_side(rng: Random) -> State:
    """A third of the time θ at the maximum likelihood estimate, otherwise at least 0.15 away from it."""
    while True:
        state = draw_peak(rng)
        best = peak(state) or 0.0
        if rng.random() < 0.3 and round(best, 2) == best:
            return {**state, "theta": best}
        if abs(number(state, "theta") - best) >= 0.15:
            return state


def side(state: State) -> str:
    off = number(state, "theta") - (peak(state) or 0.0)
    return "here" if abs(off) < 1e-9 else "to the left" if off > 0 else "to the right"


def side_because(state: State) -> str:
    heads, tails = flips(state)
    return (
        rf"The peak is at the fraction of heads, {heads} of {heads + tails}, about {peak(state) or 0.0:.2f}; $\theta$ "
        f"is at {dec(number(state, 'theta'))}."
    )


def peak_because(state: State) -> str:
    heads, tails = flips(state)
    return (
        f"{heads} heads in {heads + tails} flips: the likelihood is highest at {peak(state) or 0.0:.3f}. The "
        "height of the peak is a different number."
    )


PREDICTIONS = (
    Prediction(
        "side", r"Where is the peak of the likelihood, seen from this $\theta$?",
        draw_side, side, side_because, ("to the left", "here", "to the right"),
    ),
    Prediction(
        "peak", r"Where is the peak? Type a $\theta$; within 0.03 is close enough.", draw_peak,
        lambda state: f"{peak(state) or 0.0:.6g}", peak_because, tolerance=lambda _: 0.03,
    ),
)  # fmt: skip


def on_peak(state: State) -> bool:
    best, (heads, tails) = peak(state), flips(state)
    return best is not None and heads != tails and min(heads, tails) > 0 and abs(number(state, "theta") - best) < 0.005


def three_quarters(state: State) -> bool:
    heads, tails = flips(state)
    return heads + tails >= 8 and heads == 3 * tails


def refuted(state: State) -> bool:
    best = peak(state)
    return best is not None and likelihood(state, 0.5) < 0.01 * likelihood(state, best)


def tiny(state: State) -> bool:
    best = peak(state)
    return best is not None and likelihood(state, best) < 1e-6


CHALLENGES = (
    Challenge(
        "on-peak", "Move theta to the peak, with heads and tails in different numbers.", on_peak,
        "The peak is at the fraction of heads. Choose flips for which it has at most two decimals.",
        reason="The maximum likelihood estimate is the fraction of heads.",
    ),
    Challenge(
        "three-quarters", "Make the estimate exactly 0.75, with at least 8 flips.", three_quarters,
        "Take three heads for every tail.",
        reason=r"The estimate is $\frac{\text{heads}}{\text{flips}}$, and nothing else about the data matters.",
    ),
    Challenge(
        "refuted",
        "Make data that contradicts a fair coin: the likelihood at 0.5 is less than a hundredth of the peak.",
        refuted,
        "Ten heads and no tails are enough.",
        reason=r"Ten heads in a row have probability $0.5^{10} \approx 0.001$ under a fair coin, and 1 at the peak.",
    ),
    Challenge(
        "tiny", "Make even the peak smaller than one in a million.", tiny,
        "Take more flips, about as many heads as tails: every flip is another factor below 1.",
        reason="A likelihood is a product of factors below 1. That is why you work with its logarithm.",
    ),
)  # fmt: skip

LIKELIHOOD = Demo(
    id="likelihood",
    title="A coin, and every theta",
    rung="probability",
    about="Choose the flips, move theta, and see how probable each theta makes your flips.",
    controls=(
        Slider("theta", "theta", 0.0, 1.0, 0.01, 0.1, 0.5),
        Slider("heads", "heads", 0.0, _MOST, 1.0, 5.0, 3.0),
        Slider("tails", "tails", 0.0, _MOST, 1.0, 5.0, 2.0),
    ),
    view=view,
    predictions=PREDICTIONS,
    challenges=CHALLENGES,
    actions=(
        Action("a", "add a head", lambda state: flip(state, "heads")),
        Action("t", "add a tail", lambda state: flip(state, "tails")),
        Action("c", "clear the flips", clear),
    ),
    skills=("likelihood", "mle"),
    closing="The data stays fixed while theta moves; the likelihood peaks at the fraction of heads.",
)
