"""The misconceptions of the classifier exercise, run on the numbers of each case."""

from __future__ import annotations

from math import log

from lessons.grading import numeric_misconceptions
from lessons.model.misconception import Misconception

from .classifier_arithmetic import (
    Data,
    Labels,
    Matrix,
    Vector,
    errors,
    gradient,
    loss,
    parameter_gradients,
    predict,
    scaled,
    scores,
    train,
)
from .entropy_format import softmax
from .items_nll import batch_misconceptions


def _turned(m: Matrix) -> Matrix:
    return tuple(zip(*m, strict=True))


def predict_misconceptions(x: Data, w: Matrix, b: Vector) -> tuple[Misconception, ...]:
    """The misconceptions of `predict` on these inputs."""
    z = scores(x, w, b)
    k = len(b)
    joint = softmax(tuple(score for row in z for score in row))
    return (
        Misconception(
            "one-softmax-for-all",
            tuple(joint[at : at + k] for at in range(0, len(joint), k)),
            "All entries together add up to 1. Each example has its own distribution, so take the softmax of each row.",
        ),
        Misconception(
            "wrong-axis",
            _turned(tuple(softmax(column) for column in _turned(z))),
            "The columns add up to 1. A row is an example, and its probabilities have to add up to 1: take the softmax "
            "of each row, `axis=1`.",
        ),
        Misconception(
            "no-softmax",
            z,
            "These are the scores. The function returns probabilities: take the softmax of each row.",
        ),
        Misconception(
            "no-bias",
            predict(x, w, (0.0,) * k),
            "The bias is missing. Add `b` to the scores before the softmax.",
        ),
        Misconception(
            "bias-taken-off",
            predict(x, w, tuple(-bias for bias in b)),
            "The bias was subtracted. The scores are $XW + b$: add it.",
        ),
        Misconception(
            "classes-first",
            _turned(predict(x, w, b)),
            "The numbers are right, with classes as rows. A row of $P$ is an example, as it is in `X`: shape "
            f"`({len(x)}, {k})`.",
        ),
    )


def loss_misconceptions(p: Matrix, y: Labels) -> tuple[Misconception, ...]:
    """The misconceptions of `cross_entropy` on these inputs."""
    n, right = len(y), loss(p, y)
    misconceptions = [
        Misconception(
            "missing-minus",
            -right,
            "The size is right, and the sign is wrong. The logarithm of a probability is negative, so put a minus in "
            "front.",
        ),
        Misconception(
            "bits",
            right / log(2),
            "This is the loss in bits. For nats, use the natural logarithm, `np.log`.",
        ),
    ]
    best = [max(row) != row[k] for row, k in zip(p, y, strict=True)]
    if any(best) and n > 1:
        misconceptions += numeric_misconceptions(batch_misconceptions(p, tuple(k + 1 for k in y)))
    everything = sum(-log(probability) for row in p for probability in row)
    true = [row[k] for row, k in zip(p, y, strict=True)]
    return (
        *misconceptions,
        Misconception(
            "never-divides",
            right * n,
            f"This is the sum over the examples. The loss is their mean: divide by {n}.",
        ),
        Misconception(
            "all-classes",
            everything / n,
            "This uses every entry of `P`. Only the true class of each example counts: take `P[i, y[i]]` from row `i`.",
        ),
        Misconception(
            "all-classes",
            everything / sum(map(len, p)),
            "This uses every entry of `P`. Only the true class of each example counts: take `P[i, y[i]]` from row `i`.",
        ),
        Misconception(
            "no-logarithm",
            sum(true) / n,
            r"This is the mean probability of the true class, without a logarithm. Take $-\ln$ of each probability "
            "first.",
        ),
        Misconception(
            "one-off",
            sum(-log(row[k - 1]) for row, k in zip(p, y, strict=True)) / n,
            "This uses the class before the true one. Labels count from 0 here, so use `P[i, y[i]]` as it is.",
        ),
        Misconception(
            "never-averages",
            tuple(-log(probability) for probability in true),
            "These are the surprisals, one for each example. The loss is their mean, one number: average them.",
        ),
    )


def _label_misconceptions(x: Data, p: Matrix, y: Labels) -> tuple[Misconception, ...]:
    """What results from labels that are left out, and from class numbers that NumPy broadcasts: `P - y`."""
    n = len(y)
    one_hot = "subtract the one-hot label: 1 at the true class of each row, 0 elsewhere."

    def slopes(error: Matrix) -> tuple[Matrix, Vector]:
        w, b = parameter_gradients(x, error)
        return scaled(w, 1 / n), tuple(slope / n for slope in b)

    if n not in (1, len(p[0])):  # `P - y` raises there
        shifted = None
    else:
        shifted = tuple(tuple(q - y[k if n > 1 else 0] for k, q in enumerate(row)) for row in p)
    if shifted == p:
        text = f"The labels are not used, or `P - y` subtracted the class number, which is 0 here. Instead, {one_hot}"
        return (Misconception("forgets-the-label", slopes(p), text),)
    forgotten = Misconception(
        "forgets-the-label", slopes(p), f"The labels are not used: this comes from `P` alone. Instead, {one_hot}"
    )
    if shifted is None:
        return (forgotten,)
    text = f"`P - y` subtracts the class numbers themselves. Instead, {one_hot}"
    return forgotten, Misconception("class-number-subtracted", slopes(shifted), text)


def gradient_misconceptions(x: Data, p: Matrix, y: Labels) -> tuple[Misconception, ...]:
    """The misconceptions of `gradient` on these inputs."""
    n = len(y)
    w, b = gradient(x, p, y)
    total_w, total_b = parameter_gradients(x, errors(p, y))
    return (
        Misconception(
            "label-minus-output",
            (scaled(w, -1.0), tuple(-slope for slope in b)),
            "All signs are reversed: this is label minus output. The gradient points uphill: output minus label.",
        ),
        Misconception(
            "sum-for-mean",
            (total_w, total_b),
            f"These are sums over the {n} examples. The loss is a mean, and so is its gradient: divide both by {n}.",
        ),
        Misconception(
            "sum-for-mean",
            (w, total_b),
            f"`db` is a sum over the {n} examples. The loss is a mean, and so is each part of its gradient: divide "
            "`db` too.",
        ),
        Misconception(
            "sum-for-mean",
            (total_w, b),
            f"`dW` is a sum over the {n} examples. The loss is a mean, and so is each part of its gradient: divide "
            "`dW` too.",
        ),
        *_label_misconceptions(x, p, y),
        Misconception(
            "transposed",
            (_turned(w), b),
            f"`dW` is transposed. A gradient has the shape of its variable: `X.T @ error`, shape `({len(w)}, "
            f"{len(b)})`.",
        ),
        Misconception(
            "mean-over-classes",
            (scaled(total_w, 1 / len(b)), tuple(slope / len(b) for slope in total_b)),
            f"This is divided by the number of classes, {len(b)}. The mean is over the {n} examples: divide by {n}.",
        ),
        Misconception(
            "other-order",
            (b, w),
            "Both gradients are right, in the wrong order. Return `dW` first.",
        ),
    )


def train_misconceptions(x: Data, y: Labels, classes: int, eta: float, steps: int) -> tuple[Misconception, ...]:
    """The misconceptions of `train` after this many steps."""
    w, b, losses = train(x, y, classes, eta, steps)
    still: tuple[Matrix, Vector] = (tuple((0.0,) * classes for _ in x[0]), (0.0,) * classes)

    def only_w(a: Data, p: Matrix, c: Labels) -> tuple[Matrix, Vector]:
        return gradient(a, p, c)[0], still[1]

    return (
        Misconception(
            "ascends",
            train(x, y, classes, -eta, steps),
            "The loss grows, because the gradient was added. The gradient points uphill, so subtract it.",
        ),
        Misconception(
            "no-step-size",
            train(x, y, classes, 1.0, steps),
            r"The whole gradient was subtracted, without $\eta$. Multiply it by `eta` first.",
        ),
        Misconception(
            "sums-the-gradient",
            train(x, y, classes, eta * len(y), steps),
            f"The steps are too long by a factor of {len(y)}. The loss is a mean over the examples, and so is its "
            f"gradient: divide it by {len(y)}.",
        ),
        Misconception(
            "never-moves-b",
            train(x, y, classes, eta, steps, only_w),
            "`b` stays at 0. It is a parameter like `W`, so update it too: `b = b - eta * db`.",
        ),
        Misconception(
            "stands-still",
            (*still, tuple(loss(predict(x, *still), y) for _ in range(steps + 1))),
            "The weights never change. In each step, store the new values: `W = W - eta * dW`, and the same for `b`.",
        ),
        Misconception(
            "one-loss-short",
            (w, b, losses[:-1]),
            f"The weights are right, and the last loss is missing: you returned {steps} losses. Append the loss once "
            f"more after the loop, which makes {steps + 1}.",
        ),
        Misconception(
            "no-first-loss",
            (w, b, losses[1:]),
            f"The weights are right, and the first loss is missing: you returned {steps} losses. Append the loss "
            f"before the first step too, which makes {steps + 1}.",
        ),
        Misconception(
            "one-step-short",
            train(x, y, classes, eta, steps - 1),
            f"One step is missing. `range(steps)` already runs {steps} times, so subtract nothing from `steps`.",
        ),
        Misconception(
            "one-step-too-many",
            train(x, y, classes, eta, steps + 1),
            f"There is one step too many. `range(steps)` already runs {steps} times, so add nothing to `steps`.",
        ),
        Misconception(
            "only-the-last-loss",
            (w, b, losses[-1]),
            "The weights are right, and only one loss was returned. Collect all losses in a list.",
        ),
    )
