"""Questions on the likelihood of a coin."""

from __future__ import annotations

from fractions import Fraction
from math import comb, log, log2
from random import Random

from lessons.answers import Comparison
from lessons.model.computed_item import ItemDraw, computed
from lessons.model.misconception import Misconception
from lessons.model.page import Step

from .decimals import dec, eq, three_figures

THREE_FIGURES = Comparison(significant=3)
TWO_PLACES = Comparison(absolute=0.01)
TWO_DECIMALS = Comparison(absolute=0.005)


def _flips(rng: Random, heads: int, tails: int) -> str:
    """A sequence of heads and tails in random order, such as `H T H`."""
    flips = ["H"] * heads + ["T"] * tails
    rng.shuffle(flips)
    return " ".join(flips)


@computed(
    "probability.likelihood.coin", "number", ["likelihood"], strategy="multiply what happened", rule=THREE_FIGURES
)
def likelihood_coin(rng: Random) -> ItemDraw:
    heads, tails, theta = rng.randint(2, 4), rng.randint(1, 3), rng.choice((2, 3, 4, 6, 7, 8))
    return coin(_flips(rng, heads, tails), Fraction(theta, 10))


def coin(flips: str, theta: Fraction) -> ItemDraw:
    """The question: the likelihood of `theta` after these flips, in this order."""
    heads, tails = flips.count("H"), flips.count("T")
    up, down = theta**heads, (1 - theta) ** tails
    answer = up * down
    return ItemDraw(
        given={"heads": heads, "tails": tails, "theta": float(theta)},
        prompt=f"A coin gave {flips}, in this order. What is the likelihood of $\\theta = {dec(theta)}$, where "
        "$\\theta$ is the probability of heads? To three significant figures.",
        lead=rf"p(\text{{data}} \mid \theta = {dec(theta)}) =",
        answer=float(answer),
        misconceptions=coin_misconceptions(heads, tails, theta),
        hints=(
            "You want the probability that such a coin gives exactly these flips.",
            r"The flips are independent, so multiply: $\theta$ for a head, $1 - \theta$ for a tail.",
            f"The {heads} heads give ${_power(theta, heads)} = {dec(up, 6)}$.",
        ),
        steps=(
            Step(_powers_text("heads", theta, heads), dec(up, 6), lead=f"{_power(theta, heads)} ="),
            Step(_powers_text("tails", 1 - theta, tails), dec(down, 6), lead=f"{_power(1 - theta, tails)} ="),
            Step(
                rf"Multiply: ${dec(up, 6)} \cdot {dec(down, 6)} {eq(answer, 8)}$",
                dec(answer, 8),
                lead=r"p(\text{data} \mid \theta) =",
                follow=lambda cells: cells[0] * cells[1],
            ),
        ),
        explanation=rf"${_power(theta, heads)} \cdot {_power(1 - theta, tails)} {eq(answer, 8)}$. Small, as every "
        rf"exact "
        r"sequence is. What counts is how it compares with the likelihood of other values of $\theta$.",
    )


def _power(base: Fraction, exponent: int) -> str:
    """A power in LaTeX; the first one is the base itself."""
    return dec(base) if exponent == 1 else f"{dec(base)}^{exponent}"


def _powers_text(name: str, base: Fraction, exponent: int) -> str:
    """The factor of the heads or of the tails, with its value where the exponent is not 1."""
    value = "" if exponent == 1 else f" = {dec(base**exponent, 6)}"
    return f"The {name}: ${_power(base, exponent)}{value}$"


def coin_misconceptions(heads: int, tails: int, theta: Fraction) -> tuple[Misconception, ...]:
    n = heads + tails
    up, down = theta**heads, (1 - theta) ** tails
    return (
        Misconception(
            "counts-the-orders",
            float(comb(n, heads) * up * down),
            f"${dec(comb(n, heads) * up * down, 6)}$ counts all {comb(n, heads)} orders with {heads} heads. The "
            "flips happened in one order. Leave that factor out.",
        ),
        Misconception(
            "theta-swapped",
            float(theta**tails * (1 - theta) ** heads),
            rf"${dec(theta**tails * (1 - theta) ** heads, 6)}$ takes ${dec(theta)}$ for tails. $\theta$ is the "
            "probability of heads. Raise it to the number of heads.",
        ),
        Misconception(
            "estimate",
            Fraction(heads, n),
            rf"$\frac{{{heads}}}{{{n}}}$ is the value of $\theta$ that explains the flips best. The likelihood of "
            f"${dec(theta)}$ is the probability of these flips: multiply one factor per flip.",
        ),
        Misconception(
            "heads-only",
            float(up),
            f"${dec(up, 6)}$ counts only the heads. The data is all {n} flips: multiply by "
            f"${_power(1 - theta, tails)}$ for the tails.",
        ),
        Misconception(
            "adds",
            float(heads * theta + tails * (1 - theta)),
            f"${dec(heads * theta + tails * (1 - theta))}$ adds the probabilities. All {n} flips happened, one "
            "after the other, so multiply them.",
        ),
        Misconception(
            "all-heads",
            float(theta**n),
            f"${dec(theta**n, 8)}$ uses ${dec(theta)}$ for every flip. A tail has probability "
            rf"$1 - {dec(theta)} = {dec(1 - theta)}$: use this factor for each tail.",
        ),
        Misconception(
            "adds-the-parts",
            float(up + down),
            f"${dec(up + down, 6)}$ adds ${dec(up, 6)}$ for the heads and ${dec(down, 6)}$ for the tails. The sequence "
            "contains both, so multiply them.",
        ),
    )


@computed("probability.likelihood.log", "number", ["log-likelihood"], strategy="add logarithms", rule=TWO_PLACES)
def likelihood_log(rng: Random) -> ItemDraw:
    heads, tails, theta = rng.randint(3, 9), rng.randint(2, 6), rng.choice((2, 3, 4, 6, 7, 8))
    return loglik(heads, tails, Fraction(theta, 10))


def loglik(heads: int, tails: int, theta: Fraction) -> ItemDraw:
    """The question: the log-likelihood of `theta` after so many heads and tails, by the natural log."""
    up, down = log(theta), log(1 - theta)
    answer = heads * up + tails * down
    return ItemDraw(
        given={"heads": heads, "tails": tails, "theta": float(theta)},
        prompt=f"{heads} heads and {tails} tails. What is the log-likelihood of $\\theta = {dec(theta)}$, with the "
        f"natural logarithm, to two decimals? $\\ln {dec(theta)} {eq(up)}$ and "
        f"$\\ln {dec(1 - theta)} {eq(down)}$.",
        lead=rf"\ell({dec(theta)}) =",
        answer=answer,
        misconceptions=loglik_misconceptions(heads, tails, theta),
        hints=(
            "You want the logarithm of a product of probabilities, one factor per flip.",
            "A log turns a product into a sum: as many logs as there are flips, added up.",
            rf"The heads give ${heads} \cdot ({dec(up)}) {_near(heads * up)}$.",
        ),
        steps=(
            Step(
                rf"The heads: ${heads} \cdot \ln {dec(theta)} {_near(heads * up)}$", dec(heads * up),
                lead=rf"{heads} \cdot \ln {dec(theta)} =",
            ),
            Step(
                rf"The tails: ${tails} \cdot \ln {dec(1 - theta)} {_near(tails * down)}$", dec(tails * down),
                lead=rf"{tails} \cdot \ln {dec(1 - theta)} =",
            ),
            Step(
                rf"Add: ${heads} \cdot \ln {dec(theta)} + {tails} \cdot \ln {dec(1 - theta)} {_near(answer)}$",
                dec(answer), lead=rf"\ell({dec(theta)}) =", follow=lambda cells: cells[0] + cells[1],
            ),
        ),
        explanation=rf"${heads} \cdot \ln {dec(theta)} + {tails} \cdot \ln {dec(1 - theta)} {_near(answer)}$. It is "
        "negative because probabilities are below 1; closer to 0 is better.",
    )  # fmt: skip


def _near(value: float) -> str:
    return eq(value, 3)


def loglik_misconceptions(heads: int, tails: int, theta: Fraction) -> tuple[Misconception, ...]:
    up, down = log(theta), log(1 - theta)
    bits = heads * log2(theta) + tails * log2(1 - theta)
    total = heads * theta + tails * (1 - theta)
    return (
        Misconception(
            "each-once",
            up + down,
            rf"That is $\ln {dec(theta)} + \ln {dec(1 - theta)}$, each once. Every flip is a factor: {heads} times "
            f"the one, {tails} times the other.",
        ),
        Misconception(
            "log-of-the-sum",
            log(total),
            rf"That is $\ln {dec(total)}$, the log of a sum. The likelihood of independent flips is a product, and "
            "the log of a product is the sum of the logs. Take the logs first.",
        ),
        Misconception(
            "base-two",
            bits,
            rf"${dec(bits, 3)}$ uses $\log_2$, which makes everything {1 / log(2):.2f} times as large. The question "
            r"asks for the natural logarithm, $\ln$.",
        ),
        Misconception(
            "loses-the-minus",
            -(heads * up + tails * down),
            "The size is right. The logarithm of a number below 1 is negative, so a log-likelihood of these "
            f"{heads + tails} flips is below 0.",
        ),
        Misconception(
            "heads-only",
            heads * up,
            rf"That is ${heads} \cdot \ln {dec(theta)}$, the heads alone. The tails are data as well. Add ${tails} "
            rf"\cdot \ln {dec(1 - theta)}$.",
        ),
    )


@computed("probability.likelihood.mle", "number", ["mle"], strategy="where the peak is", rule=TWO_DECIMALS)
def likelihood_mle(rng: Random) -> ItemDraw:
    heads, tails = rng.randint(2, 12), rng.randint(1, 8)
    return peak(heads, tails) if heads != tails else peak(heads + 1, tails)


def peak(heads: int, tails: int) -> ItemDraw:
    """The question: the maximum likelihood estimate after so many heads and tails."""
    n = heads + tails
    answer = Fraction(heads, n)
    return ItemDraw(
        given={"heads": heads, "tails": tails},
        prompt=f"A coin gave {heads} heads and {tails} {'tail' if tails == 1 else 'tails'}. What is the maximum "
        f"likelihood estimate of its "
        r"probability of heads? A fraction, or two decimals.",
        lead=r"\hat\theta =",
        answer=answer,
        misconceptions=peak_misconceptions(heads, tails),
        hints=(
            r"You want the $\theta$ under which these flips are least surprising.",
            "For a coin the peak of the likelihood is at the fraction of heads.",
            f"There were ${heads} + {tails} = {n}$ flips.",
        ),
        steps=(
            Step(f"All flips: ${heads} + {tails} = {n}$", str(n)),
            Step(rf"The fraction of heads: $\frac{{{heads}}}{{{n}}} {eq(answer, 3)}$", f"{heads}/{n}"),
        ),
        explanation=rf"$\frac{{{heads}}}{{{n}}} {eq(answer, 3)}$: the fraction in the data. The likelihood *at* the "
        f"peak, about ${three_figures(_height(heads, tails))}$, is a different and small number.",
    )


def _height(heads: int, tails: int) -> Fraction:
    top = Fraction(heads, heads + tails)
    return top**heads * (1 - top) ** tails


def peak_misconceptions(heads: int, tails: int) -> tuple[Misconception, ...]:
    n = heads + tails
    return (
        Misconception(
            "likelihood-at-the-peak",
            float(_height(heads, tails)),
            r"That is the height of the peak, the likelihood at $\hat\theta$. The estimate is the $\theta$ of the "
            f"peak: {heads} of {n}.",
        ),
        Misconception(
            "fair",
            Fraction(1, 2),
            f"One half is a prior belief. Maximum likelihood uses the data alone: {heads} of {n} flips were heads.",
        ),
        Misconception(
            "odds",
            Fraction(heads, tails),
            rf"$\frac{{{heads}}}{{{tails}}}$ is heads over tails: odds. A probability is a fraction of all flips: "
            f"divide by {n}.",
        ),
        Misconception(
            "other-side",
            Fraction(tails, n),
            rf"$\frac{{{tails}}}{{{n}}}$ is the fraction of tails. The question asks for the probability of heads: "
            f"{heads} of {n}.",
        ),
    )
