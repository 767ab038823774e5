"""A question on perplexity from a loss in nats."""

from __future__ import annotations

from math import exp
from random import Random

from lessons.model.computed_item import ItemDraw, computed
from lessons.model.misconception import Misconception
from lessons.model.page import Step

from .entropy_format import TWO_DECIMALS, cell, equals, show


@computed(
    "information_theory.classifier_loss.tokens", "number", ["perplexity"], "undo the logarithm", TWO_DECIMALS,
    practice=True,
)  # fmt: skip
def classifier_tokens(rng: Random) -> ItemDraw:
    return tokens(rng.choice([n for n in range(10, 45) if n % 5]) / 20, rng.randint(2, 9) * 100)


def tokens(loss: float, count: int) -> ItemDraw:
    """The question: the perplexity of a model from its total loss, in nats, over so many words."""
    total, answer = loss * count, exp(loss)
    return ItemDraw(
        given={"total": round(total, 6), "count": count},
        prompt=f"On a text of {count} words a model's negative log-likelihoods add up to ${show(total)}$ nats. What is "
        "its perplexity, to two decimals?",
        lead=r"\text{perplexity} =",
        answer=answer,
        misconceptions=tokens_misconceptions(loss, count),
        hints=(
            "You want a number of words: how many equally likely ones would be as surprising on average.",
            "The mean loss per word first; then undo the natural logarithm.",
            rf"The mean is $\frac{{{show(total)}}}{{{count}}} = {show(loss)}$ nats per word.",
        ),
        steps=(
            Step(
                rf"The mean: $\frac{{{show(total)}}}{{{count}}} = {show(loss)}$ nats", cell(loss),
                lead=rf"\frac{{{show(total)}}}{{{count}}} =",
            ),
            Step(
                rf"Undo the logarithm: $e^{{{show(loss)}}} {equals(answer)}$", cell(answer),
                lead=r"\text{perplexity} =", follow=lambda cells: exp(cells[0]),
            ),
        ),
        explanation=f"$e^{{{show(loss)}}} {equals(answer)}$: the model is as unsure as if it chose among this many "
        "equally likely words. The loss is in nats, so the base is $e$.",
    )  # fmt: skip


def tokens_misconceptions(loss: float, count: int) -> tuple[Misconception, ...]:
    return (
        Misconception(
            "stops-at-the-mean",
            loss,
            f"${show(loss)}$ is the mean loss in nats. Perplexity undoes the logarithm: $e^{{{show(loss)}}}$.",
        ),
        Misconception(
            "wrong-base",
            2**loss,
            f"${show(2**loss)}$ is $2^{{{show(loss)}}}$. The loss is in nats, so the base is $e$.",
        ),
        Misconception(
            "upside-down",
            exp(-loss),
            f"${show(exp(-loss))}$ is $e^{{{show(-loss)}}}$, the geometric mean of the probabilities. Perplexity is "
            "its reciprocal.",
        ),
        Misconception(
            "never-averages",
            loss * count,
            f"${show(loss * count)}$ is the loss of the whole text. Perplexity is per word: divide by {count}, then "
            "undo the logarithm.",
        ),
    )
