"""Questions on KL divergence that draw their numbers."""

from __future__ import annotations

from math import log, log2
from random import Random

from lessons.model.computed_item import ItemDraw, computed
from lessons.model.misconception import Misconception
from lessons.model.page import Step

from .entropy_format import (
    THREE_DECIMALS,
    Dist,
    bits_of,
    cell,
    dist,
    divergence,
    entropy,
    equals,
    show,
    tenths,
)
from .entropy_format import cross_entropy as cross


@computed("information_theory.kl.compute", "number", ["kl"], "weight the log ratios", THREE_DECIMALS)
def kl_compute(rng: Random) -> ItemDraw:
    while True:
        p, q = tenths(rng, 2), tenths(rng, 2)
        if p != q and divergence(p, q) > 0.02:
            return kl(p, q)


def kl(p: Dist, q: Dist) -> ItemDraw:
    """The question: KL(p || q) in bits."""
    answer = divergence(p, q)
    return ItemDraw(
        given={"p": p, "q": q},
        prompt=rf"A coin follows $\mathbf p = {dist(p)}$; a model believes $\mathbf q = {dist(q)}$. What is "
        r"$\mathrm{KL}(\mathbf p \,\|\, \mathbf q)$ in bits, to three decimals?",
        lead=r"\mathrm{KL}(\mathbf p \,\|\, \mathbf q) =",
        answer=answer,
        misconceptions=kl_misconceptions(p, q),
        hints=(
            r"You want the bits that a model wastes if it believes $\mathbf q$ while the outcomes come from $\mathbf "
            "p$: never below 0.",
            r"$\mathrm{KL}(\mathbf p \,\|\, \mathbf q) = \sum_i p_i \log_2 \frac{p_i}{q_i}$.",
            rf"The first logarithm is $\log_2 \frac{{{show(p[0])}}}{{{show(q[0])}}} {equals(log2(p[0] / q[0]))}$, "
            f"and its weight is ${show(p[0])}$.",
        ),
        steps=kl_steps(p, q),
        explanation=rf"${_sum(p, q)} {equals(answer)}$. Loss minus floor gives the same: "
        rf"$H(\mathbf p, \mathbf q) \approx {show(cross(p, q))}$ minus $H(\mathbf p) \approx {show(entropy(p))}$.",
        log_base="2",
    )


def _term(a: float, b: float) -> str:
    return rf"{show(a)} \log_2 \frac{{{show(a)}}}{{{show(b)}}}"


def _sum(p: Dist, q: Dist) -> str:
    return " + ".join(_term(a, b) for a, b in zip(p, q, strict=True))


def kl_steps(p: Dist, q: Dist) -> tuple[Step, ...]:
    """The log ratios, then their mean under p: the cells of the worksheet."""
    ratios = tuple(log2(a / b) for a, b in zip(p, q, strict=True))
    answer = divergence(p, q)
    return (
        *(
            Step(
                rf"Log ratio {i}: $\log_2 \frac{{{show(a)}}}{{{show(b)}}} {equals(ratio)}$",
                cell(ratio), lead=rf"\log_2 \frac{{{show(a)}}}{{{show(b)}}} =",
            )
            for i, (a, b, ratio) in enumerate(zip(p, q, ratios, strict=True), 1)
        ),
        Step(
            rf"Weight by $\mathbf p$ and add: ${_sum(p, q)} {equals(answer)}$",
            cell(answer), lead=r"\mathrm{KL}(\mathbf p \,\|\, \mathbf q) =",
            follow=lambda cells: sum(a * ratio for a, ratio in zip(p, cells, strict=False)),
        ),
    )  # fmt: skip


def kl_misconceptions(p: Dist, q: Dist) -> tuple[Misconception, ...]:
    answer, reverse = divergence(p, q), divergence(q, p)
    gap, bare = entropy(q) - entropy(p), sum(log2(a / b) for a, b in zip(p, q, strict=True))
    return (
        Misconception(
            "entropy-of-p",
            entropy(p),
            rf"${show(entropy(p))}$ is $H(\mathbf p)$, the entropy of the source. The question asks for the waste: the "
            "cross-entropy minus this.",
        ),
        Misconception(
            "other-direction",
            reverse,
            rf"${show(reverse)}$ is $\mathrm{{KL}}(\mathbf q \,\|\, \mathbf p)$. The outcomes come from the first "
            f"distribution: weight by ${dist(p)}$, and put it in the numerator.",
        ),
        Misconception(
            "entropy-difference",
            gap,
            rf"${show(gap)}$ is $H(\mathbf q) - H(\mathbf p)$. The waste is $H(\mathbf p, \mathbf q) - H(\mathbf "
            r"p)$, and in both terms the weights are those of $\mathbf p$.",
        ),
        Misconception(
            "cross-entropy",
            cross(p, q),
            rf"${show(cross(p, q))}$ is $H(\mathbf p, \mathbf q)$, the cross-entropy. It contains the entropy of "
            rf"$\mathbf p$, {bits_of(entropy(p))}: subtract that.",
        ),
        Misconception(
            "upside-down",
            -answer,
            rf"${show(-answer)}$ has $\mathbf q$ in the numerator of the ratio. Put $\mathbf p$ there: the first term "
            rf"has $\log_2 \frac{{{show(p[0])}}}{{{show(q[0])}}}$.",
        ),
        Misconception(
            "ln-called-bits",
            answer * log(2),
            rf"${show(answer * log(2))}$ comes from $\ln$, in nats. The question asks for bits. Use $\log_2$.",
        ),
        Misconception(
            "no-weights",
            bare,
            f"${show(bare)}$ adds the log ratios without weights. Weight them by ${dist(p)}$.",
        ),
    )


@computed("information_theory.kl.split", "number", ["kl", "cross-entropy"], "price minus floor")
def kl_split(rng: Random) -> ItemDraw:
    floor = rng.randint(21, 79)
    return split(floor, floor + rng.choice([n for n in range(3, 60) if n % 10]))


def split(floor: int, price: int) -> ItemDraw:
    """The question: KL from an entropy and a cross-entropy, both in twentieths of a bit."""
    h, cost, answer = floor / 20, price / 20, (price - floor) / 20
    return ItemDraw(
        given={"entropy": h, "cross": cost},
        prompt=f"A source has an entropy of {bits_of(h)} per letter, and a model of it has a cross-entropy of "
        f"${show(cost)}$. How many bits per letter would a perfect model save?",
        lead=r"\mathrm{KL}(\mathbf p \,\|\, \mathbf q) =",
        answer=answer,
        misconceptions=split_misconceptions(h, cost),
        hints=(
            "You want the part of the loss that the model wastes.",
            r"$H(\mathbf p, \mathbf q) = H(\mathbf p) + \mathrm{KL}(\mathbf p \,\|\, \mathbf q)$.",
            rf"So ${show(cost)} = {show(h)} + \mathrm{{KL}}$.",
        ),
        steps=(
            Step(rf"Loss = floor + waste: ${show(cost)} = {show(h)} + \mathrm{{KL}}$"),
            Step(f"Solve: ${show(cost)} - {show(h)} = {show(answer)}$", cell(answer)),
        ),
        explanation=f"${show(cost)} - {show(h)} = {show(answer)}$. Better training can save these bits. The other "
        f"${show(h)}$ belong to the source, and no model gets below them.",
    )


def split_misconceptions(h: float, cost: float) -> tuple[Misconception, ...]:
    return (
        Misconception(
            "whole-price",
            cost,
            f"${show(cost)}$ is the whole loss. The entropy of the source, {bits_of(h)}, is part of it. Subtract it.",
        ),
        Misconception(
            "the-floor",
            h,
            f"${show(h)}$ is the entropy, the loss of a perfect model. The waste is the rest of ${show(cost)}$: "
            "subtract.",
        ),
        Misconception(
            "adds",
            round(h + cost, 6),
            f"${show(h + cost)}$ is ${show(h)} + {show(cost)}$. The cross-entropy already contains the entropy. "
            "Subtract it.",
        ),
        Misconception(
            "below-zero",
            round(h - cost, 6),
            f"${show(h - cost)}$ is ${show(h)} - {show(cost)}$. A divergence is never negative. Subtract the entropy "
            "from the cross-entropy.",
        ),
        Misconception(
            "ratio",
            cost / h,
            rf"That is $\frac{{{show(cost)}}}{{{show(h)}}} {equals(cost / h)}$, the ratio of the two. The waste is "
            "their difference.",
        ),
    )
