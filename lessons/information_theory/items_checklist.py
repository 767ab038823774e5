"""Questions that show what entropy is, and why the negative log-likelihood is a cross-entropy."""

from __future__ import annotations

from collections.abc import Callable
from math import exp, floor
from random import Random

from lessons.model.computed_item import ItemDraw, computed
from lessons.model.misconception import Misconception
from lessons.model.page import Step

from .entropy_format import entropy, equals, show, surprisal


@computed(
    "information_theory.entropy.summand",
    "expression",
    ["entropy"],
    "weight each surprisal",
    practice=True,
    form="finish",
)
def entropy_summand(rng: Random) -> ItemDraw:
    return summand(rng.choice("abcdmrstuvwxyz"), rng.choice(("bits", "nats")))


def summand(p: str, unit: str) -> ItemDraw:
    """The question: one summand of entropy, in the letter and the unit given."""
    log, wrong_log = ("log2", "ln") if unit == "bits" else ("ln", "log2")
    shown = r"\log_2" if unit == "bits" else r"\ln"
    answer = f"-{p} * {log}({p})"
    return ItemDraw(
        given={"p": p, "unit": unit},
        prompt=f"Finish the definition of entropy in {unit}: write one term of the sum, in which ${p}$ stands for "
        f"the probability of an outcome. Type `{log}` for the logarithm.",
        lead=r"H = \sum_{\text{outcomes}}",
        answer=answer,
        names={p: "unit"},
        log_base="2" if unit == "bits" else "e",
        misconceptions=(
            Misconception(
                "minus-lost",
                f"{p} * {log}({p})",
                f"This is negative for every ${p}$ between 0 and 1. A surprisal is never negative: put a minus in "
                "front.",
            ),
            Misconception(
                "weight-lost",
                f"-{log}({p})",
                f"That is the surprisal of one outcome. Entropy is a mean of surprisals. Weight it by ${p}$.",
            ),
            Misconception(
                "other-unit",
                f"-{p} * {wrong_log}({p})",
                f"This is a term in another unit. For {unit}, use ${shown} {p}$.",
            ),
            Misconception(
                "weight-of-the-rest",
                f"-(1 - {p}) * {log}({p})",
                f"That is weighted by $1 - {p}$. The outcome happens with probability ${p}$: that is its weight.",
            ),
        ),
        hints=(
            "You want a weight times a surprisal.",
            "The surprisal of an outcome is minus the logarithm of its probability.",
            f"The weight is how often the outcome happens: ${p}$.",
        ),
        steps=(
            Step(f"The surprisal: $-{shown} {p}$", f"-{log}({p})"),
            Step(f"Weighted by how often it happens: $-{p} {shown} {p}$", answer),
        ),
        explanation=rf"$H = -\sum {p} {shown} {p}$: the mean surprisal, each outcome weighted by its own probability.",
    )


@computed(
    "information_theory.entropy.rare", "number", ["entropy"], "find an example", practice=True, form="counterexample"
)
def entropy_rare(rng: Random) -> ItemDraw:
    return rare(rng.randint(12, 190))


def rare(thousandths: int) -> ItemDraw:
    """The question: a coin whose rare side has more than so many bits, though its entropy is in narrow bounds."""
    p = thousandths / 1000
    bits = floor(100 * surprisal(p) - 1e-9) / 100
    least = floor(1000 * entropy((p, 1 - p)) - 1e-9) / 1000
    return ItemDraw(
        given={"p": p},
        prompt=f"Rare is not the same as uncertain. Find a coin whose rarer side has a surprisal of more than "
        f"${show(bits)}$ bits and whose entropy is still more than ${show(least)}$ bits. Type the probability of the "
        f"rarer side.",
        lead="p =",
        answer=p,
        condition=_rare_enough(bits, least),
        misconceptions=_rare_misconceptions(p, bits),
        hints=(
            "You want a probability whose surprisal is just above the bound.",
            rf"$-\log_2 p > {show(bits)}$ means $p < 2^{{-{show(bits)}}}$.",
            rf"$2^{{-{show(bits)}}} {equals(2**-bits, 5)}$: take the next smaller number with four decimals, and "
            rf"check $H$.",
        ),
        steps=(
            Step(rf"The bound for $p$: $2^{{-{show(bits)}}} {equals(2**-bits, 5)}$", show(2**-bits, 5)),
            Step(rf"Just below: $p = {show(p)}$, with $H {equals(entropy((p, 1 - p)), 4)}$", show(p)),
        ),
        explanation=rf"$p = {show(p)}$ is one answer: $-\log_2 {show(p)} {equals(surprisal(p))}$ bits for the rare "
        f"side, and $H {equals(entropy((p, 1 - p)))}$ bits for the coin. The large surprisal has a weight of only "
        f"${show(p)}$.",
    )


def _rare_enough(bits: float, least: float) -> Callable[[tuple[float, ...]], str]:
    """The condition that a coin's rarer side has more than so many bits of surprisal, and the coin enough entropy."""

    def lacking(numbers: tuple[float, ...]) -> str:
        (p,) = numbers
        if not 0 < p <= 0.5:
            return "The rarer side of a coin has a probability above 0 and at most 0.5."
        if surprisal(p) <= bits:
            return (
                f"That side has a surprisal of ${show(surprisal(p))}$ bits, and it needs more than ${show(bits)}$: "
                "make it rarer."
            )
        if entropy((p, 1 - p)) <= least:
            return (
                f"The entropy is ${show(entropy((p, 1 - p)), 4)}$ bits, and it needs more than ${show(least)}$: make "
                "that side less rare."
            )
        return ""

    return lacking


def _rare_misconceptions(p: float, bits: float) -> tuple[Misconception, ...]:
    return (
        Misconception(
            "likely-side",
            round(1 - p, 6),
            f"${show(1 - p)}$ is the likely side. The question asks for the rarer one. Subtract it from 1.",
        ),
        Misconception(
            "natural-logarithm",
            round(exp(-bits), 6),
            f"That is $e^{{-{show(bits)}}}$. Bits are logarithms to base 2. Take $2^{{-{show(bits)}}}$.",
        ),
        Misconception(
            "one-over-bits",
            round(1 / bits, 6),
            f"That is 1 over ${show(bits)}$. A surprisal is a logarithm: ${show(bits)}$ bits mean "
            f"$2^{{-{show(bits)}}}$.",
        ),
    )


@computed(
    "information_theory.nll.line",
    "expression",
    ["nll-cross-entropy"],
    "collect equal outcomes",
    practice=True,
    form="finish",
)
def nll_line(rng: Random) -> ItemDraw:
    return line(rng.choice("acmnst"), rng.choice("BDMNT"), rng.choice((2, 3, 4, 5, 6, 8, 10)))


def line(count: str, size: str, copies: int) -> ItemDraw:
    """The question: the weight of the logarithm when equal examples are collected in the mean NLL."""
    answer = f"{count} / ({copies} * {size})"
    weight = rf"\frac{{{count}}}{{{copies} {size}}}"
    return ItemDraw(
        given={"count": count, "size": size, "copies": copies},
        prompt=rf"${copies}$ machines hold ${size}$ examples each. Over all machines, ${count}$ examples are of "
        rf"class $k$, to "
        rf"which the model gives the probability $q_k$. Finish the mean negative log-likelihood per example so that "
        rf"it reads as a cross-entropy: which weight $v_k$ belongs in $-\sum_k v_k \ln q_k$?",
        lead="v_k =",
        answer=answer,
        names={count: "positive", size: "positive"},
        misconceptions=(
            Misconception(
                "count-itself",
                count,
                rf"${count}$ is how often $\ln q_k$ occurs in the sum. For the mean, divide by the number of all "
                f"examples, ${copies} {size}$.",
            ),
            Misconception(
                "one-machine",
                f"{count} / {size}",
                f"This divides by the ${size}$ examples of one machine. ${count}$ was counted over all ${copies}$ "
                f"machines: divide by ${copies} {size}$.",
            ),
            Misconception(
                "upside-down",
                f"{copies} * {size} / {count}",
                f"That is ${copies} {size}$ over ${count}$. A weight is a fraction of the data, so exchange "
                "numerator and denominator.",
            ),
            Misconception(
                "one-example",
                f"1 / ({copies} * {size})",
                rf"This is the weight of one example. $\ln q_k$ occurs ${count}$ times, once for each example of class "
                f"$k$: multiply by ${count}$.",
            ),
        ),
        hints=(
            r"In the mean over examples, how often does $\ln q_k$ occur?",
            "Each example has the weight 1 over the number of all examples; equal ones are added.",
            f"There are ${copies} {size}$ examples in all.",
        ),
        steps=(
            Step(f"One example has the weight $\\frac{{1}}{{{copies} {size}}}$", f"1 / ({copies} * {size})"),
            Step(f"Class $k$ has ${count}$ of them: ${weight}$", answer),
        ),
        explanation=rf"Collecting equal classes gives $-\sum_k {weight} \ln q_k$. The weights are the fractions "
        r"$\hat p_k$ of the data, so this is $H(\hat{\mathbf p}, \mathbf q)$, and nothing was approximated.",
    )
