"""Questions on attention: the output for one query, and how far its scores spread."""

from __future__ import annotations

from collections.abc import Sequence
from math import exp, sqrt
from random import Random

from lessons.answers import Comparison
from lessons.latex_numbers import vec
from lessons.model.computed_item import ItemDraw, computed
from lessons.model.misconception import Misconception
from lessons.model.page import Step

from .decimals import dec, eq

TWO_DECIMALS = Comparison(absolute=0.005)
THREE_FIGURES = Comparison(significant=3)


@computed(
    "probability.attention.output", "number", ["attention"], strategy="scale, softmax, average", rule=TWO_DECIMALS
)
def attention_output(rng: Random) -> ItemDraw:
    root = rng.choice((2, 3, 4))
    scaled = rng.sample(range(-1, 3), 3)
    return output(root, [root * one for one in scaled], rng.sample(range(10), 3))


def _softmax(scores: Sequence[float]) -> list[float]:
    powers = [exp(score) for score in scores]
    return [power / sum(powers) for power in powers]


def _average(weights: Sequence[float], values: Sequence[int]) -> float:
    return sum(weight * value for weight, value in zip(weights, values, strict=True))


def output(root: int, scores: Sequence[int], values: Sequence[int]) -> ItemDraw:
    """The question: the output of attention for one query of length root², with values that are single numbers."""
    scaled = [score // root for score in scores]
    powers = [exp(score) for score in scaled]
    weights = _softmax(scaled)
    answer = _average(weights, values)
    d = root * root
    best = values[scores.index(max(scores))]
    return ItemDraw(
        given={"root": root, "scores": tuple(scores), "values": tuple(values)},
        prompt=f"A query with $d = {d}$ entries has the dot products ${vec(scores)}$ with three keys. The values are "
        f"the single numbers ${vec(values)}$. What is the output of attention? Two decimals.",
        lead=r"\text{output} =",
        answer=answer,
        misconceptions=(
            Misconception(
                "not-scaled",
                _average(_softmax(scores), values),
                rf"This takes the softmax of ${vec(scores)}$. Divide the scores by $\sqrt{{{d}}} = {root}$ first.",
            ),
            Misconception(
                "divides-by-d",
                _average(_softmax([score / d for score in scores]), values),
                rf"This divides ${vec(scores)}$ by $d = {d}$. Their standard deviation grows with $\sqrt d$, so divide "
                f"by ${root}$.",
            ),
            Misconception(
                "copies-the-best",
                best,
                f"${best}$ is the value with the highest score. Softmax gives the other values some weight too, so "
                "take the weighted average of all three.",
            ),
            Misconception(
                "plain-mean",
                sum(values) / 3,
                f"${dec(sum(values) / 3)}$ is the plain mean of the values. Weight each value by the softmax of its "
                "score.",
            ),
            Misconception(
                "never-normalized",
                _average(powers, values),
                f"${dec(_average(powers, values), 2)}$ weights the values by exponentials that add up to "
                f"${dec(sum(powers))}$. Divide by that sum, so that the weights add up to 1.",
            ),
        ),
        hints=(
            "You want a weighted average of the three values.",
            r"Divide the scores by $\sqrt d$, take the softmax, and weight the values.",
            f"The scaled scores are ${vec(scaled)}$.",
        ),
        steps=(
            Step(rf"Scale by $\sqrt{{{d}}} = {root}$: ${vec(scaled)}$"),
            *(
                Step(
                    f"Exponentiate: $e^{{{score}}} {eq(power)}$",
                    dec(power, 6),
                    lead=f"e^{{{score}}} =",
                )
                for score, power in zip(scaled, powers, strict=True)
            ),
            Step(
                f"Their sum: ${dec(sum(powers))}$",
                dec(sum(powers), 6),
                lead=r"\text{sum} =",
                follow=sum,
            ),
            Step(
                f"Weight the values and divide: ${dec(answer, 3)}$",
                dec(answer, 6),
                lead=r"\text{output} =",
                follow=lambda cells: _average(cells[:3], values) / cells[3],
            ),
        ),
        explanation=f"The weights are about ${vec([round(weight, 3) for weight in weights])}$. In a model the "
        "values are vectors, and the same three weights average them entry by entry.",
    )


@computed("probability.attention.scale", "number", ["attention"], strategy="variances add", rule=THREE_FIGURES)
def attention_scale(rng: Random) -> ItemDraw:
    return scale(rng.choice((16, 32, 48, 64, 80, 96, 128, 256)), rng.choice((2, 3, 4, 5)))


def scale(d: int, sigma: int) -> ItemDraw:
    """The question: the standard deviation of q · k if the entries of k have standard deviation sigma."""
    answer = sigma * sqrt(d)
    return ItemDraw(
        given={"d": d, "sigma": sigma},
        prompt=rf"The entries of $\mathbf q$ have standard deviation 1, those of $\mathbf k$ have ${sigma}$. All are "
        rf"independent with mean 0, and both vectors have $d = {d}$ entries. What is the standard deviation of "
        r"$\mathbf q \cdot \mathbf k$? A root, or three significant figures.",
        lead=r"\text{standard deviation} =",
        answer=answer,
        misconceptions=(
            Misconception(
                "variance",
                sigma * sigma * d,
                rf"${sigma * sigma * d}$ is the variance, ${d} \cdot {sigma}^2$. Take its root.",
            ),
            Misconception(
                "adds-the-deviations",
                sigma * d,
                f"${sigma * d}$ adds ${d}$ standard deviations. Independent products partly cancel: add their "
                "variances and take the root.",
            ),
            Misconception(
                "unit-entries",
                sqrt(d),
                rf"$\sqrt{{{d}}}$ is right if all entries have variance 1. Here each product has the variance "
                f"${sigma * sigma}$.",
            ),
            Misconception(
                "one-product",
                sigma,
                f"${sigma}$ is the standard deviation of one product. The dot product adds ${d}$ of them.",
            ),
            Misconception(
                "deviation-for-variance",
                sqrt(sigma * d),
                f"This takes ${sigma}$ for the variance of a product. It is the standard deviation, and variances are "
                f"what adds up: ${sigma * sigma}$ each.",
            ),
        ),
        hints=(
            r"You want the spread of a sum of $d$ independent products.",
            rf"One product has the variance $1 \cdot {sigma}^2$. The variances add.",
            rf"The variance of the sum is ${d} \cdot {sigma * sigma} = {d * sigma * sigma}$.",
        ),
        steps=(
            Step(
                rf"Variance of one product: $1 \cdot {sigma}^2 = {sigma * sigma}$",
                str(sigma * sigma),
                lead=r"\Var(q_i k_i) =",
            ),
            Step(
                rf"Of the sum: ${d} \cdot {sigma * sigma} = {d * sigma * sigma}$",
                str(d * sigma * sigma),
                lead=r"\Var(\mathbf q \cdot \mathbf k) =",
                follow=lambda cells: d * cells[0],
            ),
            Step(
                rf"The root: $\sqrt{{{d * sigma * sigma}}} {eq(answer)}$",
                f"sqrt({d * sigma * sigma})",
                lead=r"\text{standard deviation} =",
                follow=lambda cells: sqrt(abs(cells[1])),
            ),
        ),
        explanation=rf"Dividing the scores by $\sqrt{{{d}}}$ brings this to ${sigma}$, whatever $d$ is. Attention does "
        "exactly that before the softmax.",
    )
