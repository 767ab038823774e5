"""Questions on mutual information and conditional entropy."""

from __future__ import annotations

from math import log
from random import Random

from lessons.latex_numbers import mat
from lessons.model.computed_item import ItemDraw, computed
from lessons.model.misconception import Misconception
from lessons.model.page import Step

from .entropy_format import (
    THREE_DECIMALS,
    TWO_DECIMALS,
    Dist,
    bits_of,
    cell,
    dist,
    entropy,
    equals,
    show,
    tenths,
)

TOPICS = (
    "the weather forecast $X$ and the weather $Y$",
    "the word $X$ and the next word $Y$",
    "a pixel $X$ and its neighbor $Y$",
    "a sent bit $X$ and the received bit $Y$",
)


@computed("information_theory.mutual.value", "number", ["mutual"], "entropy minus what remains", THREE_DECIMALS)
def mutual_value(rng: Random) -> ItemDraw:
    while True:
        table = tenths(rng, 4)
        if mutual(table) > 0.02:
            return value(table, rng.randrange(len(TOPICS)))


def mutual(table: Dist) -> float:
    """I(X; Y) in bits of a 2 × 2 table, row by row."""
    a, b, c, d = table
    return entropy((a + b, c + d)) + entropy((a + c, b + d)) - entropy(table)


def value(table: Dist, topic: int) -> ItemDraw:
    """The question: the mutual information of a 2 × 2 table."""
    a, b, c, d = table
    py, px = (round(a + c, 1), round(b + d, 1)), (round(a + b, 1), round(c + d, 1))
    before = entropy(py)
    rows = ((a / px[0], b / px[0]), (c / px[1], d / px[1]))
    left = px[0] * entropy(rows[0]) + px[1] * entropy(rows[1])
    answer = mutual(table)
    return ItemDraw(
        given={"table": ((a, b), (c, d))},
        prompt=f"The table holds $p(x, y)$ for {TOPICS[topic]}, one row per $x$. What is $I(X; Y)$ in bits, to three "
        f"decimals?\n\n$$\n{mat(((a, b), (c, d)))}\n$$",
        lead="I(X; Y) =",
        answer=answer,
        misconceptions=(
            Misconception(
                "what-remains",
                left,
                rf"${show(left)}$ is $H(Y \mid X)$, the uncertainty that remains. Subtract it from $H(Y) "
                rf"{equals(before)}$.",
            ),
            Misconception(
                "joint-entropy",
                entropy(table),
                f"${show(entropy(table))}$ is $H(X, Y)$, the entropy of the whole table. Mutual information is what "
                f"$X$ and $Y$ have in common: $H(X) + H(Y) - H(X, Y)$.",
            ),
            Misconception(
                "nats",
                answer * log(2),
                f"${show(answer * log(2))}$ is the value in nats. Use $\\log_2$ for bits.",
            ),
            Misconception(
                "entropy-of-y",
                before,
                rf"${show(before)}$ is $H(Y)$, your uncertainty before you see $X$. Subtract what remains after it, "
                rf"{bits_of(left)}.",
            ),
        ),
        hints=(
            "You want how much the entropy of $Y$ falls, on average, when you learn $X$.",
            r"$I(X; Y) = H(Y) - H(Y \mid X)$. Divide each row by its sum to get $p(y \mid x)$.",
            f"$p(y) = {dist(py)}$, and the rows have the sums ${dist(px)}$.",
        ),
        steps=(
            Step(f"Before: $p(y) = {dist(py)}$, with the entropy ${show(before, 4)}$", cell(before)),
            Step(
                f"Row 1 becomes ${dist(rows[0])}$, with the entropy ${show(entropy(rows[0]), 4)}$",
                cell(entropy(rows[0])),
            ),
            Step(
                f"Row 2 becomes ${dist(rows[1])}$, with the entropy ${show(entropy(rows[1]), 4)}$",
                cell(entropy(rows[1])),
            ),
            Step(
                rf"After: ${show(px[0])} \cdot {show(entropy(rows[0]), 4)} + {show(px[1])} \cdot "
                rf"{show(entropy(rows[1]), 4)} {equals(left)}$",
                cell(left),
            ),
            Step(f"The difference: ${show(before)} - {show(left)} {equals(answer)}$", cell(answer)),
        ),
        explanation=f"${show(before)} - {show(left)} {equals(answer)}$. Seen from the other side, $Y$ tells exactly as "
        f"much about $X$, whose entropy is ${show(entropy(px))}$.",
    )


@computed("information_theory.mutual.sums", "number", ["mutual"], "add and subtract entropies", TWO_DECIMALS)
def mutual_sums(rng: Random) -> ItemDraw:
    first, second = rng.randint(60, 300) / 100, rng.randint(60, 300) / 100
    common = rng.randint(20, int(100 * min(first, second)) - 15) / 100
    return sums(first, second, common)


def sums(first: float, second: float, common: float) -> ItemDraw:
    """The question: I from H(X), H(Y) and H(X, Y), which overlap in `common` bits."""
    joint = round(first + second - common, 2)
    return ItemDraw(
        given={"first": first, "second": second, "joint": joint},
        prompt=f"Two features of a data set have the entropies $H(X) = {show(first)}$ and $H(Y) = {show(second)}$, in "
        f"bits. Their joint entropy is $H(X, Y) = {show(joint)}$. How many bits does $X$ tell you about $Y$, to two "
        "decimals?",
        lead="I(X; Y) =",
        answer=common,
        misconceptions=(
            Misconception(
                "what-remains",
                round(joint - first, 2),
                rf"${show(joint - first)}$ is $H(X, Y) - H(X) = H(Y \mid X)$, what remains uncertain about $Y$. "
                rf"Subtract it from $H(Y) = {show(second)}$.",
            ),
            Misconception(
                "other-remains",
                round(joint - second, 2),
                rf"${show(joint - second)}$ is $H(X, Y) - H(Y) = H(X \mid Y)$, what remains uncertain about $X$. "
                rf"Subtract it from $H(X) = {show(first)}$.",
            ),
            Misconception(
                "sum-of-entropies",
                round(first + second, 2),
                f"${show(first + second)}$ counts twice what both have in common. Subtract the joint entropy, "
                f"{show(joint)}.",
            ),
            Misconception(
                "not-common",
                round(2 * joint - first - second, 2),
                f"${show(2 * joint - first - second)}$ is what they do *not* have in common. The overlap of the two "
                f"entropies is $H(X) + H(Y) - {show(joint)}$.",
            ),
        ),
        hints=(
            "Draw $H(X)$ and $H(Y)$ as two bars that overlap. Together they are as long as $H(X, Y)$: how long is the "
            "overlap?",
            "$I = H(X) + H(Y) - H(X, Y)$.",
            f"${show(first)} + {show(second)} = {show(first + second)}$.",
        ),
        steps=(
            Step(f"Add: ${show(first)} + {show(second)} = {show(first + second)}$", show(first + second)),
            Step(f"Subtract: ${show(first + second)} - {show(joint)} = {show(common)}$", show(common)),
        ),
        explanation=f"${show(first)} + {show(second)} - {show(joint)} = {show(common)}$. If the features were "
        f"independent, the joint entropy would be ${show(first + second)}$.",
    )


@computed("information_theory.mutual.contrast", "number", ["mutual"], "count minus loss", THREE_DECIMALS)
def mutual_contrast(rng: Random) -> ItemDraw:
    count = rng.choice((16, 32, 64, 100, 128, 256, 512, 1000))
    return contrast(count, rng.randint(30, int(100 * log(count)) - 60) / 100)


def contrast(count: int, loss: float) -> ItemDraw:
    """The question: the lower bound on the mutual information that a contrastive loss proves."""
    start = log(count)
    answer = start - loss
    return ItemDraw(
        given={"count": count, "loss": loss},
        prompt=f"A model learns to match captions with images. For each image it picks among {count} captions, and its "
        f"InfoNCE loss has reached {show(loss)} nats. Which lower bound on the mutual information, in nats, does this "
        f"give? To three decimals.",
        lead=r"I \ge",
        answer=answer,
        misconceptions=(
            Misconception(
                "loss-itself",
                loss,
                rf"${show(loss)}$ is the loss, the uncertainty that is left. Subtract it from the loss of a model that "
                rf"knows nothing, $\ln {count} {equals(start)}$.",
            ),
            Misconception(
                "bits",
                start / log(2) - loss,
                rf"${show(start / log(2) - loss)}$ starts from $\log_2 {count}$, which is in bits. The loss is in "
                rf"nats, so use "
                f"$\\ln {count}$.",
            ),
            Misconception(
                "start-only",
                start,
                rf"${show(start)}$ is $\ln {count}$, the bound of a model that is always right. This one still has a "
                rf"loss of {show(loss)}.",
            ),
            Misconception(
                "reversed",
                -answer,
                rf"${show(-answer)}$ subtracts in the wrong order. Mutual information is never negative: "
                f"$\\ln {count} - {show(loss)}$.",
            ),
        ),
        hints=(
            "You want how far the loss has fallen below that of a model that guesses.",
            r"$I \ge \ln N - L$.",
            rf"$\ln {count} {equals(start)}$.",
        ),
        steps=(
            Step(rf"The start: $\ln {count} {equals(start)}$", cell(start)),
            Step(rf"The bound: ${show(start)} - {show(loss)} {equals(answer)}$", cell(answer)),
        ),
        explanation=rf"$\ln {count} - {show(loss)} {equals(answer)}$. With {count} candidates the bound cannot exceed "
        rf"${show(start)}$, which is why contrastive models use large batches.",
    )


@computed(
    "information_theory.mutual.conditional", "number", ["mutual"], "weight the entropies", THREE_DECIMALS, practice=True
)
def mutual_conditional(rng: Random) -> ItemDraw:
    return conditional(
        rng.randint(1, 9) / 10, rng.choice((0.5, 0.6, 0.7, 0.8)), rng.choice((0.02, 0.05, 0.1, 0.2, 0.3))
    )


def conditional(alarm: float, after: float, quiet: float) -> ItemDraw:
    """The question: H(Y | X), where Y has the probability `after` on an alarm and `quiet` on none."""
    high, low = entropy((after, 1 - after)), entropy((quiet, 1 - quiet))
    answer = alarm * high + (1 - alarm) * low
    mixed = alarm * after + (1 - alarm) * quiet
    before = entropy((mixed, 1 - mixed))
    return ItemDraw(
        given={"alarm": alarm, "after": after, "quiet": quiet},
        prompt=f"A monitor raises a warning on {show(100 * alarm)}% of days. After a warning, the server fails with "
        f"probability {show(after)}; without one, with probability {show(quiet)}. What is the entropy of failure "
        f"*given* the monitor, in bits and to three decimals?",
        lead=r"H(Y \mid X) =",
        answer=answer,
        misconceptions=(
            Misconception(
                "plain-mean",
                (high + low) / 2,
                f"${show((high + low) / 2)}$ is the plain mean of the two entropies. A warning happens on "
                f"{show(100 * alarm)}% of days, so weight its entropy by ${show(alarm)}$.",
            ),
            Misconception(
                "entropy-of-the-mixture",
                before,
                f"${show(before)}$ is $H(Y)$: the probabilities were averaged first, to ${show(mixed)}$. Compute an "
                f"entropy for each case, and average the entropies.",
            ),
            Misconception(
                "warning-only",
                high,
                f"${show(high)}$ is the entropy on a day with a warning. On the other days it is ${show(low)}$: "
                f"average the two by how often they occur.",
            ),
            Misconception(
                "swapped-weights",
                (1 - alarm) * high + alarm * low,
                f"${show((1 - alarm) * high + alarm * low)}$ swaps the weights. The entropy after a warning, "
                f"${show(high)}$, has the weight ${show(alarm)}$.",
            ),
        ),
        hints=(
            "You want the mean uncertainty that is left once you have looked at the monitor.",
            r"$H(Y \mid X) = \sum_x p(x) H(Y \mid X = x)$.",
            f"After a warning the entropy is that of ${dist((after, 1 - after))}$, {bits_of(high)}.",
        ),
        steps=(
            Step(f"After a warning: the entropy of ${dist((after, 1 - after))}$ is ${show(high, 4)}$", cell(high)),
            Step(f"Without one: the entropy of ${dist((quiet, 1 - quiet))}$ is ${show(low, 4)}$", cell(low)),
            Step(
                rf"The mean: ${show(alarm)} \cdot {show(high, 4)} + {show(1 - alarm)} \cdot {show(low, 4)} "
                rf"{equals(answer)}$",
                cell(answer),
            ),
        ),
        explanation=f"${show(alarm)} \\cdot {show(high, 4)} + {show(1 - alarm)} \\cdot {show(low, 4)} "
        f"{equals(answer)}$. Before looking, the entropy was ${show(before)}$. A warning "
        f"{'raises' if high > before else 'lowers'} it to ${show(high)}$ on that day; on average over all days, it "
        "never rises.",
    )
