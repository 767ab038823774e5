"""Questions on what surrounds an optimizer: clipping, weight decay, schedules, steps, and a loss that diverges."""

from __future__ import annotations

from fractions import Fraction
from math import ceil, cos, pi
from random import Random

from lessons.answers import Comparison
from lessons.latex_numbers import num, par, vec
from lessons.model.computed_item import ItemDraw, computed
from lessons.model.misconception import Misconception
from lessons.model.page import Step

from .wording import dec, factor, plain, signed, spelled

THREE_FIGURES = Comparison(significant=3)
TRIPLES = ((3, 4, 5), (4, 3, 5), (6, 8, 10), (5, 12, 13), (8, 15, 17), (24, 7, 25), (20, 21, 29), (12, 5, 13))


@computed("calculus.training.clip", "vector", ["training"], "scale to the length", Comparison(absolute=0.001))
def training_clip(rng: Random) -> ItemDraw:
    a, b, length = rng.choice(TRIPLES)
    scale = rng.choice((2, 5, 10))
    return clip(
        (rng.choice((-1, 1)) * a * scale, rng.choice((-1, 1)) * b * scale), length * scale, rng.choice((2, 4, 5))
    )


def clip(gradient: tuple[int, int], length: int, limit: int) -> ItemDraw:
    """The question: a gradient clipped to a norm; its own norm is `length`, above the limit."""
    a, b = gradient
    answer = (limit * a / length, limit * b / length)
    by_value = tuple(max(-limit, min(limit, entry)) for entry in gradient)
    total = abs(a) + abs(b)
    by_sum = (limit * a / total, limit * b / total)
    return ItemDraw(
        given={"gradient": gradient, "limit": limit},
        prompt=rf"A training script clips gradients to the norm {limit}. The gradient of a step is $\mathbf g = "
        rf"{vec(gradient)}$. What does the optimizer receive, to three decimals?",
        lead=r"\mathbf g \leftarrow",
        answer=answer,
        misconceptions=(
            Misconception(
                "by-value",
                by_value,
                f"${vec(by_value)}$ cuts each entry at {limit} in size. This changes the direction; divide by the "
                f"length, and both entries shrink by the same factor.",
            ),
            Misconception(
                "sum-of-entries",
                by_sum,
                rf"This divides by {total}, the sum of the sizes of the entries. The norm is the length, "
                rf"$\sqrt{{{par(a)}^2 + {par(b)}^2}} = {length}$.",
            ),
            Misconception(
                "divides-by-the-limit",
                (a / limit, b / limit),
                f"This divides the gradient by the limit, {limit}. Its length has to become {limit}: divide by "
                f"{length}, and multiply by {limit}.",
            ),
            Misconception(
                "unchanged",
                gradient,
                f"This is the gradient itself. Its length is {length}, which is more than {limit}, so it is scaled "
                f"down.",
            ),
        ),
        hints=(
            "You want a vector with the same direction, and with the length that the script allows.",
            r"Multiply by $\frac{c}{\lVert \mathbf g \rVert}$, where $c$ is the limit.",
            rf"The length of $\mathbf g$ is $\sqrt{{{a * a} + {b * b}}} = {length}$.",
        ),
        steps=(
            Step(rf"The length: $\sqrt{{{a * a} + {b * b}}} = {length}$", str(length)),
            *(
                Step(rf"Entry {place}: $\frac{{{limit} \cdot {par(entry)}}}{{{length}}} {_near(value)}$", num(value, 5))
                for place, (entry, value) in enumerate(zip(gradient, answer, strict=True), 1)
            ),
        ),
        explanation=rf"Both entries are multiplied by $\frac{{{limit}}}{{{length}}}$, so the direction stays. A step "
        rf"of SGD "
        f"is then at most ${limit} \\eta$ long, however bad the batch.",
    )


def _near(value: float) -> str:
    """A value with three decimals, after = where that is exact."""
    shown = f"{value:.3f}".rstrip("0").rstrip(".")
    return f"{'=' if abs(float(shown) - value) < 1e-12 else chr(92) + 'approx'} {shown}"


@computed("calculus.training.decay", "number", ["training"], "shrink, then step", practice=True)
def training_decay(rng: Random) -> ItemDraw:
    rate, decay = Fraction(rng.choice((1, 2, 5)), 10), Fraction(rng.choice((1, 2, 4, 5)), 10)
    return decayed(rng.choice((-10, -5, 5, 10, 20)), rng.choice((-6, -4, -2, 2, 4, 6)), rate, decay)


def decayed(start: int, slope: int, rate: Fraction, decay: Fraction) -> ItemDraw:
    """The question: a weight after one step with weight decay."""
    kept = 1 - rate * decay
    answer = kept * start - rate * slope
    hard = (1 - decay) * start - rate * slope
    return ItemDraw(
        given={"start": start, "slope": slope, "rate": plain(rate), "decay": plain(decay)},
        prompt=rf"SGD with $\eta = {dec(rate)}$ and weight decay $\lambda = {dec(decay)}$ is at $w = {start}$. The "
        rf"gradient is ${slope}$. Where is $w$ after the step?",
        lead="w =",
        answer=plain(answer),
        misconceptions=(
            Misconception(
                "no-decay",
                plain(start - rate * slope),
                rf"${dec(start - rate * slope)}$ is the step without weight decay. The old weight is multiplied by $1 "
                rf"- \eta \lambda = {dec(kept)}$ as well.",
            ),
            Misconception(
                "decay-without-rate",
                plain(hard),
                rf"${dec(hard)}$ multiplies the weight by $1 - {dec(decay)}$. The decay is scaled by the learning "
                rf"rate: $1 - {dec(rate)} \cdot {dec(decay)} = {dec(kept)}$.",
            ),
            Misconception(
                "grows",
                plain((2 - kept) * start - rate * slope),
                rf"${dec((2 - kept) * start - rate * slope)}$ lets the weight grow by the factor ${dec(2 - kept)}$. "
                rf"Decay shrinks it: the factor is ${dec(kept)}$.",
            ),
            Misconception(
                "decay-alone",
                plain(kept * start),
                rf"${dec(kept * start)}$ is the weight after the decay. The gradient step is missing: subtract "
                rf"${dec(rate)} \cdot {factor(slope)}$.",
            ),
        ),
        hints=(
            "You want the weight after two changes: it shrinks, and it steps against the gradient.",
            r"$w \leftarrow (1 - \eta \lambda) w - \eta g$.",
            rf"The factor is $1 - {dec(rate)} \cdot {dec(decay)} = {dec(kept)}$.",
        ),
        steps=(
            Step(rf"Shrink: ${dec(kept)} \cdot {factor(start)} = {dec(kept * start)}$", spelled(kept * start)),
            Step(rf"Step: ${dec(kept * start)} - {dec(rate)} \cdot {factor(slope)} = {dec(answer)}$", spelled(answer)),
        ),
        explanation=rf"${dec(kept)} \cdot {factor(start)} {signed(-rate * slope)} = {dec(answer)}$. In SGD, adding "
        r"$\frac{\lambda}{2} w^2$ to the loss does the same, since its slope is $\lambda w$.",
    )


PARTS = (Fraction(1, 6), Fraction(1, 4), Fraction(1, 3), Fraction(2, 3), Fraction(3, 4), Fraction(5, 6))


@computed("calculus.training.cosine", "number", ["training"], "put the step into the cosine", THREE_FIGURES)
def training_cosine(rng: Random) -> ItemDraw:
    return cosine(
        rng.choice(PARTS), rng.choice((1200, 6000, 12000, 60000)), rng.choice((0.1, 0.01, 0.02, 0.001, 0.003))
    )


def cosine(part: Fraction, total: int, rate: float) -> ItemDraw:
    """The question: the learning rate of a cosine schedule after a part of its steps."""
    t = int(part * total)
    turn = cos(pi * part)
    answer = rate / 2 * (1 + turn)
    linear, bare, quarter = rate * float(1 - part), rate * turn, rate * cos(pi / 2 * part)
    return ItemDraw(
        given={"t": t, "total": total, "rate": rate},
        prompt=rf"A cosine schedule starts at $\eta_0 = {num(rate)}$ and ends at 0 after {total:,} steps. What is the "
        rf"learning rate at step {t:,}, to three significant figures?",
        lead=r"\eta_t =",
        answer=answer,
        misconceptions=(
            Misconception(
                "linear",
                linear,
                f"${num(linear)}$ lies on a straight line from ${num(rate)}$ to 0. A cosine schedule lies above this "
                f"line in the first half and below it in the second.",
            ),
            Misconception(
                "cosine-alone",
                bare,
                rf"${num(bare)}$ is $\eta_0 \cos \frac{{\pi t}}{{T}}$, which becomes negative in the second half. Add "
                rf"1 to the cosine, and take half.",
            ),
            Misconception(
                "no-half",
                2 * answer,
                f"${num(2 * answer)}$ misses the factor $\\frac{{1}}{{2}}$. At step 0 the schedule would start at "
                f"${num(2 * rate)}$ in place of ${num(rate)}$.",
            ),
            Misconception(
                "quarter-wave",
                quarter,
                rf"${num(quarter)}$ follows a quarter of a cosine, $\cos \frac{{\pi t}}{{2 T}}$. The schedule uses "
                rf"half a wave, from its top to its bottom, so that it ends flat.",
            ),
        ),
        hints=(
            "You want the height of half a cosine wave, scaled to run from the start value down to 0.",
            r"$\eta_t = \frac{1}{2} \eta_0 \left( 1 + \cos \frac{\pi t}{T} \right)$, with the angle in radians.",
            rf"$\frac{{t}}{{T}} = {dec(part)}$, so the cosine is about ${num(turn, 4)}$.",
        ),
        steps=(
            Step(rf"The fraction of the schedule: $\frac{{{t}}}{{{total}}} = {dec(part)}$", spelled(part)),
            Step(rf"The cosine: $\cos ({dec(part)} \pi) \approx {num(turn, 4)}$", num(turn, 6)),
            Step(
                rf"The rate: $\frac{{1}}{{2}} \cdot {num(rate)} \cdot (1 {_plus(turn)}) \approx {answer:.3g}$",
                f"{answer:.6g}",
            ),
        ),
        explanation=rf"$\frac{{1}}{{2}} \cdot {num(rate)} \cdot (1 {_plus(turn)}) \approx {answer:.3g}$. The schedule "
        rf"is flat at both ends: it spends many steps near the full rate, and many near 0.",
    )


def _plus(value: float) -> str:
    """A further term with four decimals and its sign."""
    return f"{'-' if value < 0 else '+'} {abs(value):.4f}"


@computed("calculus.training.steps", "number", ["training"], "count the batches")
def training_steps(rng: Random) -> ItemDraw:
    examples = rng.choice((10_000, 20_000, 25_000, 50_000, 60_000, 100_000))
    return steps(examples, rng.choice((32, 64, 96, 128, 256, 512)), rng.choice((3, 5, 10, 20, 30)))


def steps(examples: int, batch: int, epochs: int) -> ItemDraw:
    """The question: how many optimizer steps some epochs take; the last batch of each may be smaller."""
    each = ceil(examples / batch)
    answer = each * epochs
    ratio = rf"\frac{{{examples}}}{{{batch}}} \approx {examples / batch:.1f}"
    return ItemDraw(
        given={"examples": examples, "batch": batch, "epochs": epochs},
        prompt=f"A data set has {examples:,} examples. You train for {epochs} epochs with batches of {batch}. The last "
        f"batch of an epoch may be smaller and is used as well. How many steps does the optimizer take?",
        lead=r"\text{steps} =",
        answer=answer,
        misconceptions=(
            Misconception(
                "drops-the-last",
                examples // batch * epochs,
                f"{examples // batch * epochs:,} drops the last, smaller batch of each epoch. It is used here, so an "
                f"epoch has {each} steps.",
            ),
            Misconception(
                "one-epoch",
                each,
                f"{each:,} is one epoch. There are {epochs} of them, so multiply.",
            ),
            Misconception(
                "per-example",
                examples * epochs,
                f"{examples * epochs:,} counts examples. A step uses {batch} of them at once, so divide by the size of "
                f"the batch.",
            ),
            Misconception(
                "one-long-pass",
                ceil(examples * epochs / batch),
                f"{ceil(examples * epochs / batch):,} treats all epochs as one long sequence. Each epoch ends "
                f"with a smaller batch of its own: round up to {each} first.",
            ),
        ),
        hints=(
            "You want the number of batches: one step is taken per batch.",
            "Divide the examples by the batch size, round up, and multiply by the epochs.",
            f"${ratio}$.",
        ),
        steps=(
            Step(f"Batches per epoch: ${ratio}$, rounded up to {each}", str(each)),
            Step(rf"All epochs: ${each} \cdot {epochs} = {answer}$", str(answer)),
        ),
        explanation=rf"${each} \cdot {epochs} = {answer}$. Schedules count these steps and not epochs: with a "
        rf"larger batch, the same number of epochs has fewer of them.",
    )


@computed("calculus.training.diverging", "number", ["training", "step-size"], "curvature from the growth")
def training_diverging(rng: Random) -> ItemDraw:
    growth = Fraction(rng.choice((11, 12, 13, 14, 15, 16, 18, 20, 30)), 10)
    return diverging(growth, Fraction(1, rng.choice((2, 5, 10, 20, 50, 100))))


def diverging(growth: Fraction, rate: Fraction) -> ItemDraw:
    """The question: the curvature at which descent multiplies the error by -growth at each step."""
    answer = (1 + growth) / rate
    square = growth**2
    return ItemDraw(
        given={"square": plain(square), "rate": plain(rate)},
        prompt=rf"With $\eta = {dec(rate)}$, a loss that is quadratic near its minimum of 0 diverges: it is "
        "multiplied by "
        rf"${dec(square)}$ at each step, and the weight jumps from one side to the other. What is the curvature "
        r"$\lambda$ of the loss?",
        lead=r"\lambda =",
        answer=plain(answer),
        misconceptions=diverging_misconceptions(growth, rate),
        hints=(
            "You want the curvature from the factor by which the *error* grows.",
            r"A step multiplies the error by $1 - \eta \lambda$, and the loss by its square.",
            rf"The error is multiplied by $-\sqrt{{{dec(square)}}} = -{dec(growth)}$.",
        ),
        steps=(
            Step(rf"The error grows by $\sqrt{{{dec(square)}}} = {dec(growth)}$", spelled(growth)),
            Step(rf"It changes its sign: $1 - {dec(rate)} \lambda = -{dec(growth)}$"),
            Step(rf"Solve: $\lambda = \frac{{1 + {dec(growth)}}}{{{dec(rate)}}} = {dec(answer)}$", spelled(answer)),
        ),
        explanation=rf"$1 - {dec(rate)} \cdot {dec(answer)} = -{dec(growth)}$, and its square is ${dec(square)}$. "
        rf"Descent converges for $\eta < \frac{{2}}{{{dec(answer)}}} \approx {num(float(2 / answer), 3)}$.",
    )


def diverging_misconceptions(growth: Fraction, rate: Fraction) -> tuple[Misconception, ...]:
    square = growth**2
    no_root, same_side, bare = (1 + square) / rate, (growth - 1) / rate, growth / rate
    return (
        Misconception(
            "no-root",
            plain(no_root),
            rf"${dec(no_root)}$ takes ${dec(square)}$ for the growth of the error. The loss grows by the square of "
            rf"that: take the root first, ${dec(growth)}$.",
        ),
        Misconception(
            "same-side",
            plain(same_side),
            rf"${dec(same_side)}$ solves $1 - \eta \lambda = {dec(growth)}$ up to its sign. The weight changes sides, "
            rf"so the factor is $-{dec(growth)}$.",
        ),
        Misconception(
            "forgets-the-one",
            plain(bare),
            rf"${dec(bare)}$ is ${dec(growth)}$ divided by $\eta$. The factor of a step is $1 - \eta \lambda$, so add "
            rf"1 before you divide.",
        ),
        Misconception(
            "just-at-the-limit",
            plain(2 / rate),
            rf"${dec(2 / rate)}$ is $\frac{{2}}{{\eta}}$, the curvature at which the loss would stay the same. This "
            rf"loss grows by ${dec(square)}$ per step, so the curvature is larger.",
        ),
    )
