"""The question on how many yes/no questions an outcome takes."""

from __future__ import annotations

from math import log2
from random import Random

from lessons.model.computed_item import ItemDraw, computed
from lessons.model.misconception import Misconception
from lessons.model.page import Step

from .entropy_format import (
    Dist,
    cell,
    dist,
    entropy,
    equals,
    hundredths,
    show,
)


@computed(
    "information_theory.entropy.questions",
    "number",
    ["entropy-bounds", "entropy"],
    "count the questions",
    practice=True,
)
def entropy_questions(rng: Random) -> ItemDraw:
    while True:
        low, high = sorted(rng.sample(range(1, 20), 2))
        p = hundredths((5 * low, 5 * (high - low), 5 * (20 - high)))
        if len(set(p)) == 3:
            return questions(p)


def questions(p: Dist) -> ItemDraw:
    """The question: the least average number of yes/no questions for three outcomes, one draw at a time."""
    first = max(p)
    rest = round(1 - first, 6)
    answer = first + 2 * rest
    return ItemDraw(
        given={"p": p},
        prompt=rf"A sensor sends one of three readings, with probabilities ${dist(p)}$. You identify one reading at a "
        "time with yes/no questions, and ask in the best order. How many questions do you need on average?",
        lead=r"\text{questions} =",
        answer=answer,
        misconceptions=questions_misconceptions(p),
        hints=(
            "You want an average: some readings take one question, the others two.",
            "Ask about one reading first. If the answer is no, one more question separates the other two.",
            f"Ask about the most likely reading first: with probability ${show(first)}$ you are done.",
        ),
        steps=(
            Step(
                f"One question is enough with probability ${show(first)}$", show(first), lead=r"P(\text{1 question}) ="
            ),
            Step(
                f"Two are needed with probability $1 - {show(first)} = {show(rest)}$",
                show(rest),
                lead=r"P(\text{2 questions}) =",
                follow=lambda cells: 1 - cells[0],
            ),
            Step(
                rf"The average: ${show(first)} \cdot 1 + {show(rest)} \cdot 2 = {show(answer)}$",
                cell(answer),
                lead=r"\text{questions} =",
                follow=lambda cells: cells[0] + 2 * cells[1],
            ),
        ),
        explanation=rf"${show(first)} \cdot 1 + {show(rest)} \cdot 2 = {show(answer)}$. The entropy is "
        rf"$H {equals(entropy(p))}$, so the average lies between $H$ and $H + 1$, as it must. If you ask about "
        "many readings at once, you need fewer questions for each.",
    )


def questions_misconceptions(p: Dist) -> tuple[Misconception, ...]:
    first, last, middle = max(p), min(p), sorted(p)[1]
    return (
        Misconception(
            "entropy",
            entropy(p),
            rf"${show(entropy(p))}$ is the entropy, a lower limit. A question about a single reading cannot always "
            f"split the probability in half: here you need 1 question with probability ${show(first)}$ and 2 with "
            f"probability ${show(1 - first)}$.",
        ),
        Misconception(
            "log-of-the-count",
            log2(3),
            rf"${show(log2(3))}$ is $\log_2 3$, the entropy of three equally likely readings. Here the "
            f"probabilities are ${dist(p)}$: ask about the one with probability ${show(first)}$ first.",
        ),
        Misconception(
            "always-two",
            2,
            f"2 is the largest number of questions. With ${dist(p)}$ the first answer is yes with probability "
            f"${show(first)}$, and you are done after one.",
        ),
        Misconception(
            "no-weights",
            5 / 3,
            f"This is the plain average of 1, 2 and 2 questions. Weight them by the probabilities ${dist(p)}$: a "
            f"single question is enough with probability ${show(first)}$.",
        ),
        Misconception(
            "rarest-first",
            2 - last,
            f"${show(2 - last)}$ asks about the rarest reading first. That ends after one question with probability "
            f"${show(last)}$ only; with the most likely reading it is ${show(first)}$.",
        ),
        Misconception(
            "middle-first",
            2 - middle,
            f"${show(2 - middle)}$ asks about the reading with probability ${show(middle)}$ first. It is better to "
            f"start with the most likely one, ${show(first)}$.",
        ),
    )
