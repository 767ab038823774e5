"""A question on both directions of the KL divergence at once."""

from __future__ import annotations

from math import log, log2
from random import Random

from lessons.model.computed_item import ItemDraw, computed
from lessons.model.misconception import Misconception
from lessons.model.page import Step

from .entropy_format import (
    THREE_DECIMALS,
    Dist,
    cell,
    cross_entropy,
    dist,
    divergence,
    entropy,
    equals,
    show,
    tenths,
)

_LEADS = (r"\mathrm{KL}(\mathbf p \,\|\, \mathbf q) =", r"\mathrm{KL}(\mathbf q \,\|\, \mathbf p) =")


@computed(
    "information_theory.kl.both", "vector", ["kl-direction", "kl"], "one ratio, two weights", THREE_DECIMALS,
    practice=True,
)  # fmt: skip
def kl_both(rng: Random) -> ItemDraw:
    while True:
        p, q = tenths(rng, 2), tenths(rng, 2)
        if abs(divergence(p, q) - divergence(q, p)) > 0.01:
            return both(p, q)


def both(p: Dist, q: Dist) -> ItemDraw:
    """The question: KL(p || q) and KL(q || p) in bits."""
    forward, reverse = divergence(p, q), divergence(q, p)
    ratios = tuple(log2(a / b) for a, b in zip(p, q, strict=True))
    return ItemDraw(
        given={"p": p, "q": q},
        prompt=rf"$\mathbf p = {dist(p)}$ and $\mathbf q = {dist(q)}$. What is $\mathrm{{KL}}(\mathbf p \,\|\, "
        r"\mathbf q)$, and what is $\mathrm{KL}(\mathbf q \,\|\, \mathbf p)$? Give both in bits, to three decimals.",
        lead=r"(\mathrm{KL}(\mathbf p \,\|\, \mathbf q), \mathrm{KL}(\mathbf q \,\|\, \mathbf p)) =",
        answer=(forward, reverse),
        misconceptions=both_misconceptions(p, q),
        hints=(
            "You want two numbers, neither of them negative, and usually different.",
            "The log ratios are the same except for their sign. The weights differ: the first distribution gives them.",
            rf"$\log_2 \frac{{{show(p[0])}}}{{{show(q[0])}}} {equals(ratios[0])}$.",
        ),
        steps=(
            *(
                Step(
                    rf"Log ratio {i}: $\log_2 \frac{{{show(a)}}}{{{show(b)}}} {equals(ratio)}$", cell(ratio),
                    lead=rf"\log_2 \frac{{{show(a)}}}{{{show(b)}}} =",
                )
                for i, (a, b, ratio) in enumerate(zip(p, q, ratios, strict=True), 1)
            ),
            Step(
                rf"Weight them by $\mathbf p$: ${_terms(p, p, q)} {equals(forward)}$", cell(forward),
                lead=_LEADS[0], follow=lambda cells: p[0] * cells[0] + p[1] * cells[1],
            ),
            Step(
                rf"Change the signs, weight by $\mathbf q$: ${_terms(q, q, p)} {equals(reverse)}$", cell(reverse),
                lead=_LEADS[1], follow=lambda cells: -q[0] * cells[0] - q[1] * cells[1],
            ),
        ),
        explanation=f"${_terms(p, p, q)} {equals(forward)}$, and ${_terms(q, q, p)} {equals(reverse)}$. The "
        "distribution named first weights the log ratios. A distance would be the same in both directions.",
        log_base="2",
    )  # fmt: skip


def _terms(weights: Dist, top: Dist, below: Dist) -> str:
    return " + ".join(
        rf"{show(w)} \log_2 \frac{{{show(a)}}}{{{show(b)}}}" for w, a, b in zip(weights, top, below, strict=True)
    )


def both_misconceptions(p: Dist, q: Dist) -> tuple[Misconception, ...]:
    forward, reverse, gap = divergence(p, q), divergence(q, p), entropy(q) - entropy(p)
    costs = (cross_entropy(p, q), cross_entropy(q, p))
    return (
        Misconception(
            "swapped",
            (reverse, forward),
            "Both numbers are right, in the wrong order. The first distribution gives the weights: start with "
            f"${dist(p)}$.",
        ),
        Misconception(
            "symmetric",
            (forward, forward),
            f"${show(forward)}$ is right for the first. The second has other weights, ${dist(q)}$: KL is not "
            "symmetric.",
        ),
        Misconception(
            "entropy-differences",
            (gap, -gap),
            f"${show(gap)}$ and ${show(-gap)}$ are differences of the two entropies. A KL divergence is never "
            "negative: keep the weights of one distribution, and put both into the logarithm.",
        ),
        Misconception(
            "cross-entropies",
            costs,
            f"${show(costs[0])}$ and ${show(costs[1])}$ are the cross-entropies. A divergence is the part above "
            f"the entropy: subtract ${show(entropy(p))}$ and ${show(entropy(q))}$.",
        ),
        Misconception(
            "ln-called-bits",
            (forward * log(2), reverse * log(2)),
            rf"${show(forward * log(2))}$ and ${show(reverse * log(2))}$ come from $\ln$, in nats. The question asks "
            r"for bits. Use $\log_2$.",
        ),
    )
