"""The demo of two distributions over three outcomes, and what it costs to take one for the other."""

from __future__ import annotations

from math import inf, isclose
from random import Random

from lessons.model.demo import Challenge, Demo, Prediction, Readout, Slider, State, View, number
from lessons.model.figure import Axis, Bars, Figure, Label

from .entropy_format import Dist, cross_entropy, dist, divergence, entropy, show

_NAMES = ("outcome 1", "outcome 2", "outcome 3")
_Y = Axis(0.0, 1.25)
_SIDES = Label((1.0, 1.2), "left p, right q")


def pair(state: State) -> tuple[Dist, Dist]:
    """The distributions p and q, each from its first probability and the split of the rest."""
    return _three(state, "p"), _three(state, "q")


def _three(state: State, name: str) -> Dist:
    first, share = number(state, f"{name}1"), number(state, f"{name}2")
    return first, round((1 - first) * share, 9), round((1 - first) * (1 - share), 9)


def both_directions(state: State) -> tuple[float, float]:
    """The forward and reverse KL divergence, KL(p || q) and KL(q || p), in bits."""
    p, q = pair(state)
    return divergence(p, q), divergence(q, p)


def view(state: State) -> View:
    return View(_figure(state, open_=True), _figure(state, open_=False), _formula(state), _readouts(state))


def _figure(state: State, open_: bool) -> Figure:
    p, q = pair(state)
    bars = (Bars(_NAMES, p, role="accent"), Bars(_NAMES, q, role="second"))
    alt = f"Left bars p: {dist(p)}; right bars q: {dist(q)}."
    if not open_:
        return Figure((*bars, _SIDES), y=_Y, alt=alt, height=16)
    forward, reverse = both_directions(state)
    label = Label((1.0, 1.1), f"KL(p‖q) {_plain(forward)}")
    alt = f"{alt[:-1]}. KL(p, q) is {_plain(forward)} bits, KL(q, p) {_plain(reverse)}."
    return Figure((*bars, _SIDES, label), y=_Y, alt=alt, height=16)


def _plain(value: float) -> str:
    return "infinite" if value == inf else show(value)


def _formula(state: State) -> tuple[str, ...]:
    p, q = pair(state)
    h, price, waste = entropy(p), cross_entropy(p, q), divergence(p, q)
    kl = r"\mathrm{KL}(\mathbf p \,\|\, \mathbf q)"
    return (
        rf"H(\mathbf p, \mathbf q) = H(\mathbf p) + {kl}",
        rf"{show(price)} \approx {show(h)} + {show(waste)}",
    )


def _readouts(state: State) -> tuple[Readout, ...]:
    p, q = pair(state)
    forward, reverse = both_directions(state)
    price = cross_entropy(p, q)
    return (
        Readout("p", r"\mathbf p", p, dist(p, 4)),
        Readout("q", r"\mathbf q", q, dist(q, 4)),
        Readout("H", r"H(\mathbf p)", entropy(p), show(entropy(p))),
        Readout("price", r"H(\mathbf p, \mathbf q)", price, show(price), secret=True),
        Readout("forth", r"\mathrm{KL}(\mathbf p \,\|\, \mathbf q)", forward, show(forward), secret=True),
        Readout("back", r"\mathrm{KL}(\mathbf q \,\|\, \mathbf p)", reverse, show(reverse), secret=True),
    )


def _drawn(rng: Random) -> State:
    return {name: rng.randint(1, 9) / 10 for name in ("p1", "p2", "q1", "q2")}


def draw_price(rng: Random) -> State:
    """A state in which q equals p a third of the time, and visibly differs otherwise."""
    if rng.random() < 1 / 3:
        state = _drawn(rng)
        return {**state, "q1": state["p1"], "q2": state["p2"]}
    while True:
        state = _drawn(rng)
        if both_directions(state)[0] > 0.05:
            return state


def price_side(state: State) -> str:
    return "equal" if both_directions(state)[0] < 1e-9 else "above"


def price_because(state: State) -> str:
    p, q = pair(state)
    numbers = (
        rf"$H(\mathbf p) \approx {show(entropy(p))}$ and $H(\mathbf p, \mathbf q) \approx {show(cross_entropy(p, q))}$"
    )
    if price_side(state) == "equal":
        return f"{numbers}: q is p, so nothing is wasted, and the loss is at its floor."
    return f"{numbers}: a wrong belief always costs something."


def draw_larger(rng: Random) -> State:
    """A state in which q mirrors p a quarter of the time, so that both divergences agree; otherwise one is larger."""
    if rng.random() < 0.25:
        first, share = rng.randint(1, 7) / 10, rng.choice((0.1, 0.2, 0.3, 0.7, 0.8, 0.9))
        return {"p1": first, "p2": share, "q1": first, "q2": round(1 - share, 6)}
    while True:
        state = _drawn(rng)
        if rng.random() < 0.5:
            state = {**state, rng.choice(("q2", "p2")): 1.0}
        forward, reverse = both_directions(state)
        if (
            forward < inf
            and reverse < inf
            and max(forward, reverse) > 0.2
            and max(forward, reverse) < 1.4 * min(forward, reverse)
        ):
            continue
        if forward != reverse and max(forward, reverse) > 0.2:
            return state


def larger(state: State) -> str:
    forward, reverse = both_directions(state)
    if forward == reverse or isclose(forward, reverse, abs_tol=1e-9):
        return "equal"
    return "p to q" if forward > reverse else "q to p"


def larger_because(state: State) -> str:
    forward, reverse = both_directions(state)
    numbers = (
        rf"$\mathrm{{KL}}(\mathbf p \,\|\, \mathbf q) = {show(forward)}$, the other way ${show(reverse)}$ (rounded)"
    )
    if larger(state) == "equal":
        return f"{numbers}: q is p with two outcomes exchanged, so both directions agree."
    if inf in (forward, reverse):
        return f"{numbers}: one distribution gives probability 0 to an outcome that the other produces."
    return f"{numbers}. The cost is largest where the first distribution is high and the second is low."


PREDICTIONS = (
    Prediction(
        "price", r"The readout gives $H(\mathbf p)$. Where will $H(\mathbf p, \mathbf q)$ be?",
        draw_price, price_side, price_because, ("below", "equal", "above"),
    ),
    Prediction(
        "larger",
        r"Which is larger, $\mathrm{KL}(\mathbf p \,\|\, \mathbf q)$ (p to q) or the other way (q to p)?",
        draw_larger, larger, larger_because, ("p to q", "q to p", "equal"),
    ),
)  # fmt: skip


def no_waste(state: State) -> bool:
    return both_directions(state)[0] < 1e-9


def equal_but_not_same(state: State) -> bool:
    forward, reverse = both_directions(state)
    return 0.1 < forward < inf and abs(forward - reverse) < 0.005


def impossible(state: State) -> bool:
    forward, reverse = both_directions(state)
    return forward == inf and reverse < 1


def one_sided(state: State) -> bool:
    forward, reverse = both_directions(state)
    return reverse < inf and forward < inf and reverse > 0.1 and forward >= 1.5 * reverse


def floor_and_waste(state: State) -> bool:
    p, q = pair(state)
    return entropy(p) > 1.4 and 1 <= divergence(p, q) < inf


CHALLENGES = (
    Challenge(
        "zero", r"Make $\mathrm{KL}(\mathbf p \,\|\, \mathbf q) = 0$.", no_waste, "Make q equal to p.",
        reason=r"$\mathrm{KL}(\mathbf p \,\|\, \mathbf q) = 0$ only when the two distributions are equal.",
    ),
    Challenge(
        "alike", "Make both divergences equal and above 0.1.", equal_but_not_same,
        "Exchange two outcomes: use the same first probability, and mirror the split of the rest.",
        reason="KL is not symmetric, but exchanging two outcomes turns one direction into the other.",
    ),
    Challenge(
        "infinite", r"Make $\mathrm{KL}(\mathbf p \,\|\, \mathbf q)$ infinite and the other less than 1.", impossible,
        "In q, give probability 0 to an outcome that happens under p.",
        reason=r"The term $p \log \frac{p}{q}$ is infinite when q is 0 and p is not.",
    ),
    Challenge(
        "one-sided",
        r"Make $\mathrm{KL}(\mathbf q \,\|\, \mathbf p)$ above 0.1, the other finite and at least 1.5 times as large.",
        one_sided, "Make q almost 0 where p is not small.",
        reason=r"$\mathrm{KL}(\mathbf p \,\|\, \mathbf q)$ averages over p: it punishes a small q where p is large.",
    ),
    Challenge(
        "waste", r"$H(\mathbf p)$ above 1.4, and a finite waste of 1 bit or more.", floor_and_waste,
        "Make p nearly uniform and q nearly certain of one outcome.",
        reason="The waste is the KL divergence: the extra bits per outcome of a code made for q.",
    ),
)  # fmt: skip

DIVERGENCE = Demo(
    id="divergence",
    title="Truth and belief",
    rung="information_theory",
    about="Set what happens (p) and what you believe (q): the first probability, and the split of the rest.",
    controls=(
        Slider("p1", "p: first", 0.0, 1.0, 0.05, 0.25, 0.5),
        Slider("p2", "p: split", 0.0, 1.0, 0.05, 0.25, 0.5),
        Slider("q1", "q: first", 0.0, 1.0, 0.05, 0.25, 0.25),
        Slider("q2", "q: split", 0.0, 1.0, 0.05, 0.25, 0.8),
    ),
    view=view,
    predictions=PREDICTIONS,
    challenges=CHALLENGES,
    skills=("cross-entropy", "kl", "kl-direction"),
    closing="Cross-entropy is the entropy of p plus what believing q costs, and the cost is not symmetric.",
)
