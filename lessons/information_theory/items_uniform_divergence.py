"""The question on the divergence from the uniform distribution."""

from __future__ import annotations

from math import log
from random import Random

from lessons.model.computed_item import ItemDraw, computed
from lessons.model.misconception import Misconception
from lessons.model.page import Step

from .entropy_format import bits_of, cell, show


@computed("information_theory.kl.uniform", "number", ["kl", "entropy-bounds"], "log of n minus entropy")
def kl_uniform(rng: Random) -> ItemDraw:
    bits = rng.randint(3, 8)
    return uniform(bits, rng.randint(4 * bits // 3 + 1, 4 * bits - 1))


def uniform(bits: int, quarters: int) -> ItemDraw:
    """The question: KL(p || uniform) over 2**bits outcomes, p having an entropy of so many quarters of a bit."""
    count, h = 2**bits, quarters / 4
    answer = bits - h
    name = r"\mathrm{KL}(\mathbf p \,\|\, \mathbf u)"
    return ItemDraw(
        given={"bits": bits, "entropy": h},
        prompt=rf"A model's prediction $\mathbf p$ for the next token has an entropy of {bits_of(h)}. There are "
        rf"${count}$ tokens, and $\mathbf u$ is the uniform distribution over them. What is ${name}$ in bits?",
        lead=rf"{name} =",
        answer=answer,
        misconceptions=uniform_misconceptions(bits, h),
        hints=(
            r"You want the bits that you waste if you believe $\mathbf u$ while $\mathbf p$ is true.",
            rf"With $\mathbf u$ every token has a surprisal of $\log_2 {count}$ bits.",
            rf"$\log_2 {count} = {bits}$. Subtract the entropy.",
        ),
        steps=(
            Step(
                rf"The cross-entropy with $\mathbf u$: $\log_2 {count} = {bits}$",
                str(bits),
                lead=r"H(\mathbf p, \mathbf u) =",
            ),
            Step(
                f"Minus the entropy: ${bits} - {show(h)} = {show(answer)}$",
                cell(answer),
                lead=rf"{name} =",
                follow=lambda cells: cells[0] - h,
            ),
        ),
        explanation=rf"$\log_2 {count} - {show(h)} = {show(answer)}$. A divergence is never negative, so no "
        rf"distribution over {count} tokens has more than {bits} bits of entropy.",
        log_base="2",
    )


def uniform_misconceptions(bits: int, h: float) -> tuple[Misconception, ...]:
    count, answer = 2**bits, bits - h
    return (
        Misconception(
            "negative",
            -answer,
            rf"${show(-answer)}$ is $H(\mathbf p) - \log_2 {count}$. A divergence is never negative: subtract the "
            f"entropy ${show(h)}$ from {bits}.",
        ),
        Misconception(
            "cross-entropy",
            bits,
            rf"{bits} bits is the cross-entropy $H(\mathbf p, \mathbf u)$. It contains the entropy of $\mathbf p$: "
            f"subtract ${show(h)}$.",
        ),
        Misconception(
            "the-entropy",
            h,
            rf"${show(h)}$ is the entropy of $\mathbf p$. The divergence is how far it is below the maximum of {bits} "
            "bits: subtract.",
        ),
        Misconception(
            "counts-the-tokens",
            count - h,
            rf"${show(count - h)}$ subtracts from {count}, the number of tokens. Their surprisal is its logarithm: "
            rf"$\log_2 {count} = {bits}$ bits.",
        ),
        Misconception(
            "nats-minus-bits",
            bits * log(2) - h,
            rf"This subtracts {bits_of(h)} from $\ln {count}$ nats. Use one unit for both: "
            rf"$\log_2 {count} = {bits}$.",
        ),
    )
