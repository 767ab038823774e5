"""Questions on Bayes: in heads first, then in probabilities."""

from __future__ import annotations

from fractions import Fraction
from random import Random

from lessons.answers import Comparison
from lessons.latex_numbers import vec
from lessons.model.computed_item import ItemDraw, computed
from lessons.model.misconception import Misconception
from lessons.model.page import Step

from .decimals import dec, eq, from_percent

THREE_DECIMALS = Comparison(absolute=0.001)


@computed("probability.bayes.tree", "vector", ["bayes"], strategy="count heads")
def bayes_tree(rng: Random) -> ItemDraw:
    while True:
        ill, sensitivity, alarm = rng.choice((1, 2, 4, 5, 10)), rng.choice((80, 90, 95)), rng.randint(2, 12)
        if (1000 - 10 * ill) * alarm % 100 == 0 and ill * sensitivity % 10 == 0:
            return tree(ill, sensitivity, alarm)


def tree(prior: int, sensitivity: int, alarm: int) -> ItemDraw:
    """The question: true and false positives among 1000 people, the rates in percent."""
    ill = prior * 10
    healthy = 1000 - ill
    hit, false = ill * sensitivity // 100, healthy * alarm // 100
    return ItemDraw(
        given={"prior": prior, "sensitivity": sensitivity, "alarm": alarm},
        prompt=f"Of 1000 people, {prior}% are ill. A test detects {sensitivity}% of the ill, and raises a false "
        f"alarm for {alarm}% of the healthy. How many test positive: first the ill, then the healthy?",
        lead=r"(\text{ill}, \text{healthy}) =",
        answer=(hit, false),
        misconceptions=tree_misconceptions(ill, sensitivity, alarm),
        hints=(
            "You want two counts: the ill who test positive, and the healthy who test positive.",
            "Split the 1000 into ill and healthy first; each rate applies to its own group.",
            f"{ill} are ill and {healthy} are healthy.",
        ),
        steps=(
            Step(f"{prior}% of 1000 are ill: ${ill}$", str(ill), lead=r"\text{ill} ="),
            Step(
                f"The rest are healthy: $1000 - {ill} = {healthy}$", str(healthy), lead=r"\text{healthy} =",
                follow=lambda cells: 1000 - cells[0],
            ),
            Step(
                rf"Ill and positive: ${dec(from_percent(sensitivity))} \cdot {ill} = {hit}$", str(hit),
                lead=r"\text{ill and positive} =", follow=lambda cells: cells[0] * sensitivity / 100,
            ),
            Step(
                rf"Healthy and positive: ${dec(from_percent(alarm))} \cdot {healthy} = {false}$", str(false),
                lead=r"\text{healthy and positive} =", follow=lambda cells: cells[1] * alarm / 100,
            ),
        ),
        explanation=rf"${dec(from_percent(sensitivity))} \cdot {ill} = {hit}$ and "
        rf"${dec(from_percent(alarm))} \cdot {healthy} = {false}$. Of {hit + false} who test positive, {hit} are ill.",
    )  # fmt: skip


def tree_misconceptions(ill: int, sensitivity: int, alarm: int) -> tuple[Misconception, ...]:
    healthy = 1000 - ill
    hit, false = Fraction(ill * sensitivity, 100), Fraction(healthy * alarm, 100)
    everybody = (10 * sensitivity, 10 * alarm)
    missed = (hit, healthy * (1 - from_percent(sensitivity)))
    negatives = (ill - hit, healthy - false)
    return (
        Misconception(
            "alarms-of-everybody",
            (hit, 10 * alarm),
            f"${vec((hit, 10 * alarm))}$ applies the rate of false alarms to all 1000. A false alarm comes from one of "
            f"the {healthy} healthy: take {alarm}% of those.",
        ),
        Misconception(
            "rates-of-everybody",
            everybody,
            f"${vec(everybody)}$ applies both rates to all 1000. Each rate is a fraction of its own group: "
            f"{sensitivity}% of {ill}, {alarm}% of {healthy}.",
        ),
        Misconception(
            "misses-as-alarms",
            missed,
            f"The second number takes {100 - sensitivity}% of the healthy. That is the rate at which the test misses "
            f"the *ill*, $100 - {sensitivity}$: take {alarm}% of the healthy.",
        ),
        Misconception(
            "negatives",
            negatives,
            f"${vec(tuple(map(float, negatives)))}$ are those who test negative. The question asks for those who "
            f"test positive: first {sensitivity}% of {ill}.",
        ),
        Misconception(
            "groups-only",
            (ill, healthy),
            f"${vec((ill, healthy))}$ are all the ill and all the healthy. Take those who test positive: "
            f"{sensitivity}% of the first, {alarm}% of the second.",
        ),
    )


@computed(
    "probability.bayes.posterior", "number", ["bayes"], strategy="one branch over all", rule=THREE_DECIMALS,
    instead="probability.bayes.posterior_frequencies",
)  # fmt: skip
def bayes_posterior(rng: Random) -> ItemDraw:
    prior = rng.choice((1, 2, 3, 4, 5, 10))
    return posterior(prior, rng.choice((75, 80, 85, 90, 95)), rng.randint(2, 12))


def posterior(prior: int, sensitivity: int, alarm: int) -> ItemDraw:
    """The question P(ill | positive), the three rates in percent; a worksheet."""
    d, s, f = from_percent(prior), from_percent(sensitivity), from_percent(alarm)
    hit, false = d * s, (1 - d) * f
    answer = hit / (hit + false)
    return ItemDraw(
        given={"prior": prior, "sensitivity": sensitivity, "alarm": alarm},
        prompt=f"Of all people, {prior}% are ill: $P(D) = {dec(d)}$. A test detects {sensitivity}% of the ill, "
        rf"$P(+ \mid D) = {dec(s)}$, and raises a false alarm for {alarm}% of the "
        r"healthy. You test positive. What is $P(D \mid +)$, to three decimals?",
        lead=r"P(D \mid +) =",
        answer=float(answer),
        misconceptions=posterior_misconceptions(prior, sensitivity, alarm),
        hints=(
            "You want the fraction of ill people among all who test positive.",
            "Two ways lead to a positive test: ill and detected, or healthy with a false alarm. Divide the first "
            "by both.",
            rf"Ill and positive: ${dec(d)} \cdot {dec(s)} = {dec(hit)}$.",
        ),
        steps=(
            Step(
                rf"Ill and positive: ${dec(d)} \cdot {dec(s)} = {dec(hit)}$", dec(hit),
                lead=r"P(D) \, P(+ \mid D) =",
            ),
            Step(
                rf"Healthy and positive: ${dec(1 - d)} \cdot {dec(f)} = {dec(false)}$", dec(false),
                lead=r"P(\text{healthy}) \, P(+ \mid \text{healthy}) =",
            ),
            Step(
                f"Positive at all: ${dec(hit)} + {dec(false)} = {dec(hit + false)}$", dec(hit + false),
                lead="P(+) =", follow=lambda cells: cells[0] + cells[1],
            ),
            Step(
                rf"The first over the sum: $\frac{{{dec(hit)}}}{{{dec(hit + false)}}} {eq(answer)}$",
                dec(answer), lead=r"P(D \mid +) =", follow=lambda cells: cells[0] / cells[2],
            ),
        ),
        explanation=rf"$\frac{{{dec(hit)}}}{{{dec(hit)} + {dec(false)}}} {eq(answer)}$. Counted in people: of 10,000, "
        f"{_heads(hit)} are ill and positive, {_heads(false)} healthy and positive. {_moral(answer)}",
    )  # fmt: skip


def _heads(p: Fraction) -> str:
    return dec(p * 10_000)


def _moral(answer: Fraction) -> str:
    if answer < Fraction(1, 2):
        return "The healthy are so many that even a small fraction of them outnumbers the ill who test positive."
    return "Here false alarms are so rare that most of those who test positive are ill."


def posterior_misconceptions(prior: int, sensitivity: int, alarm: int) -> tuple[Misconception, ...]:
    d, s, f = from_percent(prior), from_percent(sensitivity), from_percent(alarm)
    hit, false = d * s, (1 - d) * f
    miss = hit / (hit + (1 - d) * (1 - s))
    return (
        Misconception(
            "inverse-fallacy",
            float(s),
            rf"${dec(s)}$ is $P(+ \mid D)$: how many of the ill test positive. You are asked for the fraction "
            f"of the positive who are ill: of 10,000 people, {_heads(hit + false)} test positive, and {_heads(hit)} "
            "of them are ill.",
        ),
        Misconception(
            "difference",
            float(s - f),
            f"${dec(s - f)}$ is ${dec(s)} - {dec(f)}$. The two rates belong to groups of very different size: "
            f"{_heads(false)} of 10,000 people get a false alarm.",
        ),
        Misconception(
            "joint",
            float(hit),
            f"${dec(hit)}$ is the probability of being ill and testing positive. The positive test is given, to the "
            f"right of the bar. Divide by $P(+) = {dec(hit + false)}$.",
        ),
        Misconception(
            "misses-as-alarms",
            float(miss),
            f"That takes $1 - {dec(s)} = {dec(1 - s)}$ for the rate of false alarms. That is the fraction of the ill "
            f"who are missed, and the rate of false alarms among the healthy is {dec(f)}.",
        ),
        Misconception(
            "prior",
            float(d),
            f"${dec(d)}$ is how many are ill before any test. The test changes that: it detects {sensitivity}% of the "
            f"ill and gives a false alarm to only {alarm}% of the rest. "
            "Multiply each rate by the probability of its group.",
        ),
    )
