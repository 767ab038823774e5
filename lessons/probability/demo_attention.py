"""The demo of attention: one query, four keys, and the weighted average that comes out."""

from __future__ import annotations

from math import exp, inf, sqrt
from random import Random

from lessons.model.demo import Challenge, Demo, Handle, Prediction, Readout, Slider, Slip, State, View, number, point
from lessons.model.figure import Arrow, Axis, Figure, Mark, Point

from .decimals import dec

TOKENS = ("the", "cat", "sat", "down")
KEYS: tuple[Point, ...] = ((0.0, 2.0), (3.0, 1.0), (2.0, -2.0), (-2.0, 2.0))
"""The first two entries of each key, which is also the value; the other two are 0."""
D = 4  # entries of a query or a key
_AXIS = Axis(-4.5, 4.5)
_START: Point = (2.0, 2.0)


def scores(state: State) -> tuple[float, ...]:
    """q·k for each token."""
    x, y = point(state, "q")
    return tuple(x * key[0] + y * key[1] for key in KEYS)


def scaled(state: State) -> tuple[float, ...]:
    """What softmax gets: the scores, divided by √d where that is on, and −∞ for hidden tokens."""
    by = sqrt(D) if number(state, "scale") else 1.0
    seen = number(state, "seen")
    return tuple(score / by if i < seen else -inf for i, score in enumerate(scores(state)))


def weights(state: State) -> tuple[float, ...]:
    """The softmax of the scaled scores."""
    logits = scaled(state)
    powers = [exp(logit - max(logits)) for logit in logits]
    return tuple(power / sum(powers) for power in powers)


def output(state: State) -> Point:
    """The average of the values, weighted by the weights."""
    found = weights(state)
    x, y = (sum(p * key[axis] for p, key in zip(found, KEYS, strict=True)) for axis in (0, 1))
    return x, y


def winner(state: State) -> int:
    """The index of the token with the largest weight."""
    found = weights(state)
    return found.index(max(found))


def view(state: State) -> View:
    return View(_figure(state, open_=True), _figure(state, open_=False), _formula(state), _readouts(state))


def _figure(state: State, open_: bool) -> Figure:
    seen, found = number(state, "seen"), weights(state)
    marks: list[Mark] = []
    for i, (token, key) in enumerate(zip(TOKENS, KEYS, strict=True)):
        label = f"{token} {dec(found[i], 2)}" if open_ else token
        marks.append(Arrow(key, label=label, role="first" if i < seen else "dim"))
    query = point(state, "q")
    marks.append(Arrow(query, label="q", role="good"))
    listed = ", ".join(f"{token} to {_pair(key)}" for token, key in zip(TOKENS, KEYS, strict=True))
    alt = f"Key arrows: {listed}. Query arrow q to {_pair(query)}."
    if open_:
        out = output(state)
        marks.append(Arrow(out, label="out", role="accent"))
        shares = ", ".join(f"{token} {dec(p, 3)}" for token, p in zip(TOKENS, found, strict=True))
        alt += f" Weights: {shares}. Their average of the arrows ends at {_pair(out)}."
    return Figure(tuple(marks), _AXIS, _AXIS, equal=True, alt=alt, height=18)


def _pair(at: Point) -> str:
    return f"({dec(at[0], 2)}, {dec(at[1], 2)})"


def _factor(value: float) -> str:
    return f"({dec(value)})" if value < 0 else dec(value)


def _product(state: State, i: int) -> str:
    """The dot product of the query and a key with its numbers, in LaTeX."""
    query, key = point(state, "q"), KEYS[i]
    terms = " + ".join(rf"{_factor(x)} \cdot {_factor(y)}" for x, y in zip(query, key, strict=True))
    return f"{terms} = {dec(scores(state)[i])}"


def _formula(state: State) -> tuple[str, ...]:
    best = winner(state)
    logits = scaled(state)
    total = sum(exp(logit) for logit in logits)
    return (
        rf"\text{{{TOKENS[best]}}}: \quad {_product(state, best)}",
        rf"e^{{{dec(logits[best])}}} / {_total(total)} = {weights(state)[best]:.3f}",
    )


def _total(value: float) -> str:
    """A positive number of any size."""
    if 0.01 <= value < 100_000:
        return f"{value:.2f}"
    mantissa, _, power = f"{value:.2e}".partition("e")
    return rf"({mantissa} \cdot 10^{{{int(power)}}})"


def _readouts(state: State) -> tuple[Readout, ...]:
    query, out = point(state, "q"), output(state)
    label = r"\mathbf s / \sqrt{4}" if number(state, "scale") else r"\mathbf s / 1"
    return (
        Readout("q", r"\mathbf q", query, _pair(query)),
        Readout("scores", r"\mathbf s", scores(state), _listed(scores(state)), secret=True),
        Readout("scaled", label, scaled(state), _listed(scaled(state)), secret=True),
        Readout("weights", r"\mathbf p", weights(state), _listed(weights(state), 3), secret=True),
        Readout("output", r"\text{out}", out, _pair(out), secret=True),
    )


def _listed(numbers: tuple[float, ...], places: int = 4) -> str:
    return "(" + ", ".join(r"-\infty" if one == -inf else dec(one, places) for one in numbers) + ")"


def _drawn(rng: Random) -> State:
    return {"q": (float(rng.randint(-3, 3)), float(rng.randint(-3, 3))), "scale": 1.0, "seen": 4.0}


def draw_winner(rng: Random) -> State:
    """A query whose largest score is ahead by 2 or more; cat, sat and down win about as often."""
    wanted = rng.choice((1, 2, 3))
    while True:
        state = _drawn(rng)
        ordered = sorted(scores(state))
        if winner(state) == wanted and ordered[-1] - ordered[-2] >= 2:
            return state


def winner_because(state: State) -> str:
    products = ", ".join(f"{token} ${dec(score)}$" for token, score in zip(TOKENS, scores(state), strict=True))
    return f"The dot products are {products}. Softmax keeps their order: {TOKENS[winner(state)]} wins."


def draw_scaled(rng: Random) -> State:
    """A query whose dot product with cat is not 0."""
    while True:
        state = _drawn(rng)
        if 0.0 not in point(state, "q") and scores(state)[1]:
            return state


def scaled_because(state: State) -> str:
    return rf"The score of cat is ${_product(state, 1)}$, and $\sqrt{{4}} = 2$: ${dec(scaled(state)[1])}$."


def scaled_slips(state: State) -> tuple[Slip, ...]:
    score = scores(state)[1]
    query = point(state, "q")
    right = score / 2
    found = [
        Slip(score, r"That is the score itself. Divide it by $\sqrt{d}$."),
        Slip(score / D, r"You divided by $d$. Divide by its root, 2."),
        Slip(-right, "The sign is reversed. Add the two products with their signs."),
        Slip((query[0] * KEYS[1][0]) / 2, "That is the first product alone. Add the second one before you divide."),
    ]
    return tuple(slip for slip in found if abs(slip.value - right) > 0.05)


PREDICTIONS = (
    Prediction(
        "winner", "Compare the query with the keys. Which token gets the largest weight?", draw_winner,
        lambda state: TOKENS[winner(state)], winner_because, TOKENS, streak=1,
    ),
    Prediction(
        "scaled", r"The key of cat is $(3, 1, 0, 0)$, so $d = 4$. What is its score divided by $\sqrt{d}$?",
        draw_scaled, lambda state: f"{scaled(state)[1]:g}", scaled_because, tolerance=lambda _: 0.01, streak=0,
        slips=scaled_slips,
    ),
)  # fmt: skip


def uniform(state: State) -> bool:
    found = weights(state)
    return max(found) - min(found) < 1e-6


def copied(state: State) -> bool:
    return bool(number(state, "scale")) and number(state, "seen") == len(TOKENS) and max(weights(state)) > 0.95


def sharp(state: State) -> bool:
    return point(state, "q") == _START and weights(state)[1] > 0.98


def hidden(state: State) -> bool:
    top = scores(state)
    return top[1] == max(top) > sorted(top)[-2] and weights(state)[1] == 0


CHALLENGES = (
    Challenge(
        "uniform", "Make all four weights equal.", uniform, "Equal weights need equal scores.",
        reason="The output is the plain average of the values.",
    ),
    Challenge(
        "copied", r"With $\sqrt{d}$ and all four tokens, copy one: give it a weight above 0.95.", copied,
        "Point a long query along a long key.", reason="The output lands on that token's value.",
    ),
    Challenge(
        "sharp", r"Take the query (2, 2) again. Give cat a weight above 0.98.", sharp,
        r"Leave out the division by $\sqrt{d}$.",
        reason=r"Without $\sqrt{d}$ the scores are twice as far apart, and softmax gives one token almost all weight.",
    ),
    Challenge(
        "hidden", "Give cat the largest score and still the weight 0.", hidden,
        "A causal mask hides later tokens. Let the query see fewer of them.",
        reason=r"Its score becomes $-\infty$, and $e^{-\infty} = 0$.",
    ),
)  # fmt: skip

ATTENTION = Demo(
    id="attention",
    title="Attention",
    rung="probability",
    about="Move a query among four keys, which are the values, too. Arrows show the first two of d = 4 entries; the "
    "others are 0.",
    controls=(
        Handle("q", "query q", -4.0, 4.0, 0.5, 1.0, _START),
        Slider("scale", "over √d, 0 or 1", 0.0, 1.0, 1.0, 1.0, 1.0),
        Slider("seen", "tokens seen", 1.0, 4.0, 1.0, 1.0, 4.0),
    ),
    view=view,
    predictions=PREDICTIONS,
    challenges=CHALLENGES,
    skills=("attention",),
    closing="Attention is a softmax of dot products, then a weighted average.",
)
