"""Questions on sums and means of random numbers: standard error, an inverse, and the spread of a neuron."""

from __future__ import annotations

from fractions import Fraction
from math import sqrt
from random import Random

from lessons.answers import Comparison
from lessons.latex_numbers import num
from lessons.model.computed_item import ItemDraw, computed
from lessons.model.misconception import Misconception
from lessons.model.page import Step

from .decimals import dec, eq

THREE_FIGURES = Comparison(significant=3)

_MEASURED = ("a sensor reading", "the loss of one example", "the time of one request, in ms,", "a rating")


@computed("probability.sums.error", "number", ["sums"], strategy="divide by the root of n", rule=THREE_FIGURES)
def sums_error(rng: Random) -> ItemDraw:
    return error(rng.choice(_MEASURED), rng.choice((2, 3, 5, 6, 8, 12)), rng.choice((25, 50, 100, 200, 400, 900)))


def error(measured: str, sigma: int, n: int) -> ItemDraw:
    """The question: the standard error of a mean of n values."""
    answer = sigma / sqrt(n)
    return ItemDraw(
        given={"sigma": sigma, "n": n},
        prompt=f"The standard deviation of {measured} is ${sigma}$. You average ${n}$ independent values. What is the "
        "standard error of the mean? A root, or three significant figures.",
        lead=r"\text{standard error} =",
        answer=answer,
        misconceptions=(
            Misconception(
                "divides-by-n",
                sigma / n,
                f"${dec(sigma / n)}$ divides by ${n}$. The variance of a mean is divided by $n$, so its standard "
                rf"deviation is divided by $\sqrt{{{n}}}$.",
            ),
            Misconception(
                "single-value",
                sigma,
                f"${sigma}$ is how far a single value typically lies from the mean. In an average of ${n}$ values "
                rf"the errors partly cancel: divide by $\sqrt{{{n}}}$.",
            ),
            Misconception(
                "variance-of-the-mean",
                sigma * sigma / n,
                rf"${dec(sigma * sigma / n)}$ is $\frac{{\sigma^2}}{{n}}$, the variance of the mean. Take the root of "
                "it.",
            ),
            Misconception(
                "of-the-sum",
                sigma * sqrt(n),
                rf"${dec(sigma * sqrt(n))}$ is the standard deviation of the sum of ${n}$ values. The mean divides "
                f"the sum by ${n}$.",
            ),
        ),
        hints=(
            "You want the standard deviation of an average, and it is smaller than that of one value.",
            r"The variance of the mean is $\frac{\sigma^2}{n}$.",
            rf"Here it is $\frac{{{sigma * sigma}}}{{{n}}} {eq(sigma * sigma / n)}$.",
        ),
        steps=(
            Step(
                rf"Variance of the mean: $\frac{{{sigma}^2}}{{{n}}} {eq(sigma * sigma / n, 6)}$",
                f"{sigma * sigma}/{n}",
                lead=r"\frac{\sigma^2}{n} =",
            ),
            Step(
                rf"Its root: $\frac{{{sigma}}}{{\sqrt{{{n}}}}} {eq(answer, 6)}$",
                f"{sigma}/sqrt({n})",
                lead=r"\frac{\sigma}{\sqrt n} =",
                follow=lambda cells: sqrt(abs(cells[0])),
            ),
        ),
        explanation=rf"Half this error would take four times as many values: ${4 * n}$. About two thirds of such "
        rf"means lie within ${eq(answer).split()[-1]}$ of the true one.",
    )


@computed("probability.sums.inverse", "number", ["sums"], strategy="average after the function")
def sums_inverse(rng: Random) -> ItemDraw:
    low, high = sorted(rng.sample((1, 2, 3, 4, 5, 6, 8, 10), 2))
    return inverse(low, high)


def inverse(low: int, high: int) -> ItemDraw:
    """The question: E[1/X] for two equally likely values."""
    mean = Fraction(low + high, 2)
    answer = (Fraction(1, low) + Fraction(1, high)) / 2
    return ItemDraw(
        given={"x": (low, high)},
        prompt=f"A job takes ${low}$ or ${high}$ minutes, each with probability 0.5; call its time $X$. Its speed, in "
        r"jobs per minute, is $\frac{1}{X}$. What is the expected speed $\mathbb E \left[ \frac{1}{X} \right]$?",
        lead=r"\mathbb E \left[ \frac{1}{X} \right] =",
        answer=answer,
        misconceptions=(
            Misconception(
                "inverts-the-mean",
                1 / mean,
                rf"${num(1 / mean)}$ is 1 over the mean time ${num(mean)}$. You can move sums and constant "
                "factors out of an expectation, but not $1/x$: invert each value before you average.",
            ),
            Misconception(
                "mean-time",
                mean,
                f"${num(mean)}$ is the expected time in minutes. Average the two speeds instead.",
            ),
            Misconception(
                "adds-without-half",
                2 * answer,
                f"${num(2 * answer)}$ is the sum of the two speeds. Weight each of them by 0.5.",
            ),
            Misconception(
                "fast-case-only",
                Fraction(1, low),
                f"The speed is 1 job in ${low}$ min with probability 0.5 only. Average it with the "
                rf"other speed, $\frac{{1}}{{{high}}}$.",
            ),
        ),
        hints=(
            "You want an average of two speeds.",
            r"Apply $\frac{1}{x}$ to each value first, then weight by the probabilities.",
            f"The slower speed is $1/{high}$.",
        ),
        steps=(
            Step(
                f"The speeds: $1/{low}$ and $1/{high}$",
            ),
            Step(
                rf"Their mean: $\frac{{1}}{{2}} \left( {_over_one(low)} + {_over_one(high)} \right) = {num(answer)}$",
                str(answer),
            ),
        ),
        explanation=rf"${num(answer)}$ is more than ${num(1 / mean)}$. A short time raises the speed by more than a "
        "long time lowers it, so the average of the inverses is larger.",
    )


def _over_one(value: int) -> str:
    return "1" if value == 1 else rf"\frac{{1}}{{{value}}}"


@computed("probability.sums.init", "number", ["sums"], strategy="variances add", rule=THREE_FIGURES)
def sums_init(rng: Random) -> ItemDraw:
    return spread(rng.choice((50, 100, 128, 200, 256, 300, 512, 768)), rng.choice((2, 3, 4, 5)))


def spread(n: int, tenths: int) -> ItemDraw:
    """The question: the standard deviation of a sum of n products of inputs of variance 1 and small weights."""
    sigma = Fraction(tenths, 10)
    variance = n * sigma * sigma
    answer = float(sigma) * sqrt(n)
    return ItemDraw(
        given={"n": n, "sigma": float(sigma)},
        prompt=rf"A neuron computes $\sum_i w_i x_i$ over ${n}$ inputs. All $w_i$ and $x_i$ are independent with mean "
        f"0, the inputs have variance 1, and the weights have standard deviation ${dec(sigma)}$. What is the standard "
        "deviation of the sum? A root, or three significant figures.",
        lead=r"\text{standard deviation} =",
        answer=answer,
        misconceptions=(
            Misconception(
                "adds-the-deviations",
                float(n * sigma),
                f"${dec(n * sigma)}$ adds ${n}$ standard deviations. Independent terms partly cancel: add variances, "
                "and take the root at the end.",
            ),
            Misconception(
                "variance",
                float(variance),
                f"${dec(variance)}$ is the variance of the sum. Take its root.",
            ),
            Misconception(
                "one-term",
                float(sigma),
                f"${dec(sigma)}$ is the standard deviation of a single product. There are ${n}$ of them, so the sum "
                "spreads more.",
            ),
            Misconception(
                "averages",
                float(sigma) / sqrt(n),
                f"This divides by the root of ${n}$, as for a mean. A neuron adds its inputs and does not average "
                "them, so multiply.",
            ),
            Misconception(
                "deviation-for-variance",
                sqrt(n * float(sigma)),
                f"This takes ${dec(sigma)}$ for the variance of a product. It is the standard deviation; square it "
                "first.",
            ),
        ),
        hints=(
            "You want the spread of a sum of independent products.",
            rf"One product has the variance ${dec(sigma)}^2 \cdot 1 = {dec(sigma * sigma)}$. The variances add.",
            rf"All together: ${n} \cdot {dec(sigma * sigma)} = {dec(variance)}$.",
        ),
        steps=(
            Step(
                rf"Variance of one product: ${dec(sigma)}^2 = {dec(sigma * sigma)}$",
                dec(sigma * sigma),
                lead=r"\Var(w_i x_i) =",
            ),
            Step(
                rf"Of the sum: ${n} \cdot {dec(sigma * sigma)} = {dec(variance)}$",
                dec(variance),
                lead=r"\Var \sum_i w_i x_i =",
                follow=lambda cells: n * cells[0],
            ),
            Step(
                rf"The root: $\sqrt{{{dec(variance)}}} {eq(answer)}$",
                f"sqrt({dec(variance)})",
                lead=r"\text{standard deviation} =",
                follow=lambda cells: sqrt(abs(cells[1])),
            ),
        ),
        explanation=rf"With weights of variance $\frac{{1}}{{{n}}}$ the sum would have the standard deviation 1, like "
        "its inputs. That is why the initial spread of weights depends on the width of the layer.",
    )
