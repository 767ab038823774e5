"""Questions that show why softmax gives a distribution: never negative, and adding up to 1."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import combinations
from math import exp, isclose
from random import Random

from lessons.answers import Comparison, spell
from lessons.latex_numbers import vec
from lessons.model.computed_item import ItemDraw, computed
from lessons.model.misconception import Misconception
from lessons.model.page import Step

from .decimals import dec, eq

THREE_DECIMALS = Comparison(absolute=0.001)


@computed(
    "probability.softmax.positive", "vector", ["softmax"], "find a counterexample", practice=True, form="counterexample"
)
def softmax_positive(rng: Random) -> ItemDraw:
    return counterexample(rng.randint(2, 9), rng.randint(2, 9))


def counterexample(k: int, b: int) -> ItemDraw:
    """The question: two scores for which a softmax made with z - k has the output -b."""
    first, second = b + 1, -b
    return ItemDraw(
        given={"k": k, "b": b},
        prompt=f"Suppose softmax took $f(z) = z - {k}$ in place of $e^z$. Show that its outputs need not be "
        "a distribution: type "
        rf"two scores $z_1, z_2$ for which its second output $\frac{{f(z_2)}}{{f(z_1) + f(z_2)}}$ is ${-b}$.",
        lead=r"(z_1, z_2) =",
        answer=(first + k, second + k),
        condition=_has_second_output(k, -b),
        misconceptions=_counterexample_misconceptions(k, b),
        hints=(
            "You want two values of $f$ of opposite sign.",
            "Choose the values of $f$ so that they add up to 1: then the second output is $f(z_2)$ itself.",
            f"With $f(z_2) = {-b}$ and $f(z_1) = {first}$ the sum is 1. Which scores give these?",
        ),
        steps=(
            Step(f"$f(z_1) = {first}$ for $z_1 = {first} + {k} = {first + k}$", str(first + k)),
            Step(f"$f(z_2) = {-b}$ for $z_2 = {-b} + {k} = {k - b}$", str(k - b)),
        ),
        explanation=rf"With ${vec((first + k, k - b))}$ the values of $f$ are ${first}$ and ${-b}$, their sum "
        rf"is 1, and "
        f"the second output is ${-b}$. $e^z$ is positive for every score, so no output can be negative.",
    )


def _has_second_output(k: int, expected: int) -> Callable[[tuple[float, ...]], str]:
    """The condition that the second output of softmax with f(z) = z - k in place of exp is `expected`."""

    def lacking(scores: tuple[float, ...]) -> str:
        first, second = (z - k for z in scores)
        total = first + second
        if total == 0:
            return (
                f"The values of $f$ are ${dec(first)}$ and ${dec(second)}$: they add up to 0, so no output is defined."
            )
        output = second / total
        if isclose(output, expected, rel_tol=1e-6):
            return ""
        return rf"The values of $f$ are ${dec(first)}$ and ${dec(second)}$, so the second output ${eq(output)}$."

    return lacking


def _counterexample_misconceptions(k: int, b: int) -> tuple[Misconception, ...]:
    return (
        Misconception(
            "shift-forgotten",
            (b + 1, -b),
            f"These would be right for $f(z) = z$. Here $f$ subtracts ${k}$ from each score, so add ${k}$ to both.",
        ),
        Misconception(
            "shifted-down",
            (b + 1 - k, -b - k),
            f"You subtracted ${k}$, but $f$ does that already. Add ${k}$ to each value of $f$ that you want.",
        ),
        Misconception(
            "exchanged",
            (k - b, b + 1 + k),
            f"Here the first output is ${-b}$. The question asks for the second one: swap the two scores.",
        ),
        Misconception(
            "second-positive",
            (b + 1 + k, k + b),
            f"Here both values of $f$ are positive, ${b + 1}$ and ${b}$, so both outputs are positive as well. "
            f"$f(z_2)$ has to be ${-b}$.",
        ),
    )


@computed(
    "probability.softmax.line", "expression", ["softmax"], "divided by their own sum", practice=True, form="finish"
)
def softmax_line(rng: Random) -> ItemDraw:
    return others(rng.randint(2, 9), rng.choice("abctuvxy"), rng.choice("SNTZ"))


def others(count: int, z: str, total: str) -> ItemDraw:
    """The question: the expected number of draws that are not of one class, from its score and the sum alone."""
    fraction = rf"\frac{{e^{{{z}}}}}{{{total}}}"
    return ItemDraw(
        given={"count": count, "z": z, "total": total},
        prompt=f"Softmax gives each class the probability $e^{{z_i}}/{total}$, where ${total}$ is the sum of all "
        f"$e^{{z_j}}$. One class has the score ${z}$. You draw ${count}$ times with these probabilities. What is the "
        f"expected number of draws from the other classes? Finish the line, using only ${z}$ and ${total}$; type "
        f"`e^{z}` for a power of $e$.",
        lead=rf"{count} \cdot \sum_{{\text{{others}}}} \frac{{e^{{z_i}}}}{{{total}}} =",
        answer=f"{count} * (1 - e^{z} / {total})",
        names={z: "real", total: "positive"},
        misconceptions=_others_misconceptions(count, z, total),
        hints=(
            "You want the probability of all classes but one.",
            "All probabilities together add up to 1, because each is divided by the sum of all.",
            f"The probability of the one class is ${fraction}$.",
        ),
        steps=(
            Step(rf"All classes: $\frac{{{total}}}{{{total}}} = 1$", "1"),
            Step(rf"The others: $1 - {fraction}$", f"1 - e^{z} / {total}"),
            Step(rf"In ${count}$ draws: ${count} (1 - {fraction})$", f"{count} * (1 - e^{z} / {total})"),
        ),
        explanation=rf"The numerators add up to ${total}$, and ${total}/{total} = 1$: the probabilities add up to 1. "
        rf"So the others have $1 - {fraction}$ together, ${count}$ times that in ${count}$ draws.",
    )


def _others_misconceptions(count: int, z: str, total: str) -> tuple[Misconception, ...]:
    return (
        Misconception(
            "its-own",
            f"{count} * e^{z} / {total}",
            f"This is the expected number for the class with the score ${z}$. The question asks for the others: "
            "subtract its probability from 1.",
        ),
        Misconception(
            "one-token",
            f"1 - e^{z} / {total}",
            f"This is the probability of the others. Multiply it by the number of draws, ${count}$.",
        ),
        Misconception(
            "adds-up-to-the-count",
            f"{count} - e^{z} / {total}",
            f"This subtracts one probability from ${count}$. Each of the ${count}$ draws may be of this class: "
            f"subtract ${count}$ times the probability.",
        ),
        Misconception(
            "not-divided",
            f"{count} * ({total} - e^{z})",
            f"${total} - e^{{{z}}}$ is the sum of the other exponentials. Divide it by ${total}$ to turn it into a "
            "probability.",
        ),
    )


@computed(
    "probability.softmax.broken", "number", ["softmax"], "exponentiate, add, divide", THREE_DECIMALS, practice=True
)
def softmax_broken(rng: Random) -> ItemDraw:
    while True:
        scores = tuple(rng.randint(-20, 40) / 10 for _ in range(3))
        if min(abs(a - b) for a, b in combinations(scores, 2)) > 0.2 and max(scores) > 0:
            return broken(scores)


def broken(scores: Sequence[float]) -> ItemDraw:
    """The question: what the outputs add up to when the largest exponential divides in place of the sum."""
    top = max(scores)
    raised = tuple(exp(z - top) for z in scores)
    answer, total = sum(raised), sum(exp(z) for z in scores)
    return ItemDraw(
        given={"z": tuple(scores)},
        prompt=rf"A program for softmax divides each $e^{{z_i}}$ by the largest of them, not by their sum. Its "
        rf"outputs for "
        rf"$\mathbf z = {vec(scores)}$ are never negative. What do they add up to, to three decimals?",
        lead=r"\text{sum} =",
        answer=answer,
        misconceptions=_broken_misconceptions(scores),
        hints=(
            "You want three outputs, one of them 1, and their sum.",
            rf"The outputs are $e^{{z_i}} / e^{{{dec(top)}}} = e^{{z_i - {dec(top)}}}$.",
            rf"The output for the score ${dec(scores[0])}$ is $e^{{{dec(scores[0] - top)}}} {eq(raised[0])}$.",
        ),
        steps=(
            *(
                Step(rf"$e^{{{dec(z)} - {dec(top)}}} {eq(r)}$", spell(r), lead=rf"e^{{{dec(z - top)}}} =")
                for z, r in zip(scores, raised, strict=True)
            ),
            Step(
                rf"Add up: ${' + '.join(dec(r) for r in raised)} {eq(answer)}$",
                dec(answer),
                lead=r"\text{sum} =",
                follow=lambda cells: sum(cells[:3]),
            ),
        ),
        explanation=rf"${' + '.join(dec(r) for r in raised)} {eq(answer)}$. Only division by the sum of all, here "
        rf"${dec(total, 3)}$, makes the outputs add up to 1.",
    )


def _broken_misconceptions(scores: Sequence[float]) -> tuple[Misconception, ...]:
    top, total = max(scores), sum(exp(z) for z in scores)
    return (
        Misconception(
            "still-one",
            1,
            f"1 is the sum for a correct softmax. This one divides by $e^{{{dec(top)}}}$, and the largest output alone "
            "is 1 already. Add the other two.",
        ),
        Misconception(
            "sum-of-exponentials",
            total,
            f"${dec(total, 3)}$ is the sum of the exponentials. The program divides each one by $e^{{{dec(top)}}}$, so "
            "divide the sum by it too.",
        ),
        Misconception(
            "largest-share",
            exp(top) / total,
            f"${dec(exp(top) / total, 3)}$ is the largest output of a correct softmax. The question asks for the sum "
            rf"of this program's outputs: $\sum_i e^{{z_i}}$ over $e^{{{dec(top)}}}$.",
        ),
        Misconception(
            "scores-divided",
            sum(scores) / top,
            f"${dec(sum(scores) / top, 3)}$ divides the scores themselves. Exponentiate first: begin with "
            f"$e^{{{dec(scores[0])}}}$.",
        ),
    )
