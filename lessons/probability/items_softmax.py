"""Questions on softmax: the outputs, their ratio, the temperature."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from math import exp
from random import Random

from lessons.answers import Comparison, spell
from lessons.latex_numbers import par, vec
from lessons.model.computed_item import ItemDraw, computed
from lessons.model.misconception import Misconception
from lessons.model.page import Step

from .decimals import dec, eq, three_figures

Vec = tuple[int, ...]

THREE_DECIMALS = Comparison(absolute=0.001)
THREE_FIGURES = Comparison(significant=3)


def softmax(scores: Sequence[float]) -> tuple[float, ...]:
    """The softmax: e^z over the sum of all e^z, shifted by the largest score (Goodfellow et al., 2016, section 4.1)."""
    top = max(scores)
    raised = [exp(z - top) for z in scores]
    return tuple(r / sum(raised) for r in raised)


@computed(
    "probability.softmax.compute", "vector", ["softmax"], strategy="exponentiate, add, divide", rule=THREE_DECIMALS
)
def softmax_compute(rng: Random) -> ItemDraw:
    while True:
        scores = tuple(rng.randint(-2, 4) for _ in range(3))
        if sum(scores) > 0 and len(set(scores)) == 3:
            return shares(scores)


def shares(scores: Vec) -> ItemDraw:
    """The question softmax(z) of three scores; a worksheet of seven cells."""
    raised = tuple(exp(z) for z in scores)
    total, answer = sum(raised), softmax(scores)
    return ItemDraw(
        given={"z": scores},
        prompt=rf"Work out $\softmax{vec(scores)}$, to three decimals. $e \approx 2.718$.",
        lead=rf"\softmax{vec(scores)} =",
        answer=answer,
        misconceptions=shares_misconceptions(scores),
        hints=(
            "You want three numbers, none of them negative, that add up to 1.",
            "Exponentiate each score, add the three, divide each by the sum.",
            rf"$e^{{{scores[0]}}} {eq(raised[0], 3)}$.",
        ),
        steps=_shares_steps(scores),
        explanation=f"The exponentials are ${_row(raised)}$ and add up to about ${dec(total, 3)}$. Divided by that: "
        f"${_row(answer, 4)}$. All are positive because $e^z$ is, and they add up to 1 because each was divided by the "
        "sum.",
    )


def _row(values: Sequence[float], places: int = 3) -> str:
    return "(" + ", ".join(dec(v, places) for v in values) + ")"


def _over_sum(index: int) -> Callable[[tuple[float, ...]], float]:
    """The output that belongs to one of the three exponentials, the fourth cell being their sum."""
    return lambda cells: cells[index] / cells[3]


def _shares_steps(scores: Vec) -> tuple[Step, ...]:
    raised, answer = tuple(exp(z) for z in scores), softmax(scores)
    total = sum(raised)
    first = tuple(
        Step(f"Exponentiate: $e^{{{z}}} {eq(r)}$", spell(r) if z else "1", lead=f"e^{{{z}}} =")
        for z, r in zip(scores, raised, strict=True)
    )
    added = Step(
        f"Add up: ${' + '.join(dec(r, 3) for r in raised)} \\approx {dec(total, 2)}$",
        dec(total),
        lead=r"\sum_j e^{z_j} =",
        follow=lambda cells: cells[0] + cells[1] + cells[2],
    )
    last = tuple(
        Step(
            rf"Divide: $\frac{{{dec(raised[i])}}}{{{dec(total)}}} \approx {dec(p, 3)}$",
            dec(p),
            lead=f"p_{i + 1} =",
            follow=_over_sum(i),
        )
        for i, p in enumerate(answer)
    )
    return (*first, added, *last)


def shares_misconceptions(scores: Vec) -> tuple[Misconception, ...]:
    raised, total = tuple(exp(z) for z in scores), sum(scores)
    top = max(scores)
    plain = tuple(Fraction(z, total) for z in scores)
    hard = tuple(int(z == top) for z in scores)
    negative = next((f", and ${z}$ would even get a negative output" for z in scores if z < 0), "")
    return (
        Misconception(
            "no-exponential",
            plain,
            f"That divides the scores by their sum, ${total}${negative}. Softmax exponentiates them first. Start "
            f"with $e^{{{scores[0]}}}$.",
        ),
        Misconception(
            "hardmax",
            hard,
            f"${vec(hard)}$ gives everything to the largest score. Softmax gives the others something too, because "
            f"$e^{{{min(scores)}}}$ is not 0.",
        ),
        Misconception(
            "never-normalised",
            raised,
            f"Those are the exponentials, about ${_row(raised, 2)}$. They add up to about ${dec(sum(raised), 2)}$, "
            "and a distribution adds up to 1. Divide each by that sum.",
        ),
        Misconception(
            "divides-by-the-largest",
            tuple(r / max(raised) for r in raised),
            "That divides the exponentials by the largest of them, so that it becomes 1. All three together are "
            f"then more than 1. Divide by the sum, about ${dec(sum(raised), 2)}$.",
        ),
    )


@computed(
    "probability.softmax.ratio", "number", ["softmax-scores"], strategy="subtract, then raise", rule=THREE_FIGURES
)
def softmax_ratio(rng: Random) -> ItemDraw:
    while True:
        scores = tuple(rng.randint(-3, 6) for _ in range(3))
        if len(set(scores)) == 3 and 1 <= scores[0] - scores[1] <= 4 and scores[1]:
            return ratio(scores)


def ratio(scores: Vec) -> ItemDraw:
    """The question how many times as likely class 1 is as class 2."""
    a, b, _ = scores
    gap = a - b
    answer = exp(gap)
    return ItemDraw(
        given={"z": scores},
        prompt=f"A model scores three classes ${vec(scores)}$. According to softmax, how many times as likely is class "
        "1 as class 2? To three significant figures.",
        lead=r"\frac{p_1}{p_2} =",
        answer=answer,
        misconceptions=ratio_misconceptions(scores),
        hints=(
            "You want one number; the third class does not matter.",
            "Both outputs have the same denominator, so it cancels.",
            rf"What is left is $e^{{{a}}}$ over $e^{{{b}}}$.",
        ),
        steps=(
            Step("The denominator is the same for both, and cancels"),
            Step(f"Dividing powers subtracts exponents: ${a} - {par(b)} = {gap}$", str(gap)),
            Step(rf"$e^{{{gap}}} \approx {three_figures(answer)}$", spell(answer)),
        ),
        explanation=rf"$e^{{{gap}}} \approx {three_figures(answer)}$. Only the difference of two scores counts, never "
        "the scores themselves: that is why a shift of all of them changes nothing.",
    )


def ratio_misconceptions(scores: Vec) -> tuple[Misconception, ...]:
    a, b, _ = scores
    gap = a - b
    return (
        Misconception(
            "one-probability",
            exp(a) / sum(map(exp, scores)),
            f"${three_figures(exp(a) / sum(map(exp, scores)))}$ is the probability of class 1 alone. A ratio has two "
            "parts. Divide it by the probability of class 2.",
        ),
        Misconception(
            "scores-divided",
            Fraction(a, b),
            f"That is ${a}$ divided by ${b}$, the scores themselves. Outputs are proportional to $e^z$: $e^{{{a}}}$ "
            f"over $e^{{{b}}}$.",
        ),
        Misconception(
            "difference-only",
            gap,
            f"${gap}$ is the difference of the scores. The ratio of $e^{{{a}}}$ and $e^{{{b}}}$ is $e$ to the power of "
            "this difference.",
        ),
        Misconception(
            "exponentials-subtracted",
            exp(a) - exp(b),
            f'That is $e^{{{a}}} - e^{{{b}}}$. "How many times" asks for a ratio: subtract in the exponent instead.',
        ),
        Misconception(
            "upside-down",
            exp(-gap),
            f"This is $e^{{{-gap}}}$, class 2 divided by class 1. Class 1 has the higher score, ${a}$ against ${b}$, "
            "so it is more likely: take the ratio the other way.",
        ),
    )


_TEMPERATURES = (Fraction(1, 2), Fraction(2), Fraction(4))


@computed(
    "probability.softmax.temperature", "number", ["softmax-scores", "softmax"],
    strategy="divide by the temperature first", rule=THREE_DECIMALS,
)  # fmt: skip
def softmax_temperature(rng: Random) -> ItemDraw:
    t = rng.choice(_TEMPERATURES)
    gap = rng.randint(1, 3) if t < 1 else rng.randint(1, 5)
    low = rng.randint(-2, 4)
    return tempered((low + gap, low), t)


def tempered(scores: Vec, t: Fraction) -> ItemDraw:
    """The question for the larger of two outputs at a temperature; a worksheet."""
    a, b = (float(z / t) for z in scores)
    cooled = _row((a, b))
    answer = softmax((a, b))[0]
    up, down = exp(a), exp(b)
    return ItemDraw(
        given={"z": scores, "T": float(t)},
        prompt=f"Two words have the scores ${vec(scores)}$. At temperature $T = {dec(t)}$, what is the probability of "
        "the first? To three decimals.",
        lead="p_1 =",
        answer=answer,
        misconceptions=tempered_misconceptions(scores, t),
        hints=(
            "You want the softmax of the scores, after they are divided by the temperature.",
            "Divide each score by $T$; then exponentiate, add and divide as usual.",
            f"Divided by ${dec(t)}$ the scores are ${cooled}$.",
        ),
        steps=(
            Step(rf"Divide by $T$: $\frac{{{scores[0]}}}{{{dec(t)}}} = {dec(a)}$", dec(a), lead=r"\frac{z_1}{T} ="),
            Step(rf"The same for the other: $\frac{{{scores[1]}}}{{{dec(t)}}} = {dec(b)}$", dec(b),
                 lead=r"\frac{z_2}{T} ="),
            Step(f"Exponentiate: $e^{{{dec(a)}}} {eq(up)}$", dec(up), lead=r"e^{z_1/T} =",
                 follow=lambda cells: exp(cells[0])),
            Step(f"Exponentiate: $e^{{{dec(b)}}} {eq(down)}$", dec(down), lead=r"e^{z_2/T} =",
                 follow=lambda cells: exp(cells[1])),
            Step(rf"The output: $\frac{{{dec(up)}}}{{{dec(up)} + {dec(down)}}} \approx {dec(answer, 3)}$", dec(answer),
                 lead="p_1 =", follow=lambda cells: cells[2] / (cells[2] + cells[3])),
        ),
        explanation=f"The scores become ${cooled}$, and the first gets about ${dec(answer, 3)}$ instead of "
        f"${dec(softmax(scores)[0], 3)}$. {_effect(t)}",
    )  # fmt: skip


def _effect(t: Fraction) -> str:
    if t < 1:
        return "Below 1 the temperature sharpens: the gap between the scores grows."
    return "Above 1 the temperature flattens: the gap between the scores shrinks."


def tempered_misconceptions(scores: Vec, t: Fraction) -> tuple[Misconception, ...]:
    warm = softmax(tuple(float(z * t) for z in scores))[0]
    plain = softmax(scores)[0]
    return (
        Misconception(
            "multiplies-by-t",
            warm,
            f"That multiplies the scores by ${dec(t)}$. A high temperature flattens, and a low one sharpens. Divide "
            f"the gap of ${scores[0] - scores[1]}$ by ${dec(t)}$.",
        ),
        Misconception(
            "ignores-t",
            plain,
            f"This is softmax at temperature 1. Divide the scores by $T = {dec(t)}$ first, so that their gap of "
            f"{scores[0] - scores[1]} is divided too.",
        ),
        Misconception(
            "divides-the-share",
            plain / float(t),
            f"This divides the probability at temperature 1, about ${dec(plain, 3)}$, by ${dec(t)}$. Divide the scores "
            "instead, before the softmax.",
        ),
        Misconception(
            "no-exponential",
            Fraction(scores[0] - scores[1], 1) / t,
            f"This is the gap of the scores, ${scores[0] - scores[1]}$, divided by ${dec(t)}$. Its exponential is "
            "the ratio of the two outputs: take the softmax of the divided scores.",
        ),
    )
