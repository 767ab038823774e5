"""The maximum likelihood estimate of a Gaussian."""

from __future__ import annotations

from fractions import Fraction
from math import sqrt
from random import Random

from lessons.answers import Comparison, spell
from lessons.latex_numbers import vec
from lessons.model.computed_item import ItemDraw, computed
from lessons.model.misconception import Misconception
from lessons.model.page import Step

from .decimals import dec

Vec = tuple[int, ...]

TWO_DECIMALS = Comparison(absolute=0.005)


@computed(
    "probability.likelihood.gaussian", "vector", ["mle", "variance"],
    strategy="mean, then squared distances", rule=TWO_DECIMALS,
)  # fmt: skip
def likelihood_gaussian(rng: Random) -> ItemDraw:
    size = rng.choice((4, 5))
    while True:
        data = tuple(rng.randint(0, 9) for _ in range(size))
        if sum(data) and sum(data) % size == 0 and len(set(data)) > 2:
            return estimate(data)


def estimate(data: Vec) -> ItemDraw:
    """The question: mean and variance of the Gaussian that fits the data best; a worksheet."""
    n = len(data)
    mean = sum(data) // n
    squares = tuple((x - mean) ** 2 for x in data)
    total = sum(squares)
    var = Fraction(total, n)
    return ItemDraw(
        given={"x": data},
        prompt=rf"Fit a Gaussian to ${vec(data)}$ by maximum likelihood. What are $\hat\mu$ and $\hat\sigma^2$? "
        "Fractions, or two decimals.",
        lead=r"(\hat\mu, \hat\sigma^2) =",
        answer=(mean, var),
        misconceptions=estimate_misconceptions(data),
        hints=(
            "You want the center of the bell and its variance, from the data alone.",
            r"$\hat\mu$ is the mean. $\hat\sigma^2$ is the average squared distance from it, over all $n$.",
            f"The mean is ${mean}$.",
        ),
        steps=(
            Step(f"The mean: ${sum(data)}$ over {n} is ${mean}$", str(mean), lead=r"\hat\mu ="),
            Step(
                f"Squared distances: ${' + '.join(map(str, squares))} = {total}$", str(total),
                lead=r"\sum_i (x_i - \hat\mu)^2 =",
                follow=lambda cells: sum((x - cells[0]) ** 2 for x in data),
            ),
            Step(
                rf"Over {n}: $\frac{{{total}}}{{{n}}} = {dec(var)}$", spell(float(var)),
                lead=r"\hat\sigma^2 =", follow=lambda cells: cells[1] / n,
            ),
        ),
        explanation=rf"The mean is ${mean}$, and $\frac{{{total}}}{{{n}}} = {dec(var)}$. Maximum likelihood divides by "
        "$n$. The unbiased estimate divides by $n - 1$, because deviations from the data's own mean are a little too "
        "small.",
    )  # fmt: skip


def estimate_misconceptions(data: Vec) -> tuple[Misconception, ...]:
    n = len(data)
    mean = sum(data) // n
    total = sum((x - mean) ** 2 for x in data)
    var, raw = Fraction(total, n), Fraction(sum(x * x for x in data), n)
    return (
        Misconception(
            "divides-by-one-less",
            (mean, Fraction(total, n - 1)),
            f"The mean is right. ${total}$ over {n - 1} is the unbiased estimate, which `ddof=1` gives; maximum "
            f"likelihood divides by {n}.",
        ),
        Misconception(
            "takes-the-root",
            (mean, sqrt(var)),
            rf"The second number is $\hat\sigma$, the root of ${dec(var)}$. The question asks for the variance: take "
            "no root.",
        ),
        Misconception(
            "never-divides",
            (mean, total),
            f"${total}$ is the sum of the squared distances. A variance is their average. Divide by {n}.",
        ),
        Misconception(
            "never-centres",
            (mean, raw),
            f"The second number, ${dec(raw)}$, is the mean of the squared values. Subtract the mean ${mean}$ from each "
            f"value first, or ${mean * mean}$ from the result.",
        ),
    )
