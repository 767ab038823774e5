"""The demo of a classifier: logits to probabilities to loss to gradient, and the step."""

from __future__ import annotations

from math import exp, log
from random import Random

from lessons.model.demo import Action, Challenge, Demo, Prediction, Readout, Slider, State, View, number
from lessons.model.figure import Axis, Bars, Figure

from .entropy_format import Dist, cell, dist, nats, show, softmax

_NAMES = ("class 1", "class 2", "class 3")
_REACH = 6.0
ETA = 1.0


def logits(state: State) -> Dist:
    return number(state, "z1"), number(state, "z2"), number(state, "z3")


def label(state: State) -> int:
    """The true class, counted from 1."""
    return round(number(state, "y"))


def loss(state: State) -> float:
    """-ln of the probability of the true class, in nats."""
    return nats(softmax(logits(state))[label(state) - 1])


def gradient(state: State) -> Dist:
    """The gradient of the loss with respect to the logits, p - y (Bishop, 2006, section 4.3.4)."""
    first, second, third = (p - (k == label(state)) for k, p in enumerate(softmax(logits(state)), 1))
    return first, second, third


def view(state: State) -> View:
    return View(_figure(state, open_=True), _figure(state, open_=False), _formula(state), _readouts(state))


def _figure(state: State, open_: bool) -> Figure:
    names = tuple(f"true: {k}" if k == label(state) else name for k, name in enumerate(_NAMES, 1))
    z, p = logits(state), softmax(logits(state))
    alt = f"Logits {dist(z, 2)}; class {label(state)} is true."
    if not open_:
        return Figure((Bars(names, z, role="dim"),), y=Axis(-_REACH, _REACH, "logits"), alt=alt, height=16)
    alt = f"{alt[:-1]}. Bars of the probabilities: {dist(p)}."
    bars = Bars(names, tuple(round(x, 3) for x in p), role="accent")
    return Figure((bars,), y=Axis(0.0, 1.1, "softmax"), alt=alt, height=16)


def _formula(state: State) -> tuple[str, ...]:
    true, score = softmax(logits(state))[label(state) - 1], logits(state)[label(state) - 1]
    return (
        rf"L = -\ln {cell(true)} \approx {show(loss(state))}",
        rf"\ln \sum e^z - z_{label(state)} \approx {show(loss(state) + score)} - {_factor(score)}",
    )


def _factor(score: float) -> str:
    return f"({show(score, 2)})" if score < 0 else show(score, 2)


def _readouts(state: State) -> tuple[Readout, ...]:
    p, slope = softmax(logits(state)), gradient(state)
    return (
        Readout("z", r"\mathbf z", logits(state), dist(logits(state), 2)),
        Readout("y", r"\text{true class}", float(label(state)), str(label(state))),
        Readout("p", r"\mathbf p", p, dist(p), secret=True),
        Readout("loss", r"L \text{ in nats}", loss(state), show(loss(state)), secret=True),
        Readout("gradient", r"\mathbf p - \mathbf y", slope, dist(slope), secret=True),
        Readout("perplexity", r"e^L", exp(loss(state)), show(exp(loss(state)), 2), secret=True),
    )


def step(state: State) -> State:
    """One gradient step on the logits, kept within the sliders' reach."""
    moved = (z - ETA * g for z, g in zip(logits(state), gradient(state), strict=True))
    clamped = {f"z{k}": round(min(max(z, -_REACH), _REACH), 6) + 0.0 for k, z in enumerate(moved, 1)}
    return {**state, **clamped}


def _drawn(rng: Random) -> State:
    z = [float(x) for x in rng.sample(range(-3, 5), 3)]
    return {"z1": z[0], "z2": z[1], "z3": z[2], "y": float(rng.randint(1, 3))}


def pushed(state: State) -> str:
    """The wrong class whose logit the step lowers most: the most probable one."""
    wrong = [k for k in (1, 2, 3) if k != label(state)]
    return f"class {max(wrong, key=lambda k: logits(state)[k - 1])}"


def pushed_because(state: State) -> str:
    return (
        rf"The gradient is about ${dist(gradient(state))}$. Each wrong logit falls in proportion to its "
        f"probability, and logit {label(state)} rises in proportion to 1 minus its probability."
    )


def draw_loss(rng: Random) -> State:
    """Logits whose loss is neither close to 0 nor very large."""
    while True:
        state = _drawn(rng)
        if 0.2 < loss(state) < 5:
            return state


def loss_because(state: State) -> str:
    true = softmax(logits(state))[label(state) - 1]
    return rf"The true class has probability ${cell(true)}$, and $-\ln {cell(true)} \approx {show(loss(state))}$."


PREDICTIONS = (
    Prediction(
        "pushed", "A gradient step raises the true logit and lowers the other two. Which one does it lower most?",
        _drawn, pushed, pushed_because, _NAMES,
    ),
    Prediction(
        "loss",
        "About how large is the loss, in nats? Within 0.35 is close enough. If the true logit is far below the "
        "largest, the loss is about their difference.",
        draw_loss, lambda state: f"{loss(state):.3f}", loss_because, tolerance=lambda _: 0.35,
    ),
)  # fmt: skip


def sure_and_wrong(state: State) -> bool:
    return loss(state) >= 5


def like_guessing(state: State) -> bool:
    return abs(loss(state) - log(3)) < 0.02 and len(set(logits(state))) == 3


def one_bit(state: State) -> bool:
    return abs(loss(state) / log(2) - 1) < 0.03


def nothing_to_learn(state: State) -> bool:
    return max(abs(g) for g in gradient(state)) < 0.02


CHALLENGES = (
    Challenge(
        "wrong", "Be confident and wrong: a loss of at least 5 nats.", sure_and_wrong,
        "Put the true logit 5 or more below the largest.",
        reason=r"The loss is $-\ln p$ of the true class, and it grows without bound as p falls to 0.",
    ),
    Challenge(
        "guessing", r"Get the loss of guessing, $\ln 3 \approx 1.099$ within 0.02, with three different logits.",
        like_guessing, "The true class needs probability 1/3: put one rival a little above it, and one further below.",
        reason=r"Only the probability of the true class counts: at $\frac{1}{3}$ the loss is $\ln 3$.",
    ),
    Challenge(
        "bit", r"A loss of one bit: $\ln 2 \approx 0.693$ nats, within 3%.", one_bit,
        "The true class needs probability 1/2: put one rival at the same height, and the third far below.",
        reason=r"The true class has probability $\frac{1}{2}$: one bit, which is $\ln 2$ nats.",
    ),
    Challenge(
        "learned", "Make every entry of the gradient smaller than 0.02 in size.", nothing_to_learn,
        "Put the true logit 5 above the others. Steps with g get there too, more and more slowly.",
        reason=r"The gradient is $\mathbf p - \mathbf y$: it vanishes when the prediction is right and sure.",
    ),
)  # fmt: skip

CLASSIFIER = Demo(
    id="classifier",
    title="A classifier learns",
    rung="information_theory",
    about="Move three logits yourself, or treat them as parameters and let gradient steps move them.",
    controls=(
        Slider("z1", "logit 1", -_REACH, _REACH, 0.5, 2.0, 2.0),
        Slider("z2", "logit 2", -_REACH, _REACH, 0.5, 2.0, 1.0),
        Slider("z3", "logit 3", -_REACH, _REACH, 0.5, 2.0, 0.0),
        Slider("y", "true class", 1.0, 3.0, 1.0, 1.0, 2.0),
    ),
    view=view,
    predictions=PREDICTIONS,
    challenges=CHALLENGES,
    actions=(Action("g", "gradient step", step),),
    skills=("classifier-loss", "logit-gradient"),
    closing="The gradient of the loss at the logits is p − y: it is small when the model is right and sure.",
)
