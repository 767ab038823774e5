"""Questions on surprisal, and on bits and nats."""

from __future__ import annotations

from math import log, log2, log10
from random import Random

from lessons.model.computed_item import ItemDraw, computed
from lessons.model.misconception import Misconception
from lessons.model.page import Step

from .entropy_format import THREE_DECIMALS, bits_of, cell, equals, show

_CHANCES = (0.05, 0.1, 0.15, 0.2, 0.3, 0.35, 0.4, 0.6, 0.65, 0.7, 0.8, 0.85, 0.9, 0.95)


@computed("information_theory.surprisal.bits", "number", ["surprisal"], "log of one over p", THREE_DECIMALS)
def surprisal_bits(rng: Random) -> ItemDraw:
    return bits(rng.choice(_CHANCES))


def bits(p: float) -> ItemDraw:
    """The question: the surprisal of an outcome of probability p, in bits."""
    answer, up = -log2(p), 1 / p
    return ItemDraw(
        given={"p": p},
        prompt=f"A model gave the next word probability ${show(p)}$, and that word occurred. What is its surprisal, "
        "in bits, to three decimals?",
        lead="s =",
        answer=answer,
        misconceptions=bits_misconceptions(p),
        hints=(
            "You want a number of bits: 0 for a certain outcome, 1 for a fair coin, more for a rarer one.",
            r"$s = -\log_2 p$, which is $\log_2 \frac{1}{p}$.",
            rf"$\frac{{1}}{{{show(p)}}} {equals(up)}$: which power of 2 is this?",
        ),
        steps=(
            Step(rf"One over the probability: $\frac{{1}}{{{show(p)}}} {equals(up)}$", cell(up)),
            Step(rf"Its logarithm to base 2: $\log_2 \frac{{1}}{{{show(p)}}} {equals(answer)}$", cell(answer)),
        ),
        explanation=rf"$-\log_2 {show(p)} {equals(answer)}$, "
        f"{'less' if answer < 1 else 'more'} than the 1 bit of a fair coin, because {show(p)} is "
        f"{'more' if answer < 1 else 'less'} than a half.",
        log_base="2",
    )


def bits_misconceptions(p: float) -> tuple[Misconception, ...]:
    answer = -log2(p)
    return (
        Misconception(
            "minus-lost",
            -answer,
            rf"${show(-answer)}$ is $\log_2 {show(p)}$, which is negative. Surprisal has a minus in front of the "
            "logarithm.",
        ),
        Misconception(
            "nats-for-bits",
            -log(p),
            rf"${show(-log(p))}$ is $-\ln {show(p)}$, the surprisal in nats. For bits, divide by $\ln 2$, or use "
            r"$\log_2$.",
        ),
        Misconception(
            "base-ten",
            -log10(p),
            f"${show(-log10(p))}$ uses the logarithm to base 10. For bits, use base 2.",
        ),
        Misconception(
            "one-over-p",
            1 / p,
            f"${show(1 / p)}$ is 1 divided by the probability ${show(p)}$. Take the logarithm of it to base 2.",
        ),
        Misconception(
            "one-minus-p",
            1 - p,
            f"${show(1 - p)}$ is $1 - {show(p)}$, the probability of all other outcomes. Surprisal has no upper limit: "
            r"take $-\log_2$ of the probability.",
        ),
    )


@computed("information_theory.surprisal.independent", "number", ["surprisal"], "add the bits")
def surprisal_independent(rng: Random) -> ItemDraw:
    return independent(tuple(rng.randint(1, 6) for _ in range(3)))


def independent(powers: tuple[int, ...]) -> ItemDraw:
    """The question: the surprisal of three words with conditional probabilities 1/2**power together."""
    answer = sum(powers)
    chances = ", ".join(rf"$\frac{{1}}{{{2**k}}}$" for k in powers[:-1])
    summands = " + ".join(map(str, powers))
    return ItemDraw(
        given={"powers": powers},
        prompt="A language model gave the next three words, each given the words before it, the probabilities "
        f"{chances} and $\\frac{{1}}{{{2 ** powers[-1]}}}$. What is the surprisal of all three together, in bits?",
        lead="s =",
        answer=answer,
        misconceptions=independent_misconceptions(powers),
        hints=(
            "You want the surprisal of one combined event: all three words.",
            "Conditional probabilities multiply along a text, so their surprisals add.",
            rf"The first word alone: $-\log_2 \frac{{1}}{{{2 ** powers[0]}}} = {powers[0]}$.",
        ),
        steps=(
            *(Step(rf"$-\log_2 \frac{{1}}{{{2**k}}} = {k}$", str(k)) for k in powers),
            Step(f"Add them: ${summands} = {answer}$", str(answer)),
        ),
        explanation=f"${summands} = {answer}$. The probability of all three is $\\frac{{1}}{{{2**answer}}}$, and "
        rf"$-\log_2 \frac{{1}}{{{2**answer}}} = {answer}$: the logarithm turned a product into a sum.",
        log_base="2",
    )


def independent_misconceptions(powers: tuple[int, ...]) -> tuple[Misconception, ...]:
    a, b, c = powers
    total = a + b + c
    chances = ", ".join(rf"\frac{{1}}{{{2**k}}}" for k in powers)
    return (
        Misconception(
            "multiplies-the-bits",
            a * b * c,
            rf"${a * b * c}$ is ${a} \cdot {b} \cdot {c}$. The probabilities multiply, and the logarithm turns their "
            "product into a sum: add the bits.",
        ),
        Misconception(
            "averages",
            total / 3,
            f"This is the mean of ${a}$, ${b}$ and ${c}$. The question asks for all three words together: add, and do "
            "not divide by 3.",
        ),
        Misconception(
            "largest-only",
            max(powers),
            f"${max(powers)}$ is the surprisal of the least likely word alone. All three words occurred, so "
            f"add ${a}$, ${b}$ and ${c}$.",
        ),
        Misconception(
            "adds-the-probabilities",
            -log2(2.0**-a + 2.0**-b + 2.0**-c),
            f"That adds ${chances}$ and takes the logarithm. All three words occurred, so multiply their conditional "
            "probabilities.",
        ),
    )


@computed("information_theory.surprisal.nats", "number", ["bits-nats"], "change the base", THREE_DECIMALS)
def surprisal_nats(rng: Random) -> ItemDraw:
    return nats_to_bits(rng.randint(4, 60) / 20)


def nats_to_bits(x: float) -> ItemDraw:
    """The question: x nats in bits."""
    answer = x / log(2)
    return ItemDraw(
        given={"nats": x},
        prompt=f"PyTorch reports a loss of ${show(x)}$, and it uses the natural logarithm. How many bits is that, to "
        "three decimals?",
        lead=r"\text{bits} =",
        answer=answer,
        misconceptions=nats_misconceptions(x),
        hints=(
            "You want the same amount in a smaller unit, so the number grows.",
            r"$\log_2 x = \frac{\ln x}{\ln 2}$, and $\ln 2 \approx 0.693$.",
            rf"One nat is $\frac{{1}}{{\ln 2}} \approx {show(1 / log(2))}$ bits.",
        ),
        steps=(
            Step(rf"One nat in bits: $\frac{{1}}{{\ln 2}} \approx {show(1 / log(2))}$", cell(1 / log(2))),
            Step(rf"Times the number of nats: $\frac{{{show(x)}}}{{\ln 2}} {equals(answer)}$", cell(answer)),
        ),
        explanation=rf"$\frac{{{show(x)}}}{{\ln 2}} {equals(answer)}$. A bit is the smaller unit, "
        r"$\ln 2 \approx 0.693$ nats, so there are more bits than nats.",
    )


def nats_misconceptions(x: float) -> tuple[Misconception, ...]:
    return (
        Misconception(
            "other-way",
            x * log(2),
            rf"${show(x * log(2))}$ is ${show(x)} \ln 2$, which turns bits into nats. You start from nats: divide by "
            r"$\ln 2$.",
        ),
        Misconception(
            "same-number",
            x,
            rf"${show(x)}$ is the number of nats. A bit is smaller, $\ln 2 \approx 0.693$ nats, so there are more bits "
            "than nats.",
        ),
        Misconception(
            "base-ten",
            x / log(10),
            rf"${show(x / log(10))}$ divides by $\ln 10$. For bits, divide by $\ln 2$.",
        ),
        Misconception(
            "halves",
            x / 2,
            f"${show(x / 2)}$ divides by 2. A change of base divides by the *logarithm* of the base: divide "
            rf"${show(x)}$ by $\ln 2$.",
        ),
    )


@computed(
    "information_theory.surprisal.back", "number", ["bits-nats"], "change the base", THREE_DECIMALS, practice=True
)
def surprisal_back(rng: Random) -> ItemDraw:
    return bits_to_nats(rng.randint(6, 80) / 20)


def bits_to_nats(x: float) -> ItemDraw:
    """The question: x bits in nats."""
    answer = x * log(2)
    return ItemDraw(
        given={"bits": x},
        prompt=f"A paper reports {bits_of(x)} per character. Your own training loop counts in nats. Which loss "
        "does it have to reach to be as good, to three decimals?",
        lead=r"\text{nats} =",
        answer=answer,
        misconceptions=back_misconceptions(x),
        hints=(
            "You want the same amount in a larger unit, so the number shrinks.",
            r"$\ln x = \log_2 x \cdot \ln 2$, and $\ln 2 \approx 0.693$.",
            rf"One bit is $\ln 2 \approx {show(log(2))}$ nats.",
        ),
        steps=(
            Step(rf"One bit in nats: $\ln 2 \approx {show(log(2))}$", cell(log(2)), lead=r"\ln 2 ="),
            Step(
                rf"Times the number of bits: ${show(x)} \ln 2 {equals(answer)}$", cell(answer),
                lead=r"\text{nats} =", follow=lambda cells: x * cells[0],
            ),
        ),
        explanation=rf"${show(x)} \ln 2 {equals(answer)}$ nats. The model is as good in either unit: only the base of "
        "the logarithm has changed.",
    )  # fmt: skip


def back_misconceptions(x: float) -> tuple[Misconception, ...]:
    return (
        Misconception(
            "other-way",
            x / log(2),
            rf"${show(x / log(2))}$ is $\frac{{{show(x)}}}{{\ln 2}}$, which turns nats into bits. You start from bits: "
            r"multiply by $\ln 2$.",
        ),
        Misconception(
            "same-number",
            x,
            f"${show(x)}$ is the number of bits. A nat is larger than a bit, so there are fewer nats than bits: "
            r"multiply by $\ln 2 \approx 0.693$.",
        ),
        Misconception(
            "base-ten",
            x * log10(2),
            rf"${show(x * log10(2))}$ uses the logarithm to base 10. For nats, multiply by $\ln 2 \approx 0.693$.",
        ),
        Misconception(
            "halves",
            x / 2,
            f"${show(x / 2)}$ divides by 2. A change of base uses the *logarithm* of the base: multiply ${show(x)}$ by "
            r"$\ln 2 \approx 0.693$.",
        ),
    )
