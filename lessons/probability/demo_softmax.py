"""The demo of softmax: three scores, a temperature, and a constant that changes nothing."""

from __future__ import annotations

from math import exp
from random import Random

from lessons.model.demo import Action, Challenge, Demo, Prediction, Readout, Slider, State, View, number
from lessons.model.figure import Axis, Bars, Figure

from .decimals import dec
from .items_softmax import softmax

NAMES = ("z1", "z2", "z3")


def scores(state: State) -> tuple[float, ...]:
    """The three scores plus the constant."""
    return tuple(number(state, name) + number(state, "c") for name in NAMES)


def shares(state: State) -> tuple[float, ...]:
    heat = number(state, "T")
    return softmax(tuple(z / heat for z in scores(state)))


def plain(state: State) -> tuple[float, ...]:
    """The softmax outputs of the plain scores, without constant and at temperature 1."""
    return softmax(tuple(number(state, name) for name in NAMES))


def view(state: State) -> View:
    return View(_figure(state, open_=True), _figure(state, open_=False), _formula(state), _readouts(state))


def _figure(state: State, open_: bool) -> Figure:
    if open_:
        drawn = Bars(("p₁", "p₂", "p₃"), shares(state), role="accent")
        alt = "Three bars, the softmax outputs: " + ", ".join(f"{p:.3f}" for p in shares(state))
        return Figure((drawn,), y=Axis(0.0, 1.0), alt=f"{alt}.", height=14)
    bare = scores(state)
    alt = "Three bars, the logits: " + ", ".join(dec(z) for z in bare)
    lo, hi = min(0.0, *bare), max(0.0, *bare)
    air = max(1.0, hi - lo) / 10
    drawn = Bars(("z₁", "z₂", "z₃"), bare, role="second")
    return Figure((drawn,), y=Axis(lo - air if lo < 0 else 0.0, hi + air), alt=f"{alt}.", height=14)


def _formula(state: State) -> tuple[str, ...]:
    heat = number(state, "T")
    powers = [z / heat for z in scores(state)]
    return (
        r"\mathbf z / T = (" + ", ".join(dec(power, 2) for power in powers) + ")",
        rf"p_1 / p_2 = \exp(({_gap(state)}) / {dec(heat)})",
    )


def _gap(state: State) -> str:
    first, second = scores(state)[:2]
    return f"{dec(first)} - {dec(second)}" if second >= 0 else f"{dec(first)} + {dec(-second)}"


def _big(value: float) -> str:
    """A positive number of any size."""
    if 0.01 <= value < 100_000:
        return dec(value, 2)
    mantissa, _, power = f"{value:.2e}".partition("e")
    return rf"{mantissa} \cdot 10^{{{int(power)}}}"


def _readouts(state: State) -> tuple[Readout, ...]:
    outputs = shares(state)
    quotient = exp((number(state, "z1") - number(state, "z2")) / number(state, "T"))
    return (
        *(Readout(f"p{i}", f"p_{i}", p, f"{p:.3f}", secret=True) for i, p in enumerate(outputs, 1)),
        Readout("sum", r"\text{sum}", sum(outputs), f"{sum(outputs):.3f}"),
        Readout("ratio", "p_1 / p_2", quotient, _big(quotient), secret=True),
    )


def shift(state: State, by: float) -> State:
    """A constant added to all three scores."""
    return {**state, "c": min(9.0, max(-9.0, number(state, "c") + by))}


def _scores(rng: Random) -> dict[str, float]:
    while True:
        drawn = {name: float(rng.randint(-3, 3)) for name in NAMES}
        if len(set(drawn.values())) == 3:
            return drawn


def draw_change(rng: Random) -> State:
    """A state with a constant added, and temperature 1 a third of the time."""
    added = float(rng.choice((-4, -3, -2, 2, 3, 4)))
    return {**_scores(rng), "T": rng.choice((0.5, 1.0, 2.0)), "c": added}


def change(state: State) -> str:
    heat = number(state, "T")
    return "the same" if heat == 1 else "larger" if heat < 1 else "smaller"


def change_because(state: State) -> str:
    before, after, added = max(plain(state)), max(shares(state)), dec(number(state, "c"))
    reason = {
        "the same": "and the temperature is 1",
        "larger": "but a temperature below 1 widens the gaps",
        "smaller": "but a temperature above 1 shrinks the gaps",
    }[change(state)]
    return f"The ${added}$ added to all cancels, {reason}: {before:.3f} before, {after:.3f} now."


def draw_ratio(rng: Random) -> State:
    """Scores with (z1 - z2) / T equal to 0, 1 or 2."""
    heat = rng.choice((1.0, 2.0))
    low = rng.randint(-3, 0)
    gap = heat * rng.choice((0, 1, 2))
    return {"z1": low + gap, "z2": float(low), "z3": float(rng.randint(-3, 3)), "T": heat, "c": 0.0}


def quotient(state: State) -> float:
    first, second, _ = shares(state)
    return first / second


def ratio_because(state: State) -> str:
    gap = number(state, "z1") - number(state, "z2")
    power = dec(gap / number(state, "T"))
    return (
        rf"The gap is ${dec(gap)}$. Divided by ${dec(number(state, 'T'))}$ it is ${power}$, and "
        rf"$e^{{{power}}} \approx {quotient(state):.2f}$. The third logit plays no role."
    )


PREDICTIONS = (
    Prediction(
        "change",
        "A constant was added to all three logits, and a temperature was set. Compared with the original logits "
        "at temperature 1, the largest output is now:",
        draw_change, change, change_because, ("smaller", "the same", "larger"),
    ),
    Prediction(
        "ratio", r"How many times as large as $p_2$ is $p_1$? Within 20% is close enough.", draw_ratio,
        lambda state: f"{quotient(state):.6g}", ratio_because, tolerance=lambda state: 0.2 * quotient(state),
    ),
)  # fmt: skip

_START = (2.0, 1.0, 0.0)


def _bare(state: State) -> tuple[float, ...]:
    return tuple(number(state, name) for name in NAMES)


def sharp(state: State) -> bool:
    return _bare(state) == _START and shares(state)[0] > 0.99


def flat(state: State) -> bool:
    bare, outputs = _bare(state), shares(state)
    return max(bare) - min(bare) >= 2 and max(outputs) - min(outputs) < 0.1


def half(state: State) -> bool:
    outputs = shares(state)
    return abs(outputs[0] - 0.5) < 0.01 and number(state, "T") == 1 and min(outputs[1:]) > 0.1


def unmoved(state: State) -> bool:
    moved = all(abs(z - start) >= 1 for z, start in zip(scores(state), _START, strict=True))
    after, before = shares(state), softmax(_START)
    return moved and all(abs(p - q) < 0.001 for p, q in zip(after, before, strict=True))


CHALLENGES = (
    Challenge(
        "unmoved", "Change all three logits by at least 1 and keep the outputs of (2, 1, 0).", unmoved,
        "Only differences matter: press a, or move all three by the same amount.",
        reason="Adding the same number to every logit cancels in the ratio.",
    ),
    Challenge(
        "sharp", "With the logits (2, 1, 0), give the first more than 0.99.", sharp,
        "A low temperature widens the gaps.",
        reason="Dividing by a low temperature widens every gap, and each ratio is e to the gap.",
    ),
    Challenge(
        "flat", "Make logits at least 2 apart, with all outputs within 0.1 of each other.", flat,
        "A high temperature shrinks every gap.",
        reason="Dividing by a high temperature shrinks every gap toward 0, and equal logits give equal outputs.",
    ),
    Challenge(
        "half", "At temperature 1, give the first exactly half, and each of the others more than 0.1.", half,
        "The other two together need the same total: two equal logits, about 0.7 below the first.",
        reason=r"$e^{z_1}$ equals the sum of the other two terms: with two equal rivals, each is $\ln 2$ below.",
    ),
)  # fmt: skip

SOFTMAX = Demo(
    id="softmax",
    title="Three logits, three probabilities",
    rung="probability",
    about="Move three logits and a temperature, add a constant to all, and see which outputs change.",
    controls=(
        Slider("z1", "score 1", -5.0, 5.0, 0.1, 1.0, 2.0),
        Slider("z2", "score 2", -5.0, 5.0, 0.1, 1.0, 1.0),
        Slider("z3", "score 3", -5.0, 5.0, 0.1, 1.0, 0.0),
        Slider("T", "temp. T", 0.1, 10.0, 0.1, 1.0, 1.0),
        Slider("c", "added c", -9.0, 9.0, 0.5, 2.0, 0.0),
    ),
    view=view,
    predictions=PREDICTIONS,
    challenges=CHALLENGES,
    actions=(
        Action("a", "add 1 to all", lambda state: shift(state, 1.0)),
        Action("s", "subtract 1 from all", lambda state: shift(state, -1.0)),
    ),
    skills=("softmax", "softmax-scores"),
    closing="Softmax reads differences of logits; the temperature scales them.",
)
