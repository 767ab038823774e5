"""The question on cross-entropy that draws its numbers."""

from __future__ import annotations

from math import log
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
    entropy,
    equals,
    show,
    surprisal,
    tenths,
)

_CODES: tuple[Dist, ...] = ((0.5, 0.25, 0.25), (0.25, 0.5, 0.25), (0.25, 0.25, 0.5))


@computed("information_theory.cross_entropy.compute", "number", ["cross-entropy"], "weight by p, log of q",
          THREE_DECIMALS)  # fmt: skip
def cross_compute(rng: Random) -> ItemDraw:
    q = rng.choice(_CODES) if rng.random() < 0.5 else tenths(rng, 3)
    while True:
        p = tenths(rng, 3)
        if p != q:
            return cross(p, q)


def cross(p: Dist, q: Dist) -> ItemDraw:
    """The question: H(p, q) in bits."""
    answer = cross_entropy(p, q)
    return ItemDraw(
        given={"p": p, "q": q},
        prompt=rf"The weather follows $\mathbf p = {dist(p)}$; a model believes $\mathbf q = {dist(q)}$. What is "
        r"the cross-entropy $H(\mathbf p, \mathbf q)$ in bits, to three decimals?",
        lead=r"H(\mathbf p, \mathbf q) =",
        answer=answer,
        misconceptions=cross_misconceptions(p, q),
        hints=(
            r"You want the average surprisal of a model that believes $\mathbf q$ while the outcomes come from "
            r"$\mathbf p$.",
            r"$H(\mathbf p, \mathbf q) = -\sum_i p_i \log_2 q_i$: the weights come from $\mathbf p$, the surprisals "
            r"from $\mathbf q$.",
            rf"The first surprisal is $-\log_2 {show(q[0])} {equals(surprisal(q[0]))}$, and its weight is "
            f"${show(p[0])}$.",
        ),
        steps=cross_steps(p, q),
        explanation=rf"${written(p, q)} {equals(answer)}$. With $\mathbf q = \mathbf p$ it would be "
        rf"$H(\mathbf p) {equals(entropy(p))}$, and it is never less than that.",
        log_base="2",
    )


def written(p: Dist, q: Dist) -> str:
    """-sum p log2 q written out."""
    return "-" + " - ".join(rf"{show(a)} \log_2 {show(b)}" for a, b in zip(p, q, strict=True))


def cross_steps(p: Dist, q: Dist) -> tuple[Step, ...]:
    """The surprisals under q, then their mean under p: the cells of the worksheet."""
    answer = cross_entropy(p, q)
    return (
        *(
            Step(
                rf"Surprisal {i} under $\mathbf q$: $-\log_2 {show(b)} {equals(surprisal(b))}$",
                cell(surprisal(b)), lead=rf"-\log_2 {show(b)} =",
            )
            for i, b in enumerate(q, 1)
        ),
        Step(
            rf"Weight by $\mathbf p$ and add: ${written(p, q)} {equals(answer)}$",
            cell(answer), lead=r"H(\mathbf p, \mathbf q) =",
            follow=lambda cells: sum(a * s for a, s in zip(p, cells, strict=False)),
        ),
    )  # fmt: skip


def cross_misconceptions(p: Dist, q: Dist) -> tuple[Misconception, ...]:
    truth, belief = next((show(a), show(b)) for a, b in zip(p, q, strict=True) if a != b)
    answer, swapped, plain = cross_entropy(p, q), cross_entropy(q, p), sum(map(surprisal, q))
    return (
        Misconception(
            "swapped",
            swapped,
            rf"${show(swapped)}$ is $H(\mathbf q, \mathbf p)$. The outcomes come from $\mathbf p$: "
            rf"$\log_2 {belief}$ has the weight ${truth}$, not the other way around.",
        ),
        Misconception(
            "entropy-of-p",
            entropy(p),
            rf"${show(entropy(p))}$ is $H(\mathbf p)$, the entropy of the weather itself. The surprisals are those of "
            rf"the model: the weight ${truth}$ belongs to $\log_2 {belief}$, not to $\log_2 {truth}$.",
        ),
        Misconception(
            "entropy-of-q",
            entropy(q),
            rf"${show(entropy(q))}$ is $H(\mathbf q)$, as if the model's belief were true. The outcomes come from "
            rf"$\mathbf p$: the weight of $\log_2 {belief}$ is ${truth}$, not ${belief}$.",
        ),
        Misconception(
            "ln-called-bits",
            answer * log(2),
            rf"${show(answer * log(2))}$ comes from $\ln$, in nats. The question asks for bits. Use $\log_2$.",
        ),
        Misconception(
            "no-weights",
            plain,
            f"${show(plain)}$ adds the surprisals as they are. Each counts as often as it happens. Weight by "
            f"${dist(p)}$.",
        ),
        Misconception(
            "minus-lost",
            -answer,
            rf"${show(-answer)}$ has the wrong sign. A surprisal is positive: $-\log_2 {show(q[0])} "
            f"{equals(surprisal(q[0]))}$.",
        ),
    )
