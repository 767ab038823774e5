"""The demo of a coin that can be biased, and whose tails can be split into a third outcome."""

from __future__ import annotations

from math import log
from random import Random

from lessons.model.demo import Challenge, Demo, Prediction, Readout, Slider, State, View, number
from lessons.model.figure import Axis, Figure, Label, Line, Mark, Points

from .entropy_format import Dist, cell, dist, entropy, equals, show, surprisal

_X, _Y = Axis(0.0, 1.0, "p(heads)"), Axis(0.0, 1.8, "bits")
_OTHER = 0.3  # heads of the coin that the drawn one is compared with


def outcomes(state: State) -> Dist:
    """The probabilities of heads and of the two parts of tails; the last is 0 for a plain coin."""
    p, split = number(state, "p"), number(state, "split")
    return p, round((1 - p) * (1 - split), 9), round((1 - p) * split, 9)


def view(state: State) -> View:
    return View(_figure(state, open_=True), _figure(state, open_=False), _formula(state), _readouts(state))


def _arch(split: float) -> tuple[tuple[float, float], ...]:
    splits = [k / 80 for k in range(81)]
    return tuple((x, entropy((x, (1 - x) * (1 - split), (1 - x) * split))) for x in splits)


def _figure(state: State, open_: bool) -> Figure:
    p, split = number(state, "p"), number(state, "split")
    h = entropy(outcomes(state))
    marks: list[Mark] = []
    alt = f"Probability of heads {show(p)}, tails split {show(1 - split)} to {show(split)}."
    if open_:
        marks.append(Line(_arch(0.0), role="dim" if split else "first"))
        if split:
            marks.append(Line(_arch(split), role="first"))
        marks += [Line(((p, 0.0), (p, h)), role="second", dashed=True), Points(((p, h),), role="accent")]
        alt += f" The curve of the entropy stands at {show(h)} bits there."
    else:
        marks.append(Line(((p, 0.0), (p, 1.6)), role="second", dashed=True))
        marks.append(Label((min(p + 0.03, 0.66), 0.8), "how high?"))
    return Figure(tuple(marks), _X, _Y, alt=alt, height=16)


def _formula(state: State) -> tuple[str, ...]:
    lines = []
    for p in outcomes(state):
        if 0 < p < 1:
            lines.append(rf"-{cell(p)} \log_2 {cell(p)} {equals(p * surprisal(p))}")
    return (*lines, rf"H {equals(entropy(outcomes(state)))} \text{{ bits}}")


def _readouts(state: State) -> tuple[Readout, ...]:
    p = outcomes(state)
    h = entropy(p)
    count = sum(1 for x in p if x > 0)
    return (
        Readout("p", r"\mathbf p", p, dist(p, 4)),
        Readout("bits", r"H \text{ in bits}", h, show(h), secret=True),
        Readout("nats", r"H \text{ in nats}", h * log(2), show(h * log(2)), secret=True),
        Readout("as_many", r"2^H", 2**h, show(2**h, 2), secret=True),
        Readout("most", rf"\text{{most for }} {count}", entropy((1 / count,) * count), show(_most(count))),
    )


def _most(count: int) -> float:
    return entropy((1 / count,) * count)


def draw_coin(rng: Random) -> State:
    """A plain coin, which a quarter of the time mirrors the reference coin."""
    if rng.random() < 0.25:
        return {"p": rng.choice((0.3, 0.7)), "split": 0.0}
    return {"p": rng.choice((0.05, 0.1, 0.15, 0.2, 0.4, 0.45, 0.5, 0.55, 0.6, 0.8, 0.9, 0.95)), "split": 0.0}


def compared(state: State) -> str:
    p = number(state, "p")
    distance, reference = abs(p - 0.5), abs(_OTHER - 0.5)
    if abs(distance - reference) < 1e-9:
        return "both alike"
    return "this one" if distance < reference else "the 0.3 coin"


def compared_because(state: State) -> str:
    p = number(state, "p")
    numbers = f"${show(entropy((p, 1 - p)))}$ bits here, ${show(entropy((_OTHER, 1 - _OTHER)))}$ there."
    tail = (
        "Exchanging heads and tails changes nothing."
        if compared(state) == "both alike"
        else "The coin closer to fair is harder to predict."
    )
    return f"{numbers} {tail}"


def draw_size(rng: Random) -> State:
    if rng.random() < 0.5:
        return {"p": rng.randint(1, 19) / 20, "split": 0.0}
    return {"p": rng.randint(1, 8) / 10, "split": rng.choice((0.25, 0.5))}


def size_because(state: State) -> str:
    terms = [rf"{cell(p)} \cdot {show(surprisal(p))}" for p in outcomes(state) if p > 0]
    return rf"Each surprisal weighted by its probability: ${' + '.join(terms)} \approx {show(_h(state))}$."


def _h(state: State) -> float:
    return entropy(outcomes(state))


PREDICTIONS = (
    Prediction(
        "more-uncertain",
        "Compare this coin with one that lands heads with probability 0.3. Which of the two is more uncertain?",
        draw_coin, compared, compared_because, ("this one", "the 0.3 coin", "both alike"),
    ),
    Prediction(
        "size", "About how many bits is the entropy? Within 0.15 is close enough.",
        draw_size, lambda state: f"{_h(state):.3f}", size_because, tolerance=lambda _: 0.15,
    ),
)  # fmt: skip


def half_a_bit(state: State) -> bool:
    return number(state, "split") == 0 and abs(_h(state) - 0.5) < 0.02


def settled(state: State) -> bool:
    return _h(state) == 0


def most_of_three(state: State) -> bool:
    return _h(state) > 1.58


def like_a_fair_coin(state: State) -> bool:
    return min(outcomes(state)) > 0 and abs(_h(state) - 1) < 0.02


CHALLENGES = (
    Challenge(
        "half", "Find a coin with half a bit of entropy, within 0.02. Leave the split at 0.", half_a_bit,
        "The 90/10 coin has 0.469. Bend it a little less.",
        reason="Half a bit is little doubt: one side comes up about nine times in ten.",
    ),
    Challenge("settled", "Make the entropy 0.", settled, "Make one outcome certain.",
        reason=r"A certain outcome is no surprise: $-\log_2 1 = 0$.",
    ),
    Challenge(
        "most", "Make three outcomes as uncertain as they can be: more than 1.58 bits.", most_of_three,
        "Make all three equally likely: heads with probability 1/3, and the rest split in half.",
        reason=r"Equal probabilities have the largest entropy: $\log_2 3 \approx 1.585$ bits.",
    ),
    Challenge(
        "disguise", "Make three outcomes as uncertain as one fair coin, within 0.02.", like_a_fair_coin,
        "One outcome is likely, and the rest is split: try heads at 0.75.",
        reason="Entropy counts average surprise, not outcomes: three outcomes can be as uncertain as two.",
    ),
)  # fmt: skip

ENTROPY = Demo(
    id="entropy",
    title="Bend a coin",
    rung="information_theory",
    about="Bend a coin and watch its entropy. Then split tails into two outcomes.",
    controls=(
        Slider("p", "heads", 0.0, 1.0, 0.01, 0.1, 0.8),
        Slider("split", "split of tails", 0.0, 1.0, 0.05, 0.25, 0.0),
    ),
    view=view,
    predictions=PREDICTIONS,
    challenges=CHALLENGES,
    skills=("entropy", "entropy-bounds"),
    closing="Entropy is the average surprisal, largest when all outcomes are equally likely.",
)
