"""Questions on losses that are computed from logits."""

from __future__ import annotations

from math import exp, log, pi, sqrt
from random import Random

from lessons.latex_numbers import par
from lessons.model.computed_item import ItemDraw, computed
from lessons.model.misconception import Misconception
from lessons.model.page import Step

from .entropy_format import THREE_DECIMALS, Dist, cell, dist, equals, nats, show, softmax


def _logits(rng: Random) -> Dist:
    base = rng.choice((-900, -800, -500, 90, 200, 400, 710, 800, 900))
    return tuple(float(base + offset) for offset in rng.sample(range(5), 3))


def _gaps(z: Dist) -> str:
    """ln of the sum of e to the differences from the largest, written out."""
    return r"\ln (" + " + ".join(f"e^{{{show(one - max(z))}}}" for one in z) + ")"


def lse(z: Dist) -> float:
    """ln of the sum of e^z, by way of the largest."""
    return max(z) + log(sum(exp(one - max(z)) for one in z))


@computed("information_theory.logits.lse", "number", ["logits"], "take the largest out", THREE_DECIMALS)
def logits_lse(rng: Random) -> ItemDraw:
    return log_sum_exp(_logits(rng))


def log_sum_exp(z: Dist) -> ItemDraw:
    """The question: log-sum-exp of three logits whose exponentials overflow or vanish."""
    top, answer = max(z), round(lse(z), 3)  # as many figures as a learner types
    rest = lse(z) - top
    return ItemDraw(
        given={"z": z},
        prompt=rf"A model returns the logits $\mathbf z = {dist(z)}$. What is $\mathrm{{LSE}}(\mathbf z)$, to three "
        rf"decimals?",
        lead=r"\mathrm{LSE}(\mathbf z) =",
        answer=answer,
        misconceptions=(
            Misconception(
                "largest-lost",
                rest,
                f"${show(rest)}$ is the logarithm of the shifted sum. Add the largest logit back, ${show(top)}$.",
            ),
            Misconception(
                "largest-only",
                top,
                f"${show(top)}$ is the largest logit. The other two contribute as well: add ${_gaps(z)}$.",
            ),
            Misconception(
                "adds-the-count",
                top + log(3),
                f"${show(top + log(3))}$ is ${show(top)} + \\ln 3$, which is right for three equal logits. Here two of "
                f"them are smaller, so they add less.",
            ),
            Misconception(
                "subtracts-the-largest",
                rest - top,
                f"${show(rest - top)}$ subtracts the largest logit at the end. The shift divided the sum by "
                f"$e^{{{show(top)}}}$, so ${show(top)}$ has to be added back.",
            ),
        ),
        hints=(
            "You want the logarithm of a sum whose terms are too large or too small for a float.",
            r"$\mathrm{LSE}(\mathbf z) = m + \ln \sum_j e^{z_j - m}$, where $m$ is the largest logit.",
            f"$m = {show(top)}$, so the exponents are ${dist(tuple(one - top for one in z))}$.",
        ),
        steps=(
            Step(f"The largest logit: $m = {show(top)}$", show(top)),
            Step(f"The shifted part: ${_gaps(z)} {equals(rest)}$", cell(rest)),
            Step(f"Together: ${show(top)} + {show(rest)} {equals(lse(z))}$", f"{lse(z):.5f}"),
        ),
        explanation=f"${show(top)} + {_gaps(z)} {equals(lse(z))}$. All exponents are 0 or negative, so nothing "
        f"overflows, and the largest term is 1, so the sum never vanishes.",
    )


@computed("information_theory.logits.loss", "number", ["logits"], "LSE minus the logit", THREE_DECIMALS)
def logits_loss(rng: Random) -> ItemDraw:
    return loss(_logits(rng), rng.randrange(3))


def loss(z: Dist, label: int) -> ItemDraw:
    """The question: the cross-entropy loss of one example, from its logits; the label counts from 0."""
    total = lse(z)
    answer, rest = total - z[label], total - max(z)
    named = f"class {label + 1}"
    return ItemDraw(
        given={"z": z, "label": label},
        prompt=rf"The logits of an example are $\mathbf z = {dist(z)}$, and {named} is the true one. What is its "
        rf"cross-entropy loss in nats, to three decimals?",
        lead="L =",
        answer=answer,
        misconceptions=(
            Misconception(
                "reversed",
                -answer,
                f"${show(-answer)}$ is $z_y - \\mathrm{{LSE}}$, the log-probability of {named}. The loss is its "
                f"negative.",
            ),
            Misconception(
                "lse-alone",
                total,
                rf"${show(total)}$ is $\mathrm{{LSE}}(\mathbf z)$. Subtract the logit of {named}, ${show(z[label])}$.",
            ),
            Misconception(
                "probability",
                softmax(z)[label],
                f"${show(softmax(z)[label])}$ is the probability of {named}. The loss is minus its logarithm.",
            ),
            Misconception(
                "next-class",
                total - z[(label + 1) % 3],
                f"${show(total - z[(label + 1) % 3])}$ is the loss for class {(label + 1) % 3 + 1}. Here {named} is "
                f"true: subtract ${show(z[label])}$.",
            ),
            Misconception(
                "shifted-once",
                rest - z[label],
                rf"${show(rest - z[label])}$ shifts the logits in the sum, but not $z_y = {show(z[label])}$. Add the "
                rf"largest logit to the logarithm, or shift both.",
            ),
        ),
        hints=(
            "You want minus the log-probability of the true class, without computing a probability.",
            r"$L = \mathrm{LSE}(\mathbf z) - z_y$.",
            f"The largest logit is ${show(max(z))}$. If you subtract it from all three, the loss stays the same.",
        ),
        steps=(
            Step(rf"$\mathrm{{LSE}}(\mathbf z) = {show(max(z))} + {_gaps(z)} {equals(total)}$", f"{total:.5f}"),
            Step(f"Minus the true logit: ${show(total)} - {par(int(z[label]))} {equals(answer)}$", cell(answer)),
        ),
        explanation=f"${show(total)} - {par(int(z[label]))} {equals(answer)}$. Only differences of logits matter, so a "
        f"large common part drops out.",
    )


@computed("information_theory.logits.bce", "number", ["logits"], "binary cross-entropy from a logit", THREE_DECIMALS)
def logits_bce(rng: Random) -> ItemDraw:
    return bce(rng.choice((-4, -3, -2.5, -2, -1.5, -1, 1, 1.5, 2, 2.5, 3, 4)), rng.randrange(2))


def bce(z: float, y: int) -> ItemDraw:
    """The question: the binary cross-entropy of a logit and a label."""
    tail = log(1 + exp(-abs(z)))
    answer = max(z, 0) - z * y + tail
    other = max(z, 0) - z * (1 - y) + tail
    p = 1 / (1 + exp(-z))
    right = p if y else 1 - p
    return ItemDraw(
        given={"z": z, "y": y},
        prompt=f"A spam filter returns the logit $z = {show(z)}$ for an email, and the label is $y = {y}$. What is the "
        f"binary cross-entropy in nats, to three decimals?",
        lead="L =",
        answer=answer,
        misconceptions=(
            Misconception(
                "other-label",
                other,
                f"${show(other)}$ is the loss for the other label, ${1 - y}$. With $y = {y}$ the term $z y$ is "
                f"${show(z * y)}$.",
            ),
            Misconception(
                "probability",
                right,
                rf"${show(right)}$ is the probability of the label, from $\sigma({show(z)})$. The loss is minus its "
                rf"logarithm.",
            ),
            Misconception(
                "bits",
                answer / log(2),
                f"${show(answer / log(2))}$ is the loss in bits. Use the natural logarithm for nats.",
            ),
            Misconception(
                "brier",
                (p - y) ** 2,
                rf"${show((p - y) ** 2)}$ is a squared error, $(\sigma(z) - y)^2$. Cross-entropy takes minus the "
                rf"logarithm of the label's probability, {show(right)}.",
            ),
        ),
        hints=(
            "You want the surprisal of the label, in nats.",
            r"$L = \max(z, 0) - z y + \ln (1 + e^{-|z|})$.",
            rf"$\ln (1 + e^{{-{show(abs(z))}}}) {equals(tail)}$.",
        ),
        steps=(
            Step(rf"The logarithm: $\ln (1 + e^{{-{show(abs(z))}}}) {equals(tail)}$", cell(tail)),
            Step(
                rf"The rest: $\max({show(z)}, 0) - {par(z)} \cdot {y} = {show(max(z, 0) - z * y)}$",
                show(max(z, 0) - z * y),
            ),
            Step(f"Together: ${show(max(z, 0) - z * y)} + {show(tail)} {equals(answer)}$", cell(answer)),
        ),
        explanation=rf"$\sigma({show(z)}) {equals(p)}$, so the label has the probability ${cell(right)}$, and $-\ln "
        rf"{cell(right)} {equals(nats(right))}$. The formula gives the same, and never takes the logarithm of 0.",
    )


@computed(
    "information_theory.logits.sigmoid",
    "number",
    ["logits"],
    "sigmoid of the difference",
    THREE_DECIMALS,
    practice=True,
)
def logits_sigmoid(rng: Random) -> ItemDraw:
    first, second = rng.sample((-3, -2, -1, 1, 2, 3, 4, 5), 2)
    return sigmoid(float(first), float(second))


def sigmoid(first: float, second: float) -> ItemDraw:
    """The question: the probability of the first of two classes, from their logits."""
    gap = first - second
    answer = 1 / (1 + exp(-gap))
    alone = 1 / (1 + exp(-first))
    return ItemDraw(
        given={"first": first, "second": second},
        prompt=f"A classifier with two classes returns the logits $({show(first)}, {show(second)})$. What is the "
        f"probability of class 1, to three decimals?",
        lead="p_1 =",
        answer=answer,
        misconceptions=(
            Misconception(
                "first-logit-alone",
                alone,
                rf"${show(alone)}$ is $\sigma({show(first)})$. The other logit is not 0, so take the sigmoid of the "
                rf"difference, ${show(gap)}$.",
            ),
            Misconception(
                "other-class",
                1 - answer,
                f"${show(1 - answer)}$ is the probability of class 2. The difference for class 1 is ${show(first)} - "
                f"{par(int(second))}$.",
            ),
            Misconception(
                "sum-of-logits",
                1 / (1 + exp(-first - second)),
                rf"This is $\sigma({show(first + second)})$, of the *sum* of the logits. A common shift must not "
                rf"matter: subtract them, which gives ${show(gap)}$.",
            ),
            Misconception(
                "odds",
                exp(gap),
                rf"${show(exp(gap))}$ is $e^{{{show(gap)}}}$, the odds of class 1. The probability is the odds divided "
                rf"by the odds plus 1.",
            ),
        ),
        hints=(
            "You want softmax of two logits.",
            r"Divide numerator and denominator of softmax by $e^{z_1}$: $p_1 = \frac{1}{1 + e^{-(z_1 - z_2)}}$.",
            f"The difference is ${show(first)} - {par(int(second))} = {show(gap)}$.",
        ),
        steps=(
            Step(f"The difference: ${show(first)} - {par(int(second))} = {show(gap)}$", show(gap)),
            Step(rf"Its sigmoid: $\frac{{1}}{{1 + e^{{{show(-gap)}}}}} {equals(answer)}$", cell(answer)),
        ),
        explanation=rf"$\sigma({show(gap)}) {equals(answer)}$. Softmax of two logits is the sigmoid of their "
        rf"difference, so a binary classifier needs one logit only.",
    )


@computed(
    "information_theory.logits.density",
    "number",
    ["logits"],
    "minus the log of a density",
    THREE_DECIMALS,
    practice=True,
)
def logits_density(rng: Random) -> ItemDraw:
    return density(rng.choice((0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.5, 2.0, 4.0, 5.0)), rng.choice((3, 8, 20, 37)))


def density(sigma: float, mean: int) -> ItemDraw:
    """The question: the negative log-density of a Gaussian at its mean."""
    height = 1 / (sigma * sqrt(2 * pi))
    answer = -log(height)
    return ItemDraw(
        given={"sigma": sigma, "mean": mean},
        prompt=rf"A regression model predicts $\mathcal N({mean}, \sigma^2)$ with $\sigma = {show(sigma)}$, and the "
        rf"true value is exactly {mean}. What is the negative log-density in nats, to three decimals?",
        lead=r"-\ln p =",
        answer=answer,
        misconceptions=(
            Misconception(
                "no-minus",
                -answer,
                f"${show(-answer)}$ is the log-density. The loss is minus that.",
            ),
            Misconception(
                "density",
                height,
                f"${show(height)}$ is the density at the mean. Take minus its natural logarithm.",
            ),
            Misconception(
                "as-if-sigma-1",
                log(sqrt(2 * pi)),
                rf"0.919 is $\ln \sqrt{{2 \pi}}$, the value for $\sigma = 1$. Add $\ln {show(sigma)} "
                rf"{equals(log(sigma))}$.",
            ),
            Misconception(
                "never-negative" if answer < 0 else "no-root",
                0 if answer < 0 else log(sigma * 2 * pi),
                f"0 is the least that a *probability* can cost. This is a density of ${show(height)}$, above 1, so its "
                f"negative logarithm is below 0."
                if answer < 0
                else rf"${show(log(sigma * 2 * pi))}$ uses $2 \pi$ without the root. The density is "
                rf"$\frac{{1}}{{\sigma \sqrt{{2 \pi}}}}$, here ${show(height, 4)}$.",
            ),
        ),
        hints=(
            "You want minus the logarithm of the height of a bell curve at its peak.",
            r"At the mean, the density is $\frac{1}{\sigma \sqrt{2 \pi}}$.",
            r"$-\ln p = \ln \sigma + \ln \sqrt{2 \pi}$, and $\ln \sqrt{2 \pi} \approx 0.919$.",
        ),
        steps=(
            Step(rf"The first part: $\ln {show(sigma)} {equals(log(sigma))}$", cell(log(sigma))),
            Step(rf"Add: ${show(log(sigma))} + 0.919 {equals(answer)}$", cell(answer)),
        ),
        explanation=rf"$\ln {show(sigma)} + \ln \sqrt{{2 \pi}} {equals(answer)}$. "
        + (
            "The density is above 1, so this loss is negative: with densities, 0 is not a lower limit."
            if answer < 0
            else "The density is below 1, so this loss is positive. A smaller σ could make it negative."
        ),
    )
