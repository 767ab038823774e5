"""Questions on correlation and on the conditional distribution of a two-dimensional Gaussian."""

from __future__ import annotations

from fractions import Fraction
from math import sqrt
from random import Random

from lessons.answers import Comparison
from lessons.latex_numbers import mat, par
from lessons.model.computed_item import ItemDraw, computed
from lessons.model.misconception import Misconception
from lessons.model.page import Step

from .decimals import dec, eq

TWO_DECIMALS = Comparison(absolute=0.005)
_PAIRS = (
    "two features of a data set",
    "the daily changes of two prices",
    "the errors of two models",
    "the noise of two sensors",
    "two entries of an embedding",
)


@computed("probability.gaussians.correlation", "number", ["gaussians"], strategy="divide by both deviations")
def gaussians_correlation(rng: Random) -> ItemDraw:
    while True:
        one, other = rng.sample(range(1, 7), 2)
        tenths = rng.choice((-9, -8, -6, -5, -4, -3, 3, 4, 5, 6, 8, 9))
        if one * other > 2:
            return correlation(rng.choice(_PAIRS), one, other, Fraction(tenths, 10))


def correlation(pair: str, one: int, other: int, rho: Fraction) -> ItemDraw:
    """The question: the correlation in a covariance matrix with deviations `one` and `other`."""
    c = rho * one * other
    shown = ((one * one, float(c)), (float(c), other * other))
    return ItemDraw(
        given={"S": shown},
        prompt=f"The covariance matrix of {pair} is $\\Sigma$. What is their correlation?\n\n"
        f"$$\n\\Sigma = {mat(shown)}\n$$",
        lead=r"\rho =",
        answer=rho,
        misconceptions=(
            Misconception(
                "covariance",
                c,
                f"${dec(c)}$ is the covariance, which has the units of both. Divide it by both standard deviations.",
            ),
            Misconception(
                "divides-by-the-variances",
                c / (one * other) ** 2,
                rf"This divides by ${one * one} \cdot {other * other}$, the variances. Their roots ${one}$ and "
                f"${other}$ are the standard deviations; divide by these.",
            ),
            Misconception(
                "divides-by-one-variance",
                c / (one * one),
                f"${dec(c)} / {one * one}$ is the slope of the line that predicts the second from the first. For the "
                "correlation divide by both standard deviations.",
            ),
            Misconception(
                "sign-lost",
                -rho,
                f"The size is right. The entry off the diagonal, ${dec(c)}$, decides the sign: correlation has "
                "the sign of the covariance.",
            ),
        ),
        hints=(
            "You want a number between $-1$ and 1.",
            "Divide the covariance by both standard deviations, the roots of the diagonal entries.",
            f"The standard deviations are ${one}$ and ${other}$.",
        ),
        steps=(
            Step(rf"Standard deviations: $\sqrt{{{one * one}}} = {one}$ and $\sqrt{{{other * other}}} = {other}$"),
            Step(
                rf"Divide: $\frac{{{dec(c)}}}{{{one} \cdot {other}}} = {dec(rho)}$",
                dec(rho),
            ),
        ),
        explanation=f"${dec(rho)}$, whatever the units: in other units, the covariance and the product of the "
        "standard deviations change by the same factor.",
    )


@computed("probability.gaussians.conditional", "vector", ["gaussians"], strategy="line, then spread", rule=TWO_DECIMALS)
def gaussians_conditional(rng: Random) -> ItemDraw:
    one, other = rng.randint(1, 5), rng.randint(1, 5)
    rho = Fraction(rng.choice((-8, -6, 6, 8)), 10)
    step = rng.choice((-2, -1, 1, 2))
    return conditional((rng.randint(1, 9), rng.randint(1, 9)), (one, other), rho, step)


def conditional(mean: tuple[int, int], sd: tuple[int, int], rho: Fraction, step: int) -> ItemDraw:
    """The question: mean and standard deviation of y when x lies `step` standard deviations from its mean."""
    x = mean[0] + step * sd[0]
    answer = mean[1] + rho * step * sd[1]
    left = sqrt(1 - rho * rho) * sd[1]
    share = 1 - rho * rho
    return ItemDraw(
        given={"mean": mean, "sd": sd, "rho": float(rho), "x": x},
        prompt=rf"$x$ and $y$ are jointly Gaussian with means ${mean[0]}$ and ${mean[1]}$, standard deviations "
        rf"${sd[0]}$ and ${sd[1]}$, and $\rho = {dec(rho)}$. You measure $x = {x}$. What are the mean and the standard "
        "deviation of $y$ now? Two decimals.",
        lead=r"(\mu_{y \mid x}, \sigma_{y \mid x}) =",
        answer=(float(answer), left),
        misconceptions=(
            Misconception(
                "ignores-x",
                (mean[1], sd[1]),
                f"${mean[1]}$ and ${sd[1]}$ describe $y$ before you know $x$. You measured $x = {x}$, which moves the "
                "mean and lowers the spread.",
            ),
            Misconception(
                "spread-kept",
                (float(answer), sd[1]),
                rf"The mean is right. Knowing $x = {x}$ also lowers the standard deviation ${sd[1]}$, by the factor "
                rf"$\sqrt{{1 - \rho^2}} = \sqrt{{{dec(share)}}}$.",
            ),
            Misconception(
                "full-correlation",
                (float(mean[1] + step * sd[1]), left),
                f"To get ${mean[1] + step * sd[1]}$ you moved $y$ by as many standard deviations as $x$. Multiply the "
                rf"move by $\rho = {dec(rho)}$: the mean of $y$ moves less{'' if rho > 0 else ', and the other way'}.",
            ),
            Misconception(
                "scales-ignored",
                (float(mean[1] + rho * (x - mean[0])), left),
                rf"You added ${dec(rho * (x - mean[0]))}$, which is $\rho (x - \mu_x)$, to ${mean[1]}$. Multiply by "
                rf"$\frac{{\sigma_y}}{{\sigma_x}} = \frac{{{sd[1]}}}{{{sd[0]}}}$ too, because $y$ has another scale.",
            ),
            Misconception(
                "no-root",
                (float(answer), float(share * sd[1])),
                rf"The mean is right. $1 - \rho^2 = {dec(share)}$ is a factor of the variance, ${sd[1]}^2$, so "
                "multiply the standard deviation by its root.",
            ),
        ),
        hints=(
            "You want the mean of $y$ among the points with this $x$, and their spread, which is smaller than before.",
            r"The move is $\rho \frac{\sigma_y}{\sigma_x} (x - \mu_x)$, and the factor of the spread is "
            r"$\sqrt{1 - \rho^2}$.",
            rf"$x - \mu_x = {x - mean[0]}$, and $1 - \rho^2 = {dec(share)}$.",
        ),
        steps=(
            Step(
                rf"Mean: ${mean[1]} + {par(float(rho))} \cdot \frac{{{sd[1]}}}{{{sd[0]}}} \cdot "
                rf"{par(x - mean[0])} = {dec(answer)}$",
                dec(answer),
            ),
            Step(
                rf"Standard deviation: ${sd[1]} \cdot \sqrt{{{dec(share)}}} {eq(left)}$",
                dec(left, 6),
            ),
        ),
        explanation=rf"$x$ accounts for $\rho^2 = {dec(rho * rho)}$ of the variance of $y$, and ${dec(share)}$ is "
        "left. The spread is the same for every $x$; only the mean moves.",
    )
