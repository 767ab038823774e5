"""Questions on evidence: Bayes in whole people, and two models on the same data."""

from __future__ import annotations

from fractions import Fraction
from math import exp
from random import Random

from lessons.answers import Comparison, spell
from lessons.model.computed_item import ItemDraw, computed
from lessons.model.misconception import Misconception
from lessons.model.page import Step

from .decimals import dec, eq, three_figures

THREE_DECIMALS = Comparison(absolute=0.001)
THREE_FIGURES = Comparison(significant=3)
PEOPLE = 10_000


@computed(
    "probability.bayes.posterior_frequencies", "number", ["bayes"], strategy="count heads", rule=THREE_DECIMALS,
    practice=True,
)  # fmt: skip
def bayes_posterior_frequencies(rng: Random) -> ItemDraw:
    prior = rng.choice((1, 2, 3, 4, 5, 10))
    return posterior_frequencies(prior, rng.choice((75, 80, 85, 90, 95)), rng.randint(2, 12))


def posterior_frequencies(prior: int, sensitivity: int, alarm: int) -> ItemDraw:
    """The question of `posterior`, P(ill | positive), told in people; the three rates in percent."""
    ill = PEOPLE * prior // 100
    healthy = PEOPLE - ill
    hit, false = ill * sensitivity // 100, healthy * alarm // 100
    answer = Fraction(hit, hit + false)
    return ItemDraw(
        given={"prior": prior, "sensitivity": sensitivity, "alarm": alarm},
        prompt=f"Think of {PEOPLE:,} people. {_n(ill)} are ill, and {_n(hit)} of those test positive. {_n(healthy)} "
        f"are healthy, and {_n(false)} of those test positive as well. Of all who test positive, what fraction is ill? "
        "A fraction, or three decimals.",
        lead=r"P(D \mid +) =",
        answer=answer,
        misconceptions=frequencies_misconceptions(ill, hit, false),
        hints=(
            "You want a fraction of those who test positive, and of nobody else.",
            "Bring all the positive ones together, ill and healthy, and count the ill among them.",
            f"The positive ones are {_n(hit)} ill and {_n(false)} healthy people.",
        ),
        steps=(
            Step(
                f"All who test positive: ${hit} + {false} = {hit + false}$", str(hit + false),
                lead=r"\text{positive} =",
            ),
            Step(
                rf"The ill among them: $\frac{{{hit}}}{{{hit + false}}} {eq(answer)}$", spell(answer),
                lead=r"P(D \mid +) =", follow=lambda cells: hit / cells[0],
            ),
        ),
        explanation=rf"$\frac{{{hit}}}{{{hit} + {false}}} {eq(answer)}$. Counted in people, Bayes' rule is one "
        "division: those who are ill and positive, over all who are positive. Stated in percent, the same question "
        f"would give you the rates {prior}%, {sensitivity}% and {alarm}%.",
    )  # fmt: skip


def _n(count: int) -> str:
    return f"{count:,}"


def frequencies_misconceptions(ill: int, hit: int, false: int) -> tuple[Misconception, ...]:
    healthy, positive = PEOPLE - ill, hit + false
    return (
        Misconception(
            "inverse-fallacy",
            Fraction(hit, ill),
            f"That is {_n(hit)} of the {_n(ill)} who are ill: how many of the ill test positive. The question is "
            f"about all who test positive: there are {_n(positive)} of them.",
        ),
        Misconception(
            "joint",
            Fraction(hit, PEOPLE),
            f"That is {_n(hit)} of all {PEOPLE:,}. Most of those did not test positive: divide by the {_n(positive)} "
            "people who did.",
        ),
        Misconception(
            "odds",
            Fraction(hit, false),
            f"That sets {_n(hit)} ill against {_n(false)} healthy people: odds. A fraction is taken of both "
            f"together: {_n(positive)}.",
        ),
        Misconception(
            "prior",
            Fraction(ill, PEOPLE),
            f"That is {_n(ill)} of {PEOPLE:,}, how many are ill before any test. The test changes that: of the "
            f"{_n(positive)} people who test positive, {_n(hit)} are ill.",
        ),
        Misconception(
            "alarm-rate",
            Fraction(false, healthy),
            f"This is {_n(false)} of the {_n(healthy)} healthy: the rate of false alarms. The question starts from a "
            f"positive test: {_n(hit)} of {_n(positive)}.",
        ),
    )


@computed(
    "probability.likelihood.ratio", "number", ["log-likelihood", "likelihood"], strategy="a difference of logs",
    rule=THREE_FIGURES, practice=True,
)  # fmt: skip
def likelihood_ratio(rng: Random) -> ItemDraw:
    worse = rng.randint(60, 400)
    return ratio(worse - rng.choice([n for n in range(6, 40) if n != 10]), worse)


def ratio(better: int, worse: int) -> ItemDraw:
    """The question: the ratio of two likelihoods, from their logarithms in minus tenths."""
    log_a, log_b, gap = Fraction(-better, 10), Fraction(-worse, 10), Fraction(worse - better, 10)
    answer = exp(gap)
    return ItemDraw(
        given={"A": float(log_a), "B": float(log_b)},
        prompt=f"On the same data, model A has the log-likelihood ${dec(log_a)}$ and model B has "
        f"${dec(log_b)}$, both with the natural logarithm. How many times as probable is the data "
        "under A as under B? To three significant figures.",
        lead=r"\frac{p(\text{data} \mid A)}{p(\text{data} \mid B)} =",
        answer=answer,
        misconceptions=ratio_misconceptions(log_a, log_b),
        hints=(
            "You want a ratio of two probabilities, and you have their logarithms.",
            "The log of a ratio is the difference of the logs; undo the log at the end.",
            f"The difference is ${dec(log_a)} - ({dec(log_b)}) = {dec(gap)}$.",
        ),
        steps=(
            Step(
                f"Subtract: ${dec(log_a)} - ({dec(log_b)}) = {dec(gap)}$", dec(gap),
                lead=r"\ell_A - \ell_B =",
            ),
            Step(
                f"Undo the logarithm: $e^{{{dec(gap)}}} {eq(answer)}$", dec(answer, 6),
                lead=r"e^{\ell_A - \ell_B} =", follow=lambda cells: exp(cells[0]),
            ),
        ),
        explanation=f"$e^{{{dec(gap)}}} {eq(answer)}$. Only the difference counts. It says which model "
        "explains the data better, and not how probable either model is: that takes a prior.",
    )  # fmt: skip


def ratio_misconceptions(log_a: Fraction, log_b: Fraction) -> tuple[Misconception, ...]:
    gap = log_a - log_b
    return (
        Misconception(
            "difference-only",
            float(gap),
            f"${dec(gap)}$ is the difference of the logarithms. The ratio of the probabilities is $e$ to that "
            f"difference: raise $e$ to ${dec(gap)}$.",
        ),
        Misconception(
            "divides-the-logs",
            float(log_b / log_a),
            f"This divides ${dec(log_b)}$ by ${dec(log_a)}$. The log of a ratio is the difference of the logs, "
            f"${dec(log_a)} - ({dec(log_b)}) = {dec(gap)}$: then undo the log.",
        ),
        Misconception(
            "upside-down",
            exp(-gap),
            f"That is $e^{{{dec(-gap)}}} {eq(exp(-gap))}$, B against A. A makes the data more probable, because "
            f"${dec(log_a)}$ is the larger of the two: the ratio is above 1.",
        ),
        Misconception(
            "base-two",
            float(2.0 ** float(gap)),
            f"That raises 2 to ${dec(gap)}$, and gives about {three_figures(2.0 ** float(gap))}. These are natural "
            "logarithms, so the base is $e$.",
        ),
        Misconception(
            "ten-for-e",
            float(10.0 ** float(gap)),
            f"That raises 10 to ${dec(gap)}$, and gives about {three_figures(10.0 ** float(gap))}. These are natural "
            "logarithms, so the base is $e$.",
        ),
    )
