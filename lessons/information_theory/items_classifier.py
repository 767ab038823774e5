"""Questions on a classifier's loss that draw their numbers."""

from __future__ import annotations

from math import exp, log
from random import Random

from lessons.answers import spell
from lessons.model.computed_item import ItemDraw, computed
from lessons.model.misconception import Misconception
from lessons.model.page import Step

from .entropy_format import (
    TWO_DECIMALS,
    Dist,
    bits_of,
    cell,
    dist,
    equals,
    nats,
    show,
    softmax,
    tenths,
)

Logits = tuple[int, int, int]


@computed("information_theory.classifier_loss.loss", "number", ["classifier-loss", "softmax"],
          "softmax, then the log", TWO_DECIMALS)  # fmt: skip
def classifier_loss(rng: Random) -> ItemDraw:
    while True:
        a, b, c = (rng.randint(-1, 3) for _ in range(3))
        label = rng.randint(1, 3)
        z = (a, b, c)
        if len(set(z)) == 3 and z[label - 1] != max(z):
            return loss(z, label)


def loss(z: Logits, label: int) -> ItemDraw:
    """The question: the cross-entropy loss of three logits, in nats."""
    true = softmax(z)[label - 1]
    answer = nats(true)
    return ItemDraw(
        given={"z": z, "label": label},
        prompt=rf"A classifier outputs the logits $\mathbf z = {dist(z)}$; the true class is number {label}. What is "
        "its loss in nats, to two decimals? Keep four decimals on the way.",
        lead="L =",
        answer=answer,
        misconceptions=loss_misconceptions(z, label),
        hints=(
            "You want the surprisal of the true class under the model's probabilities.",
            rf"Softmax first: $p_{label} = \frac{{e^{{z_{label}}}}}{{\sum_k e^{{z_k}}}}$; then $L = -\ln p_{label}$.",
            rf"$e^{{{z[0]}}} {equals(exp(z[0]))}$, $e^{{{z[1]}}} {equals(exp(z[1]))}$, "
            rf"$e^{{{z[2]}}} {equals(exp(z[2]))}$.",
        ),
        steps=loss_steps(z, label),
        explanation=rf"$-\ln {cell(true)} \approx {show(answer)}$: the true class got ${show(true)}$ of the "
        rf"probability. In one step it is $\ln \sum_k e^{{z_k}} - z_{label}$, which needs no division.",
    )


def loss_steps(z: Logits, label: int) -> tuple[Step, ...]:
    """Exponentials, their sum, the true class's probability, its surprisal: the cells of the worksheet."""
    raised = tuple(exp(x) for x in z)
    total, at = sum(raised), label - 1
    true = raised[at] / total
    return (
        *(
            Step(rf"$e^{{{x}}} {equals(up)}$", cell(up), lead=rf"e^{{{x}}} =")
            for x, up in zip(z, raised, strict=True)
        ),
        Step(
            rf"Their sum: $e^{{{z[0]}}} + e^{{{z[1]}}} + e^{{{z[2]}}} \approx {show(total)}$",
            cell(total), lead=r"\sum_k e^{z_k} =", follow=lambda cells: cells[0] + cells[1] + cells[2],
        ),
        Step(
            rf"The probability of class {label}: $\frac{{e^{{{z[at]}}}}}{{e^{{{z[0]}}} + e^{{{z[1]}}} + e^{{{z[2]}}}}} "
            rf"\approx {show(true)}$",
            cell(true), lead=rf"p_{label} =", follow=lambda cells: cells[at] / cells[3] if cells[3] else 0.0,
        ),
        Step(
            rf"Its surprisal in nats: $-\ln {cell(true)} \approx {show(nats(true))}$",
            cell(nats(true)), lead="L =", follow=lambda cells: nats(cells[4]),
        ),
    )  # fmt: skip


def loss_misconceptions(z: Logits, label: int) -> tuple[Misconception, ...]:
    p = softmax(z)
    true, score = p[label - 1], z[label - 1]
    answer = nats(true)
    misconceptions = (
        Misconception(
            "scores-the-argmax",
            nats(max(p)),
            rf"${show(nats(max(p)))}$ is $-\ln$ of the largest probability. Class {label} is the true one: use "
            f"$p_{{{label}}}$.",
        ),
        Misconception(
            "one-minus-p",
            1 - true,
            f"${show(1 - true)}$ is $1 - p_{{{label}}}$, which never exceeds 1, however wrong the model is. Take "
            rf"$-\ln p_{{{label}}}$.",
        ),
        Misconception(
            "log2-called-nats",
            answer / log(2),
            rf"${show(answer / log(2))}$ is the loss in bits. For nats, use the natural logarithm: $-\ln "
            f"p_{{{label}}}$.",
        ),
        Misconception(
            "minus-lost",
            -answer,
            rf"${show(-answer)}$ is $\ln p_{label}$, the log-likelihood. The loss is its negative. Put a minus in "
            "front.",
        ),
        Misconception(
            "stops-at-softmax",
            true,
            f"${show(true)}$ is $p_{label}$, the probability of the true class. The loss is its surprisal. Take "
            rf"$-\ln p_{label}$.",
        ),
        Misconception(
            "averages-the-classes",
            answer / 3,
            rf"${show(answer / 3)}$ is $-\ln p_{label}$ over 3. A mean runs over examples and not over classes, and "
            "this is a single example.",
        ),
    )
    if sum(z) <= 0 or score <= 0:
        return misconceptions
    plain = Misconception(
        "no-exp",
        nats(score / sum(z)),
        rf"That is $-\ln \frac{{{score}}}{{{sum(z)}}}$, the bare logits divided by their sum. A logit may be "
        f"negative, so exponentiate it first, $e^{{{score}}} {equals(exp(score))}$.",
    )
    return (*misconceptions, plain)


@computed("information_theory.classifier_loss.gradient", "vector", ["logit-gradient"], "output minus label")
def classifier_gradient(rng: Random) -> ItemDraw:
    return gradient(tenths(rng, 3), rng.randint(1, 3))


def gradient(p: Dist, label: int) -> ItemDraw:
    """The question: the gradient of the loss with respect to three logits."""
    y = tuple(float(k == label) for k in (1, 2, 3))
    answer = tuple(round(a - b, 6) for a, b in zip(p, y, strict=True))
    return ItemDraw(
        given={"p": p, "label": label},
        prompt=rf"Softmax gave $\mathbf p = {dist(p)}$ and the true class is number {label}. What is the gradient of "
        r"the loss with respect to the logits?",
        lead=r"\nabla_{\mathbf z} L =",
        answer=answer,
        misconceptions=gradient_misconceptions(p, label),
        hints=(
            "You want three numbers that add up to 0.",
            r"$\nabla_{\mathbf z} L = \mathbf p - \mathbf y$, with $\mathbf y$ one-hot.",
            rf"$\mathbf y = {dist(y)}$.",
        ),
        steps=(
            Step(rf"The label, one-hot: $\mathbf y = {dist(y)}$", spell(y)),
            Step(rf"Subtract: ${dist(p)} - {dist(y)} = {dist(answer)}$", spell(answer)),
        ),
        explanation=f"${dist(p)} - {dist(y)} = {dist(answer)}$. A step against the gradient raises logit {label} and "
        "lowers the others, each in proportion to its probability.",
    )


def gradient_misconceptions(p: Dist, label: int) -> tuple[Misconception, ...]:
    y = tuple(float(k == label) for k in (1, 2, 3))
    climbs = tuple(round(b - a, 6) for a, b in zip(p, y, strict=True))
    alone = tuple(round(a - 1, 6) if k == label else 0.0 for k, a in enumerate(p, 1))
    added = tuple(a + b for a, b in zip(p, y, strict=True))
    return (
        Misconception(
            "label-minus-output",
            climbs,
            rf"${dist(climbs)}$ is $\mathbf y - \mathbf p$, the direction in which the loss falls. The gradient points "
            r"uphill: $\mathbf p - \mathbf y$.",
        ),
        Misconception(
            "forgets-the-label",
            p,
            rf"${dist(p)}$ is $\mathbf p$ itself. Subtract the label: 1 from the entry of class {label}.",
        ),
        Misconception(
            "true-class-alone",
            alone,
            f"${dist(alone)}$ moves logit {label} alone. Every logit is in the denominator of softmax, so the others "
            "have entries too: their probabilities.",
        ),
        Misconception(
            "adds-the-label",
            added,
            rf"${dist(added)}$ is $\mathbf p + \mathbf y$. Subtract the label instead: the true entry is "
            f"${show(p[label - 1])} - 1$.",
        ),
    )


@computed("information_theory.classifier_loss.perplexity", "number", ["perplexity"], "two to the mean bits")
def classifier_perplexity(rng: Random) -> ItemDraw:
    while True:
        powers = tuple(rng.randint(1, 8) for _ in range(3))
        if sum(powers) % 3 == 0 and len(set(powers)) > 1:
            return perplexity(powers)


def perplexity(powers: tuple[int, ...]) -> ItemDraw:
    """The question: the perplexity of a model that gave the tokens probabilities 1/2**power."""
    mean = sum(powers) // len(powers)
    answer = 2**mean
    chances = ", ".join(rf"$\frac{{1}}{{{2**k}}}$" for k in powers[:-1])
    surprisals = " + ".join(map(str, powers))
    return ItemDraw(
        given={"powers": powers},
        prompt=f"A language model gave the next three words the probabilities {chances} and "
        f"$\\frac{{1}}{{{2 ** powers[-1]}}}$. What is its perplexity on them?",
        lead=r"\text{perplexity} =",
        answer=answer,
        misconceptions=perplexity_misconceptions(powers),
        hints=(
            "You want a number of words: how many equally likely ones would be as surprising on average.",
            "Mean surprisal in bits first, then 2 to that power.",
            f"The surprisals in bits are ${powers[0]}$, ${powers[1]}$ and ${powers[2]}$.",
        ),
        steps=(
            Step(rf"The mean surprisal: $\frac{{{surprisals}}}{{3}} = {mean}$", str(mean)),
            Step(f"Two to that power: $2^{{{mean}}} = {answer}$", str(answer)),
        ),
        explanation=f"$2^{{{mean}}} = {answer}$: the model is as unsure as if it chose among {answer} equally likely "
        "words. In nats the loss is another number and the base is $e$; the perplexity is the same.",
        log_base="2",
    )


def perplexity_misconceptions(powers: tuple[int, ...]) -> tuple[Misconception, ...]:
    total = sum(powers)
    mean = total // 3
    counts = tuple(2**k for k in powers)
    return (
        Misconception(
            "stops-at-the-mean",
            mean,
            f"${mean}$ is the mean surprisal in bits. Perplexity undoes the logarithm: $2^{{{mean}}}$.",
        ),
        Misconception(
            "wrong-base",
            exp(mean),
            f"${show(exp(mean))}$ is $e^{{{mean}}}$. The mean is in bits, so the base is 2.",
        ),
        Misconception(
            "averages-the-odds",
            sum(counts) / 3,
            f"This is the mean of ${counts[0]}$, ${counts[1]}$ and ${counts[2]}$, one over each probability. "
            "Probabilities multiply along a text, so average their logarithms: take the mean in bits first.",
        ),
        Misconception(
            "never-averages",
            2**total,
            f"${2**total}$ is $2^{{{total}}}$, one over the probability of all three words. Perplexity is per word: "
            f"average to {bits_of(mean)} first.",
        ),
        Misconception(
            "upside-down",
            1 / 2**mean,
            rf"That is $\frac{{1}}{{{2**mean}}}$, the geometric mean of the probabilities. Perplexity is its "
            "reciprocal.",
        ),
    )
