"""Questions on entropy that draw their numbers."""

from __future__ import annotations

from math import log, log2
from random import Random

from lessons.model.computed_item import ItemDraw, computed
from lessons.model.misconception import Misconception
from lessons.model.page import Step

from .entropy_format import THREE_DECIMALS, bits_of, cell, entropy, equals, show, surprisal


@computed("information_theory.entropy.coin", "number", ["entropy"], "weight each surprisal", THREE_DECIMALS)
def entropy_coin(rng: Random) -> ItemDraw:
    return coin(rng.choice([percent for percent in range(5, 96) if abs(percent - 50) > 3]))


def coin(percent: int) -> ItemDraw:
    """The question: the entropy in bits of a coin that lands heads with this percentage."""
    p, r = percent / 100, (100 - percent) / 100
    answer = entropy((p, r))
    return ItemDraw(
        given={"p": p},
        prompt=f"A coin lands heads with probability ${show(p)}$. What is its entropy in bits, to three decimals?",
        lead="H =",
        answer=answer,
        misconceptions=coin_misconceptions(p, r),
        hints=(
            "You want the expected surprisal: between 0 and 1 bit for any coin.",
            r"$H = -p \log_2 p - (1 - p) \log_2 (1 - p)$.",
            rf"The surprisal of heads is $-\log_2 {show(p)} {equals(surprisal(p))}$.",
        ),
        steps=coin_steps(p, r),
        explanation=rf"$-{show(p)} \log_2 {show(p)} - {show(r)} \log_2 {show(r)} {equals(answer)}$. The likely side "
        "has a small surprisal and occurs often, the other a large one and occurs rarely. The mean is below the 1 bit "
        "of a fair coin.",
        log_base="2",
    )


def coin_steps(p: float, r: float) -> tuple[Step, ...]:
    """Both surprisals, then their mean: the cells of the worksheet."""
    heads, tails, answer = surprisal(p), surprisal(r), entropy((p, r))
    return (
        Step(
            rf"The surprisal of heads: $-\log_2 {show(p)} {equals(heads)}$",
            cell(heads), lead=rf"-\log_2 {show(p)} =",
        ),
        Step(
            rf"The surprisal of tails: $-\log_2 {show(r)} {equals(tails)}$",
            cell(tails), lead=rf"-\log_2 {show(r)} =",
        ),
        Step(
            rf"Heads, weighted by its probability: $-{show(p)} \log_2 {show(p)} {equals(p * heads)}$",
            cell(p * heads), lead=rf"{show(p)} \cdot (-\log_2 {show(p)}) =", follow=lambda cells: p * cells[0],
        ),
        Step(
            rf"Tails likewise: $-{show(r)} \log_2 {show(r)} {equals(r * tails)}$",
            cell(r * tails), lead=rf"{show(r)} \cdot (-\log_2 {show(r)}) =", follow=lambda cells: r * cells[1],
        ),
        Step(
            rf"Add: $H = -{show(p)} \log_2 {show(p)} - {show(r)} \log_2 {show(r)} {equals(answer)}$",
            cell(answer), lead="H =", follow=lambda cells: cells[2] + cells[3],
        ),
    )  # fmt: skip


def coin_misconceptions(p: float, r: float) -> tuple[Misconception, ...]:
    answer, likely = entropy((p, r)), max(p, r)
    rare = min(p, r)
    return (
        Misconception(
            "minus-lost",
            -answer,
            rf"${show(-answer)}$ is ${show(p)} \log_2 {show(p)} + {show(r)} \log_2 {show(r)}$. Surprisals are "
            "positive: put a minus in front of each logarithm.",
        ),
        Misconception(
            "ln-called-bits",
            answer * log(2),
            rf"${show(answer * log(2))}$ is the entropy in nats, from $\ln$. For bits, use $\log_2$, or divide by $\ln "
            "2$.",
        ),
        Misconception(
            "one-term",
            likely * surprisal(likely),
            rf"${show(likely * surprisal(likely))}$ is $-{show(likely)} \log_2 {show(likely)}$, the term of the likely "
            f"side. Add the term of the other side, whose surprisal is {bits_of(surprisal(rare))}.",
        ),
        Misconception(
            "no-weights",
            surprisal(p) + surprisal(r),
            f"${show(surprisal(p) + surprisal(r))}$ adds both surprisals without weights. Weight them by the "
            f"probabilities, ${show(p)}$ and ${show(r)}$.",
        ),
        Misconception(
            "likely-side",
            surprisal(likely),
            f"${show(surprisal(likely))}$ is the surprisal of the likely side alone. The other side happens too, "
            f"with probability ${show(rare)}$. Average over both.",
        ),
    )


@computed("information_theory.entropy.equal", "number", ["entropy-bounds", "entropy"], "count the questions",
          THREE_DECIMALS)  # fmt: skip
def entropy_equal(rng: Random) -> ItemDraw:
    return equal(rng.choice((3, 4, 5, 6, 7, 8, 10, 12, 16, 20, 32, 64)))


def equal(n: int) -> ItemDraw:
    """The question: the entropy in bits of n equally likely outcomes."""
    answer = log2(n)
    return ItemDraw(
        given={"n": n},
        prompt=f"There are ${n}$ equally likely outcomes. What is the entropy in bits? Give three decimals if it is "
        "not whole.",
        lead="H =",
        answer=answer,
        misconceptions=equal_misconceptions(n),
        hints=(
            "You want the average surprisal: how surprised you should expect to be.",
            "All have the same surprisal, so the mean is that surprisal.",
            rf"Each has probability $\frac{{1}}{{{n}}}$, and $-\log_2 \frac{{1}}{{{n}}} = \log_2 {n}$.",
        ),
        steps=(
            Step(rf"Each surprisal: $-\log_2 \frac{{1}}{{{n}}} {equals(answer)}$", cell(answer)),
            Step(rf"The mean of ${n}$ equal numbers is that number: $H = \log_2 {n} {equals(answer)}$", cell(answer)),
        ),
        explanation=rf"$\log_2 {n} {equals(answer)}$. No distribution over ${n}$ outcomes has more entropy: with equal "
        "probabilities, the outcome is hardest to predict.",
        log_base="2",
    )


def equal_misconceptions(n: int) -> tuple[Misconception, ...]:
    return (
        Misconception(
            "counts-the-outcomes",
            n,
            f"${n}$ is the number of outcomes. Entropy is an average surprisal, and each outcome has the surprisal "
            rf"$\log_2 {n}$.",
        ),
        Misconception(
            "ln-called-bits",
            log(n),
            rf"${show(log(n))}$ is $\ln {n}$, in nats. The question asks for bits: the base is 2.",
        ),
        Misconception(
            "one-term",
            log2(n) / n,
            rf"${show(log2(n) / n)}$ is $\frac{{1}}{{{n}}} \log_2 {n}$, the term of one outcome. Add the terms of all "
            f"${n}$.",
        ),
        Misconception(
            "minus-lost",
            -log2(n),
            rf"${show(-log2(n))}$ is $\log_2 \frac{{1}}{{{n}}}$, and an entropy is never negative. Put a minus in "
            "front.",
        ),
    )
