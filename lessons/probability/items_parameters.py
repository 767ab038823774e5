"""Questions on priors over parameters: the peak of a posterior, and the penalty that a Gaussian prior becomes."""

from __future__ import annotations

from fractions import Fraction
from random import Random

from lessons.answers import Comparison
from lessons.latex_numbers import num
from lessons.model.computed_item import ItemDraw, computed
from lessons.model.misconception import Misconception
from lessons.model.page import Step

from .decimals import dec

THREE_FIGURES = Comparison(significant=3)

_TRIALS = (
    "Of ${n}$ visitors, ${h}$ clicked a new button.",
    "Of ${n}$ tests of a sensor, ${h}$ succeeded.",
    "Of ${n}$ questions, a model answered ${h}$ correctly.",
    "Of ${n}$ flips of a coin, ${h}$ showed heads; count heads as a success.",
)


@computed("probability.parameters.map", "number", ["parameters"], strategy="add the prior's counts", rule=THREE_FIGURES)
def parameters_map(rng: Random) -> ItemDraw:
    while True:
        n, a, b = rng.randint(3, 12), rng.randint(2, 6), rng.randint(2, 6)
        h = rng.randint(1, n)
        if h * (a + b) != n * a:
            return peak(rng.choice(_TRIALS), n, h, a, b)


def peak(trial: str, n: int, h: int, a: int, b: int) -> ItemDraw:
    """The question: the MAP estimate after h of n successes, with a prior proportional to θ^a (1 - θ)^b."""
    answer = Fraction(h + a, n + a + b)
    return ItemDraw(
        given={"n": n, "h": h, "a": a, "b": b},
        prompt=trial.format(n=n, h=h) + rf" The success rate $\theta$ has the prior $p(\theta) \propto \theta^{a} "
        rf"(1 - \theta)^{b}$. What is its MAP estimate? A fraction, or three significant figures.",
        lead=r"\hat \theta_{\text{MAP}} =",
        answer=answer,
        misconceptions=(
            Misconception(
                "no-prior",
                Fraction(h, n),
                rf"$\frac{{{h}}}{{{n}}}$ is the peak of the likelihood alone. Multiply by the prior first: its "
                f"exponents ${a}$ and ${b}$ add to the counts.",
            ),
            Misconception(
                "prior-only",
                Fraction(a, a + b),
                rf"$\frac{{{a}}}{{{a + b}}}$ is the peak of the prior. Add the ${h}$ successes and ${n - h}$ failures "
                "to its exponents.",
            ),
            Misconception(
                "numerator-only",
                Fraction(h + a, n),
                rf"$\frac{{{h + a}}}{{{n}}}$ adds ${a}$ to the successes and leaves the number of trials at ${n}$. "
                f"The prior adds ${a + b}$ trials as well.",
            ),
            Misconception(
                "averages-the-peaks",
                (Fraction(h, n) + Fraction(a, a + b)) / 2,
                rf"This is the mean of $\frac{{{h}}}{{{n}}}$ and $\frac{{{a}}}{{{a + b}}}$. The two peaks have the "
                f"weights ${n}$ and ${a + b}$: add the counts instead.",
            ),
            Misconception(
                "exchanged",
                Fraction(h + b, n + a + b),
                rf"You added ${b}$ to the successes. The exponent of $\theta$ is ${a}$; ${b}$ belongs to "
                "the failures.",
            ),
        ),
        hints=(
            "You want the peak of the likelihood times the prior.",
            rf"The likelihood is $\theta^{{{h}}} (1 - \theta)^{{{n - h}}}$. Multiplying powers adds exponents."
            if h > 1 and n - h > 1
            else "The likelihood is a power of $\\theta$ times a power of $1 - \\theta$. Multiplying powers adds "
            "exponents.",
            rf"The exponent of $\theta$ becomes ${h} + {a} = {h + a}$.",
        ),
        steps=(
            Step(rf"Exponent of $\theta$: ${h} + {a} = {h + a}$", str(h + a), lead=rf"{h} + {a} ="),
            Step(
                rf"Exponent of $1 - \theta$: ${n - h} + {b} = {n - h + b}$",
                str(n - h + b),
                lead=rf"{n - h} + {b} =",
            ),
            Step(
                rf"The peak: $\frac{{{h + a}}}{{{h + a} + {n - h + b}}} = {num(answer)}$",
                str(answer),
                lead=r"\hat \theta_{\text{MAP}} =",
                follow=lambda cells: cells[0] / (cells[0] + cells[1]),
            ),
        ),
        explanation=f"The prior acts like ${a + b}$ earlier trials, ${a}$ of them successes. It pulls the "
        f"estimate from ${dec(Fraction(h, n), 3)}$ toward ${dec(Fraction(a, a + b), 3)}$, and more data would pull it "
        "back.",
    )


@computed("probability.parameters.penalty", "number", ["parameters"], strategy="one over twice the variance")
def parameters_penalty(rng: Random) -> ItemDraw:
    return penalty(Fraction(rng.choice((1, 2, 4, 5, 10, 20)), 20), rng.choice((50, 100, 200, 500, 1000, 2000)))


def penalty(tau: Fraction, n: int) -> ItemDraw:
    """The question: λ for weights with the prior N(0, τ²) and a loss that is a mean over n examples."""
    summed = 1 / (2 * tau * tau)
    answer = summed / n
    return ItemDraw(
        given={"tau": float(tau), "N": n},
        prompt=rf"Each weight has the prior $\mathcal N(0, \tau^2)$ with $\tau = {dec(tau)}$. The loss is the *mean* "
        rf"negative log-likelihood of $N = {n}$ examples, plus $\lambda \lVert \mathbf w \rVert^2$. Which $\lambda$ "
        "makes its minimum the MAP estimate?",
        lead=r"\lambda =",
        answer=answer,
        misconceptions=(
            Misconception(
                "not-over-n",
                summed,
                rf"${dec(summed, 6)}$ belongs to the summed loss. Your loss is a mean, the sum divided by ${n}$, so "
                rf"divide $\lambda$ by ${n}$ as well.",
            ),
            Misconception(
                "half-lost",
                2 * answer,
                rf"This is $\frac{{1}}{{\tau^2 N}}$ with $\tau = {dec(tau)}$ and $N = {n}$. A Gaussian has "
                r"$2 \tau^2$ in its exponent, so halve it.",
            ),
            Misconception(
                "no-square",
                1 / (2 * tau * n),
                rf"This is $\frac{{1}}{{2 \tau N}}$ with $\tau = {dec(tau)}$ and $N = {n}$. The exponent has the "
                rf"variance in it, so divide by ${dec(tau)}^2 = {dec(tau * tau, 6)}$ in place of $\tau$.",
            ),
            Misconception(
                "multiplies",
                tau * tau / (2 * n),
                rf"This multiplies by $\tau^2 = {dec(tau * tau, 6)}$ and divides by ${2 * n}$. A narrow prior means a "
                "strong penalty, so the variance belongs in the denominator.",
            ),
        ),
        hints=(
            "You want the factor of the squared weights in the negative log of the posterior, per example.",
            r"$-\ln p(\mathbf w) = \frac{\lVert \mathbf w \rVert^2}{2 \tau^2} + c$ is added to the *summed* "
            "loss.",
            rf"$2 \tau^2 = 2 \cdot {dec(tau)}^2 = {dec(2 * tau * tau, 6)}$.",
        ),
        steps=(
            Step(
                rf"For the sum: $\frac{{1}}{{2 \cdot {dec(tau)}^2}} = {dec(summed, 6)}$",
                str(summed),
                lead=r"\frac{1}{2 \tau^2} =",
            ),
            Step(
                rf"For the mean: $\frac{{{dec(summed, 6)}}}{{{n}}} = {dec(answer, 10)}$",
                str(answer),
                lead=r"\lambda =",
                follow=lambda cells: cells[0] / n,
            ),
        ),
        explanation=r"With more data, the same prior gives a smaller $\lambda$: the posterior has one factor from "
        f"the prior, and ${n}$ factors from the examples.",
    )
