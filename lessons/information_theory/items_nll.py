"""Questions on negative log-likelihood that draw their numbers."""

from __future__ import annotations

from math import exp
from random import Random

from lessons.latex_numbers import mat
from lessons.model.computed_item import ItemDraw, computed
from lessons.model.misconception import Misconception
from lessons.model.page import Step

from .entropy_format import THREE_DECIMALS, Dist, cell, equals, nats, show, tenths


@computed("information_theory.nll.batch", "number", ["nll-cross-entropy"], "score the true class", THREE_DECIMALS)
def nll_batch(rng: Random) -> ItemDraw:
    """A draw of two or four examples with three classes, of which at least one is misclassified."""
    while True:
        size = rng.choice((2, 4))
        rows = tuple(tenths(rng, 3) for _ in range(size))
        labels = tuple(rng.randint(1, 3) for _ in rows)
        if any(row[y - 1] < max(row) for row, y in zip(rows, labels, strict=True)):
            return batch(rows, labels)


def batch(rows: tuple[Dist, ...], labels: tuple[int, ...]) -> ItemDraw:
    """The question: the mean negative log-likelihood of the true classes, in nats."""
    true = tuple(row[y - 1] for row, y in zip(rows, labels, strict=True))
    answer, size = sum(map(nats, true)) / len(true), len(rows)
    classes = ", ".join(map(str, labels[:-1])) + f" and {labels[-1]}"
    total = "-" + " - ".join(rf"\ln {show(q)}" for q in true)
    return ItemDraw(
        given={"Q": rows, "labels": labels},
        prompt=f"Each row of $Q$ holds a classifier's probabilities for one example. The true classes are {classes}, "
        f"counted from 1. What is the loss, the mean negative log-likelihood in nats, to three decimals?\n\n$$\nQ = "
        f"{mat(rows)}\n$$",
        lead="L =",
        answer=answer,
        misconceptions=batch_misconceptions(rows, labels),
        hints=(
            "You want the mean surprisal of the true classes, in nats.",
            r"In each row only the probability of the true class counts: $L = -\frac1N \sum_n \ln q_n$.",
            f"From the first row take ${show(true[0])}$: $-\\ln {show(true[0])} {equals(nats(true[0]))}$.",
        ),
        steps=(
            *(
                Step(f"Row {n}, class {y}: $-\\ln {show(q)} {equals(nats(q))}$", cell(nats(q)),
                     lead=rf"-\ln {show(q)} =")
                for n, (y, q) in enumerate(zip(labels, true, strict=True), 1)
            ),
            Step(
                rf"The mean: $\frac{{{total}}}{{{size}}} {equals(answer)}$", cell(answer), lead="L =",
                follow=lambda cells: sum(cells[:size]) / size,
            ),
        ),
        explanation=rf"$\frac{{{total}}}{{{size}}} {equals(answer)}$ nats. The other entries of a row count only "
        "through what they leave over for the true one.",
    )  # fmt: skip


def batch_misconceptions(rows: tuple[Dist, ...], labels: tuple[int, ...]) -> tuple[Misconception, ...]:
    size, width = len(rows), len(rows[0])
    true = tuple(row[y - 1] for row, y in zip(rows, labels, strict=True))
    total = sum(map(nats, true))
    best = sum(nats(max(row)) for row in rows) / size
    short = sum(1 - q for q in true) / size
    brier = sum(sum((q - (k == y)) ** 2 for k, q in enumerate(row, 1)) for row, y in zip(rows, labels, strict=True))
    off = next(n for n, (row, q) in enumerate(zip(rows, true, strict=True)) if q < max(row))
    predicted, true_value = show(max(rows[off])), show(true[off])
    return (
        Misconception(
            "scores-the-argmax",
            best,
            f"${show(best)}$ scores the most probable class of each row. The loss uses the probability of the true "
            f"class: in row {off + 1} take ${true_value}$, not ${predicted}$.",
        ),
        Misconception(
            "one-minus-q",
            short,
            rf"${show(short)}$ is the mean of $1 - q$, which never exceeds 1, however wrong the model is. Take $-\ln "
            f"{show(true[0])}$ for the first row.",
        ),
        Misconception(
            "brier",
            brier / size,
            f"${show(brier / size)}$ is the Brier score, a mean squared error. The negative log-likelihood uses the "
            rf"true class alone: $-\ln {show(true[0])}$ in the first row.",
        ),
        Misconception(
            "divides-by-the-classes",
            total / width,
            f"${show(total / width)}$ divides by {width}, the number of classes. The mean is over the examples: divide "
            f"by ${size}$.",
        ),
        Misconception(
            "log-of-the-mean",
            nats(sum(true) / size),
            rf"${show(nats(sum(true) / size))}$ is $-\ln$ of the mean probability ${show(sum(true) / size)}$. Take "
            "the logarithm of each first, then the mean.",
        ),
        Misconception(
            "never-divides",
            total,
            f"${show(total)}$ is the sum over the batch. The question asks for the mean. Divide by ${size}$.",
        ),
    )


@computed("information_theory.nll.both", "number", ["nll-cross-entropy", "cross-entropy"], "one number, two ways",
          THREE_DECIMALS)  # fmt: skip
def nll_both(rng: Random) -> ItemDraw:
    while True:
        flips, q = rng.choice((4, 5, 8, 10, 20)), rng.randint(1, 9) / 10
        heads = rng.randint(1, flips - 1)
        if abs(heads / flips - q) > 0.05:
            return both(flips, heads, q)


def both(flips: int, heads: int, q: float) -> ItemDraw:
    """The question: the loss of a coin model on counts, as mean NLL and as cross-entropy."""
    tails, r = flips - heads, round(1 - q, 6)
    share, tails_share = heads / flips, tails / flips
    answer = share * nats(q) + tails_share * nats(r)
    return ItemDraw(
        given={"flips": flips, "heads": heads, "q": q},
        prompt=f"A model says heads with probability ${show(q)}$. Of ${flips}$ flips, ${heads}$ landed heads. Work out "
        r"the mean NLL in nats, then $H(\hat{\mathbf p}, \mathbf q)$ with the fractions in the data as "
        r"$\hat{\mathbf p}$. One number answers both, to three decimals.",
        lead=r"\text{NLL} = H(\hat{\mathbf p}, \mathbf q) =",
        answer=answer,
        misconceptions=both_misconceptions(flips, heads, q),
        hints=(
            "You want nats per flip: once as a mean over flips, once as a cross-entropy.",
            rf"The likelihood is ${_power(q, heads)} \cdot {_power(r, tails)}$; take $-\ln$ of it and divide by "
            f"${flips}$.",
            rf"$-\ln {show(q)} {equals(nats(q))}$, and it occurs ${heads}$ of ${flips}$ times.",
        ),
        steps=both_steps(flips, heads, q),
        explanation=rf"$\frac{{{_total(heads, tails, q, r)}}}{{{flips}}} = -{show(share)} \ln "
        rf"{show(q)} - {show(tails_share)} \ln {show(r)} {equals(answer)}$. Dividing the counts by ${flips}$ makes "
        "them fractions, and the mean NLL is a cross-entropy.",
    )


def _power(base: float, count: int) -> str:
    """A probability raised to a count: 0.4^{3}, and 0.4 alone for a count of 1."""
    return show(base) if count == 1 else f"{show(base)}^{{{count}}}"


def _total(heads: int, tails: int, q: float, r: float) -> str:
    """The loss of all flips, written out."""
    heads_factor, tails_factor = ("" if count == 1 else f"{count} " for count in (heads, tails))
    return rf"-{heads_factor}\ln {show(q)} - {tails_factor}\ln {show(r)}"


def both_steps(flips: int, heads: int, q: float) -> tuple[Step, ...]:
    """Per-flip losses, their mean, the fraction of heads, and the same mean again as a cross-entropy."""
    tails, r = flips - heads, round(1 - q, 6)
    share, tails_share = heads / flips, tails / flips
    answer = share * nats(q) + tails_share * nats(r)
    return (
        Step(rf"A head costs $-\ln {show(q)} {equals(nats(q))}$", cell(nats(q)), lead=rf"-\ln {show(q)} ="),
        Step(rf"A tail costs $-\ln {show(r)} {equals(nats(r))}$", cell(nats(r)), lead=rf"-\ln {show(r)} ="),
        Step(
            rf"Mean NLL: $\frac{{{_total(heads, tails, q, r)}}}{{{flips}}} {equals(answer)}$",
            cell(answer), lead=r"\text{NLL} =", follow=lambda cells: (heads * cells[0] + tails * cells[1]) / flips,
        ),
        Step(
            rf"The fraction of heads: $\frac{{{heads}}}{{{flips}}} = {show(share)}$",
            cell(share), lead=r"\hat p =",
        ),
        Step(
            rf"Cross-entropy: $-{show(share)} \ln {show(q)} - {show(tails_share)} \ln {show(r)} {equals(answer)}$",
            cell(answer), lead=r"H(\hat{\mathbf p}, \mathbf q) =",
            follow=lambda cells: cells[3] * cells[0] + (1 - cells[3]) * cells[1],
        ),
    )  # fmt: skip


def both_misconceptions(flips: int, heads: int, q: float) -> tuple[Misconception, ...]:
    tails, r = flips - heads, round(1 - q, 6)
    share, tails_share = heads / flips, tails / flips
    total = heads * nats(q) + tails * nats(r)
    data_entropy = share * nats(share) + tails_share * nats(tails_share)
    reverse = q * nats(share) + r * nats(tails_share)
    flipped = share * nats(r) + tails_share * nats(q)
    return (
        Misconception(
            "sum-not-mean",
            total,
            f"${show(total)}$ is the loss of all ${flips}$ flips. A cross-entropy is a mean per flip: divide by "
            f"${flips}$.",
        ),
        Misconception(
            "likelihood-itself",
            exp(-total),
            rf"This is the likelihood ${_power(q, heads)} \cdot {_power(r, tails)}$. The loss is "
            rf"its $-\ln$ per flip, so take the logarithm and divide by ${flips}$.",
        ),
        Misconception(
            "entropy-of-the-data",
            data_entropy,
            rf"${show(data_entropy)}$ is $H(\hat{{\mathbf p}})$, the loss of a model that says ${show(share)}$. This "
            f"model says ${show(q)}$: put ${show(q)}$ into the logarithm.",
        ),
        Misconception(
            "swapped",
            reverse,
            rf"${show(reverse)}$ is $H(\mathbf q, \hat{{\mathbf p}})$. The data gives the weights: weight $-\ln "
            f"{show(q)}$ by ${show(share)}$.",
        ),
        Misconception(
            "log-of-the-mean",
            nats(share * q + tails_share * r),
            rf"That is $-\ln ({show(share)} \cdot {show(q)} + {show(tails_share)} \cdot {show(r)})$, the logarithm "
            "of a mean. Take the logarithm for each flip first, then the mean.",
        ),
        Misconception(
            "tails-for-heads",
            flipped,
            rf"${show(flipped)}$ counts heads with $-\ln {show(r)}$, which is the loss of tails. ${show(q)}$ is the "
            rf"model's probability of heads, so heads cost $-\ln {show(q)}$.",
        ),
    )
