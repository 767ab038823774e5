"""The demo of Bayes: 1000 people as 100 dots, and the formula beside them."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from lessons.model.demo import Challenge, Demo, Prediction, Readout, Slider, State, View, number
from lessons.model.figure import Axis, Figure, Label, Mark, Point, Points

from .decimals import dec

DOTS = 100
_ROW, _FIVE = 20, 5  # dots in a row, and between two gaps: five are counted at a glance
_X, _Y = Axis(0.0, 23.0, ticks=(-1.0,)), Axis(0.0, 10.0, ticks=(-1.0,))


def rates(state: State) -> tuple[float, float, float]:
    """Prior, sensitivity and rate of false alarms as probabilities."""
    return number(state, "prior") / 100, number(state, "sensitivity") / 100, number(state, "alarm") / 100


def branches(state: State) -> tuple[float, float]:
    """P(ill, positive) and P(healthy, positive)."""
    d, s, f = rates(state)
    return d * s, (1 - d) * f


def posterior(state: State) -> float | None:
    """P(ill | positive); None when nobody tests positive."""
    hit, false = branches(state)
    return hit / (hit + false) if hit + false else None


def dots(state: State) -> tuple[int, int, int]:
    """Of 100 dots, rounded: ill and positive, healthy and positive, ill and missed."""
    d, _, _ = rates(state)
    hit, false = branches(state)
    detected = round(DOTS * hit)
    return detected, round(DOTS * false), round(DOTS * d) - detected


def view(state: State) -> View:
    return View(_figure(state, open_=True), _figure(state, open_=False), _formula(state), _readouts(state))


def _figure(state: State, open_: bool) -> Figure:
    hit, false, missed = dots(state)
    ill = hit + missed
    seats = [(column + column // _FIVE + 0.5, 4.5 - row) for row in range(DOTS // _ROW) for column in range(_ROW)]
    alt = f"{DOTS} dots for the 1000 people, about 10 people each, {ill} of them ill"
    groups: tuple[tuple[str, int], ...]
    if open_:
        groups = (("accent", hit), ("bad", missed), ("second", false), ("dim", DOTS - ill - false))
        key = [("ill, positive", "accent"), ("ill, missed", "bad"), ("healthy, positive", "second")]
        alt += f": {hit} test positive, {missed} do not. Of the healthy {false} test positive"
    else:
        groups = (("good", ill), ("dim", DOTS - ill))
        key = [("ill", "good")]
    marks = [*_groups(seats, groups), *_key(key), Label((0.5, 5.5), "1 dot: about 10 people")]
    return Figure(tuple(marks), _X, _Y, alt=f"{alt}.", height=16)


def _groups(seats: list[Point], groups: tuple[tuple[str, int], ...]) -> Iterator[Mark]:
    start = 0
    for role, count in groups:
        yield Points(tuple(seats[start : start + count]), role=role)
        start += count


def _key(names: list[tuple[str, str]]) -> Iterator[Mark]:
    """The legend above the dots, one entry per line."""
    for line, (name, role) in enumerate(names):
        position = (0.5, 9.5 - line)
        yield Points((position,), role=role)
        yield Label((2.5, position[1]), name, role)


def _formula(state: State) -> tuple[str, ...]:
    d, s, f = rates(state)
    hit, false = branches(state)
    return (
        rf"{dec(d)} \cdot {dec(s)} = {dec(hit)}",
        rf"{dec(1 - d)} \cdot {dec(f)} = {dec(false)}",
        rf"P(+) = {dec(hit)} + {dec(false)} = {dec(hit + false)}",
    )


def _readouts(state: State) -> tuple[Readout, ...]:
    hit, false = branches(state)
    probability, d = posterior(state), rates(state)[0]
    return (
        Readout("ill", r"\text{ill, of 1000}", 1000 * d, dec(1000 * d, 1)),
        Readout("hit", r"\text{of them positive}", 1000 * hit, dec(1000 * hit, 1), secret=True),
        Readout("false", r"\text{healthy, positive}", 1000 * false, dec(1000 * false, 1), secret=True),
        Readout(
            "posterior", r"P(D \mid +)", () if probability is None else probability,
            r"\text{none}" if probability is None else f"{probability:.3f}", secret=True,
        ),
    )  # fmt: skip


def draw_size(rng: Random) -> State:
    """Rates whose posterior is not near the boundary between two options."""
    while True:
        state = {
            "prior": float(rng.choice((1, 2, 5, 10, 20, 40))),
            "sensitivity": float(rng.choice((70, 80, 90, 99))),
            "alarm": float(rng.choice((1, 2, 5, 9, 20))),
        }
        probability = posterior(state)
        if probability is not None and min(abs(probability - edge) for edge in _EDGES) > 0.05:
            return state


_EDGES = (0.2, 0.5, 0.8)
_SIZES = ("below 20 %", "20 to 50 %", "50 to 80 %", "above 80 %")


def size(state: State) -> str:
    probability = posterior(state) or 0.0
    return _SIZES[sum(probability > edge for edge in _EDGES)]


def size_because(state: State) -> str:
    hit, false = branches(state)
    return (
        f"Of 1000 people, {dec(1000 * hit, 1)} are ill and positive, {dec(1000 * false, 1)} are healthy and positive: "
        f"{dec(1000 * hit, 1)} of {dec(1000 * (hit + false), 1)}, or {posterior(state) or 0.0:.3f}."
    )


def draw_more(rng: Random) -> State:
    """Rates for which the two kinds of alarm differ by a factor of at least 1.3."""
    while True:
        state = draw_size(rng)
        hit, false = branches(state)
        if max(hit, false) > 1.3 * min(hit, false):
            return state


def more(state: State) -> str:
    hit, false = branches(state)
    return "the ill" if hit > false else "the healthy"


def more_because(state: State) -> str:
    d, s, f = rates(state)
    hit, false = branches(state)
    return (
        rf"${dec(d)} \cdot {dec(s)} = {dec(hit)}$ of all people against ${dec(1 - d)} \cdot {dec(f)} = {dec(false)}$: "
        f"{more(state)} are the majority."
    )


PREDICTIONS = (
    Prediction(
        "more", "Who is in the majority among those who test positive?",
        draw_more, more, more_because, ("the ill", "the healthy"),
    ),
    Prediction(
        "size", "You test positive. How probable is it that you are ill?",
        draw_size, size, size_because, _SIZES,
    ),
)  # fmt: skip


def even(state: State) -> bool:
    probability = posterior(state)
    return probability is not None and abs(probability - 0.5) < 0.02


def useless(state: State) -> bool:
    d, s, f = rates(state)
    return d > 0 and s == f > 0


def trusted(state: State) -> bool:
    probability = posterior(state)
    return probability is not None and number(state, "prior") == 1 and probability > 0.9


def perfect(state: State) -> bool:
    probability = posterior(state)
    return probability is not None and number(state, "sensitivity") == 100 and probability < 0.5


CHALLENGES = (
    Challenge(
        "even", "Make the posterior 50%, within 2%.", even,
        "You need as many true alarms as false ones: raise the prior, or lower the false alarm rate.",
        reason="As many true alarms as false ones: half of all alarms are true.",
    ),
    Challenge(
        "perfect", "Make a test that misses nobody, and whose alarm is still probably false.", perfect,
        "Set the sensitivity to 100% and the prior low. Then most alarms come from healthy people.",
        reason="When the prior is low, most alarms come from the many healthy people, whatever the sensitivity.",
    ),
    Challenge(
        "trusted", "With a prior of 1%, get a posterior above 90%.", trusted,
        "A higher sensitivity is not enough. Lower the false alarm rate.",
        reason="The false alarm rate acts on the 99% who are healthy, so it decides the posterior.",
    ),
    Challenge(
        "useless", "Make a test that tells you nothing: the posterior equals the prior.", useless,
        "It has to be positive as often for healthy people as for ill people.",
        reason="Both groups test positive at the same rate, so this rate cancels in Bayes' rule and the prior is left.",
    ),
)  # fmt: skip

BAYES = Demo(
    id="bayes",
    title="What a positive test means",
    rung="probability",
    about="Move the prior and the rates of a test, and see who of 1000 people tests positive. A dot is about 10.",
    controls=(
        Slider("prior", "ill, %", 0.0, 60.0, 1.0, 10.0, 1.0),
        Slider("sensitivity", "found, %", 0.0, 100.0, 1.0, 10.0, 90.0),
        Slider("alarm", "alarms, %", 0.0, 100.0, 0.1, 5.0, 9.0),
    ),
    view=view,
    predictions=PREDICTIONS,
    challenges=CHALLENGES,
    skills=("bayes",),
    closing="When few people are ill, most positive tests can come from healthy people.",
)
