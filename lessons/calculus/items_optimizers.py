"""Questions on SGD, momentum and Adam: one or two steps by hand."""

from __future__ import annotations

from fractions import Fraction
from math import sqrt
from random import Random

from lessons.answers import Comparison
from lessons.latex_numbers import add, num, vec
from lessons.model.computed_item import ItemDraw, computed
from lessons.model.misconception import Misconception
from lessons.model.page import Step

from .wording import dec, factor, plain, signed, spelled

THREE_DECIMALS = Comparison(absolute=0.001)
SLOPES = (-6, -5, -4, -3, -2, 2, 3, 4, 5, 6)


@computed("calculus.optimizers.velocity", "number", ["optimizers"], "carry the velocity along")
def optimizers_velocity(rng: Random) -> ItemDraw:
    slopes = (rng.choice(SLOPES), rng.choice(SLOPES), rng.choice(SLOPES))
    return velocity(slopes, Fraction(rng.choice((5, 6, 8, 9)), 10))


def velocity(slopes: tuple[int, int, int], beta: Fraction) -> ItemDraw:
    """The question: the velocity after three gradients, from rest."""
    one = Fraction(slopes[0])
    two = beta * one + slopes[1]
    answer = beta * two + slopes[2]
    return ItemDraw(
        given={"slopes": slopes, "beta": plain(beta)},
        prompt=rf"Momentum with $\beta = {dec(beta)}$ starts with $v = 0$. The first three gradients of a weight are "
        rf"${slopes[0]}$, ${slopes[1]}$ and ${slopes[2]}$. What is $v$ after the third?",
        lead="v =",
        answer=plain(answer),
        misconceptions=velocity_misconceptions(slopes, beta, answer),
        hints=(
            "You want the velocity, which remembers older gradients with less and less weight.",
            r"$v \leftarrow \beta v + g$, once per gradient.",
            f"After the first, $v = {slopes[0]}$.",
        ),
        steps=(
            Step(f"After the first gradient: $v = {slopes[0]}$", str(slopes[0])),
            Step(
                rf"After the second: ${dec(beta)} \cdot {factor(one)} {signed(slopes[1])} = {dec(two)}$", spelled(two)
            ),
            Step(
                rf"After the third: ${dec(beta)} \cdot {factor(two)} {signed(slopes[2])} = {dec(answer)}$",
                spelled(answer),
            ),
        ),
        explanation=rf"${dec(beta)} \cdot {factor(two)} {signed(slopes[2])} = {dec(answer)}$. The first gradient is "
        rf"still in it, with the weight ${dec(beta)}^2 = {dec(beta**2)}$.",
    )


def velocity_misconceptions(
    slopes: tuple[int, int, int], beta: Fraction, answer: Fraction
) -> tuple[Misconception, ...]:
    plain_sum, late = sum(slopes), beta * (slopes[0] + slopes[1]) + slopes[2]
    return (
        Misconception(
            "moving-average",
            plain((1 - beta) * answer),
            rf"${dec((1 - beta) * answer)}$ multiplies each new gradient by $1 - {dec(beta)}$, as Adam does. Momentum "
            rf"adds the gradient in full.",
        ),
        Misconception(
            "no-decay",
            plain_sum,
            rf"${plain_sum}$ is the sum of the gradients. Multiply the old velocity by ${dec(beta)}$ before each "
            rf"gradient is added.",
        ),
        Misconception(
            "last-only",
            slopes[2],
            rf"${slopes[2]}$ is the last gradient alone. The velocity keeps the ones before it: add ${dec(beta)}$ "
            rf"times the velocity after the second.",
        ),
        Misconception(
            "decays-once",
            plain(late),
            rf"${dec(late)}$ multiplies both older gradients by ${dec(beta)}$. The first one is two steps old, so its "
            rf"factor is ${dec(beta**2)}$.",
        ),
        Misconception(
            "decays-the-new",
            plain(beta * answer),
            rf"${dec(beta * answer)}$ multiplies the newest gradient by ${dec(beta)}$ too. It enters in full: $v "
            rf"\leftarrow {dec(beta)} v + g$.",
        ),
    )


@computed("calculus.optimizers.momentum", "number", ["optimizers"], "carry the velocity along")
def optimizers_momentum(rng: Random) -> ItemDraw:
    rate = Fraction(rng.choice((1, 2, 3)), 10)
    return momentum(
        rng.choice((-10, -5, -4, 4, 5, 8, 10)), rng.choice((1, 2)), rate, Fraction(rng.choice((5, 8, 9)), 10)
    )


def momentum(start: int, bend: int, rate: Fraction, beta: Fraction) -> ItemDraw:
    """The question: the weight after two steps with momentum on ½ bend w²."""
    first = Fraction(bend * start)
    middle = start - rate * first
    second = beta * first + bend * middle
    answer = middle - rate * second
    slope = "w" if bend == 1 else f"{bend} w"
    return ItemDraw(
        given={"start": start, "bend": bend, "rate": plain(rate), "beta": plain(beta)},
        prompt=rf"A loss has the slope $L'(w) = {slope}$. Momentum with $\beta = {dec(beta)}$ "
        rf"and $\eta = {dec(rate)}$ starts at $w = {start}$ with $v = 0$. Where is $w$ after **two** steps?",
        lead="w =",
        answer=plain(answer),
        misconceptions=momentum_misconceptions(start, bend, rate, beta),
        hints=(
            "You want the weight after two steps, so compute slope, velocity and weight twice.",
            r"$v \leftarrow \beta v + g$, then $w \leftarrow w - \eta v$.",
            rf"The first slope is ${dec(first)}$, and so is the first velocity.",
        ),
        steps=(
            Step(rf"Step 1: ${start} - {dec(rate)} \cdot {factor(first)} = {dec(middle)}$", spelled(middle)),
            Step(
                rf"The new velocity: ${dec(beta)} \cdot {factor(first)} {signed(bend * middle)} = {dec(second)}$",
                spelled(second),
            ),
            Step(rf"Step 2: ${dec(middle)} - {dec(rate)} \cdot {factor(second)} = {dec(answer)}$", spelled(answer)),
        ),
        explanation=rf"The second step is longer than plain descent would make it, because the velocity still holds "
        rf"${dec(beta)} \cdot {factor(first)} = {dec(beta * first)}$ from the first slope: $w$ ends at "
        rf"${dec(answer)}$.",
    )


def momentum_misconceptions(start: int, bend: int, rate: Fraction, beta: Fraction) -> tuple[Misconception, ...]:
    first = Fraction(bend * start)
    middle = start - rate * first
    bare, stale = middle - rate * bend * middle, middle - rate * (beta + 1) * first
    mean = start - rate * (1 - beta) * first
    mean_end = mean - rate * (beta * (1 - beta) * first + (1 - beta) * bend * mean)
    return (
        Misconception(
            "no-momentum",
            plain(bare),
            rf"${dec(bare)}$ is where plain gradient descent ends. The second step also uses the old velocity: add "
            rf"${dec(beta)} \cdot {factor(first)}$ to the slope.",
        ),
        Misconception(
            "one-step",
            plain(middle),
            f"${dec(middle)}$ is where you are after one step. Compute the slope there, update $v$, and step again.",
        ),
        Misconception(
            "stale-slope",
            plain(stale),
            rf"${dec(stale)}$ uses the slope of the start, ${dec(first)}$, for both steps. At ${dec(middle)}$ the "
            rf"slope is ${dec(bend * middle)}$.",
        ),
        Misconception(
            "moving-average",
            plain(mean_end),
            rf"${dec(mean_end)}$ multiplies each slope by $1 - {dec(beta)}$. This form of momentum adds the slope in "
            rf"full: $v \leftarrow {dec(beta)} v + g$.",
        ),
    )


@computed("calculus.optimizers.adam", "vector", ["optimizers"], "correct, then divide")
def optimizers_adam(rng: Random) -> ItemDraw:
    sizes = rng.sample(
        (Fraction(2, 1000), Fraction(5, 100), Fraction(4, 10), Fraction(3), Fraction(20), Fraction(600)), 2
    )
    rate = Fraction(1, rng.choice((10, 100, 1000)))
    return adam((rng.choice((-1, 1)) * sizes[0], rng.choice((-1, 1)) * sizes[1]), rate)


def adam(slopes: tuple[Fraction, Fraction], rate: Fraction) -> ItemDraw:
    """The question: how Adam's first step changes two weights."""
    signs = tuple(1 if slope > 0 else -1 for slope in slopes)
    answer = tuple(plain(-rate * sign) for sign in signs)
    shown = vec(tuple(map(plain, slopes)))
    return ItemDraw(
        given={"slopes": tuple(map(plain, slopes)), "rate": plain(rate)},
        prompt=rf"Adam starts with $\beta_1 = 0.9$, $\beta_2 = 0.999$ and $\eta = {dec(rate)}$. The first gradient is "
        rf"${shown}$; $\varepsilon$ is too small to matter. By how much does the first step change the two weights?",
        lead=r"\Delta \boldsymbol \theta =",
        answer=answer,
        misconceptions=adam_misconceptions(slopes, signs, rate),
        hints=(
            r"You want $- \eta \frac{\hat m}{\sqrt{\hat s}}$, for each weight separately.",
            r"At $t = 1$, $m = 0.1 g$ and $s = 0.001 g^2$. Divide them by $1 - \beta_1$ and by $1 - \beta_2$.",
            rf"For the first weight, $\hat m = {dec(slopes[0])}$ and $\sqrt{{\hat s}} = {dec(abs(slopes[0]))}$.",
        ),
        steps=(
            Step(r"At $t = 1$ the corrected averages are $\hat m = g$ and $\hat s = g^2$"),
            *(
                Step(
                    rf"Weight {place}: $- {dec(rate)} \cdot \frac{{{dec(slope)}}}{{{dec(abs(slope))}}} = "
                    rf"{dec(-rate * sign)}$",
                    spelled(-rate * sign),
                )
                for place, (slope, sign) in enumerate(zip(slopes, signs, strict=True), 1)
            ),
        ),
        explanation=rf"Both weights move by $\eta = {dec(rate)}$, against the sign of their gradient, although one "
        rf"gradient is ${dec(max(map(abs, slopes)) / min(map(abs, slopes)))}$ times the size of the other. "
        rf"Adam's first step depends on the sign alone.",
    )


def adam_misconceptions(
    slopes: tuple[Fraction, Fraction], signs: tuple[int, ...], rate: Fraction
) -> tuple[Misconception, ...]:
    raw = tuple(float(-rate * sign) * 0.1 / sqrt(0.001) for sign in signs)
    half = tuple(plain(-rate * sign / 10) for sign in signs)
    descent = tuple(plain(-rate * slope) for slope in slopes)
    return (
        Misconception(
            "plain-descent",
            descent,
            f"${vec(descent)}$ is $- {dec(rate)}$ times the gradient, the step of SGD. Adam divides by the size of the "
            r"gradient, $\sqrt{\hat s}$.",
        ),
        Misconception(
            "uphill",
            tuple(plain(rate * sign) for sign in signs),
            f"Both signs are reversed. The first gradient is ${dec(slopes[0])}$, so the first weight changes by "
            f"${dec(-rate * signs[0])}$: the step goes against the gradient.",
        ),
        Misconception(
            "uncorrected",
            raw,
            rf"${vec(raw, 4)}$ uses $m$ and $s$ themselves: $0.1 / \sqrt{{0.001}} \approx 3.16$. At $t = 1$, divide "
            rf"them by "
            f"0.1 and 0.001 first; for the first weight this gives $\\hat m = {dec(slopes[0])}$.",
        ),
        Misconception(
            "half-corrected",
            half,
            rf"${vec(half)}$ corrects $s$ but not $m$, which is $0.1 g$ at $t = 1$. Divide $m$ by $1 - \beta_1 = 0.1$.",
        ),
    )


@computed(
    "calculus.optimizers.average", "number", ["optimizers"], "correct, then divide", THREE_DECIMALS, practice=True
)
def optimizers_average(rng: Random) -> ItemDraw:
    return average(rng.choice(SLOPES), rng.choice(SLOPES))


def average(first: int, second: int) -> ItemDraw:
    """The question: Adam's corrected mean m̂ after two gradients, with β₁ = 0.9."""
    one, two = 0.1 * first, 0.9 * 0.1 * first + 0.1 * second
    answer = two / 0.19
    return ItemDraw(
        given={"first": first, "second": second},
        prompt=rf"Adam averages gradients with $\beta_1 = 0.9$, from $m = 0$. The first two gradients of a weight are "
        rf"${first}$ and ${second}$. What is the corrected mean $\hat m$ after the second, to three decimals?",
        lead=r"\hat m =",
        answer=answer,
        misconceptions=(
            Misconception(
                "uncorrected",
                two,
                f"${num(two)}$ is $m$. It started at 0 and is still too close to 0: divide it by $1 - 0.9^2 = 0.19$.",
            ),
            Misconception(
                "corrects-as-at-step-1",
                two / 0.1,
                f"${num(two / 0.1)}$ divides ${num(two)}$ by 0.1, which is the correction after step 1. After step 2 "
                f"it is $1 - 0.9^2 = 0.19$.",
            ),
            Misconception(
                "plain-mean",
                (first + second) / 2,
                f"${num((first + second) / 2)}$ is the plain mean of ${first}$ and ${second}$. The older gradient "
                f"counts 0.9 times as much as the newer one.",
            ),
            Misconception(
                "older-counts-more",
                (0.1 * first + 0.09 * second) / 0.19,
                f"This gives ${first}$ the weight 0.1 and ${second}$ the weight 0.09. The factor 0.9 makes the *older* "
                f"gradient count less: $m = {add((0.9 * one, 0.1 * second))}$.",
            ),
        ),
        hints=(
            "You want a weighted mean of the two gradients, in which the newer one counts a little more.",
            r"$m \leftarrow 0.9 m + 0.1 g$, twice, then $\hat m = \frac{m}{1 - 0.9^2}$.",
            f"After the first gradient, $m = {num(one)}$.",
        ),
        steps=(
            Step(rf"After the first: $m = 0.1 \cdot {factor(first)} = {num(one)}$", num(one)),
            Step(rf"After the second: $m = {add((0.9 * one, 0.1 * second))} = {num(two)}$", num(two)),
            Step(rf"Corrected: $\frac{{{num(two)}}}{{0.19}} \approx {num(answer, 3)}$", num(answer, 5)),
        ),
        explanation=rf"$\frac{{{num(two)}}}{{0.19}} \approx {num(answer, 3)}$. The weights are $\frac{{0.09}}{{0.19}}$ "
        rf"and "
        r"$\frac{0.1}{0.19}$: they add up to 1, which is what the correction is for.",
    )


@computed("calculus.optimizers.batch", "number", ["optimizers"], "step with the mean", practice=True)
def optimizers_batch(rng: Random) -> ItemDraw:
    slopes = tuple(rng.choice(SLOPES) for _ in range(4))
    return batch(rng.randint(-5, 9), slopes, Fraction(rng.choice((1, 2, 5)), 10))


def batch(start: int, slopes: tuple[int, ...], rate: Fraction) -> ItemDraw:
    """The question: a weight after one SGD step with a minibatch of four."""
    total, mean = sum(slopes), Fraction(sum(slopes), 4)
    answer = start - rate * mean
    return ItemDraw(
        given={"start": start, "slopes": slopes, "rate": plain(rate)},
        prompt=rf"A minibatch has four examples, and their gradients for a weight are ${vec(slopes)}$. The loss is the "
        rf"mean over the batch. SGD with $\eta = {dec(rate)}$ starts at $w = {start}$. Where is $w$ after the step?",
        lead="w =",
        answer=plain(answer),
        misconceptions=(
            Misconception(
                "sum",
                plain(start - rate * total),
                f"${dec(start - rate * total)}$ steps with the sum of the gradients, ${total}$. The loss is a mean, so "
                f"divide by 4.",
            ),
            Misconception(
                "uphill",
                plain(start + rate * mean),
                f"${dec(start + rate * mean)}$ adds the step. The gradient points uphill, so subtract it.",
            ),
            Misconception(
                "no-learning-rate",
                plain(start - mean),
                rf"${dec(start - mean)}$ subtracts the whole mean gradient, ${dec(mean)}$. Multiply it by $\eta = "
                rf"{dec(rate)}$ first.",
            ),
            Misconception(
                "step-alone",
                plain(-rate * mean),
                f"${dec(-rate * mean)}$ is the step. Add it to where the weight is, ${start}$.",
            ),
        ),
        hints=(
            "You want one step of gradient descent, with the gradient of the minibatch.",
            "The gradient of a mean is the mean of the gradients.",
            f"The four gradients add up to ${total}$.",
        ),
        steps=(
            Step(rf"The mean gradient: $\frac{{{total}}}{{4}} = {dec(mean)}$", spelled(mean)),
            Step(rf"The step: ${start} - {dec(rate)} \cdot {factor(mean)} = {dec(answer)}$", spelled(answer)),
        ),
        explanation=rf"${start} - {dec(rate)} \cdot {factor(mean)} = {dec(answer)}$. Another minibatch would give "
        rf"another step. Averaged over random minibatches, the step is that of the whole data set.",
    )
