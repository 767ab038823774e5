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
            "All entries together add up to 1. Each example is a distribution of its own, so take the softmax of "
            "each row.",
        ),
        Misconception(
            "wrong-axis",
            _turned(tuple(softmax(column) for column in _turned(z))),
            "The columns add up to 1. A row is an example, because its classes compete, not the examples: softmax "
            "along the rows, `axis=1`.",
        ),
        Misconception(
            "no-softmax",
            z,
            "Those are the scores. The function returns probabilities: take the softmax of each row.",
        ),
        Misconception(
            "no-bias",
            predict(x, w, (0.0,) * k),
            "The bias is missing. `b` shifts every class by its own amount, because some come more often whatever "
            "the input. Add it to the scores before the softmax.",
        ),
        Misconception(
            "bias-taken-off",
            predict(x, w, tuple(-bias for bias in b)),
            "The bias was subtracted. It is added, because the scores are $XW + b$.",
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
            "The size is right and the sign is not. The logarithm of a probability is negative, so put a minus in "
            "front.",
        ),
        Misconception(
            "bits",
            right / log(2),
            "That is in bits. Nats were asked for, because the gradient `P - Y` belongs to the natural logarithm. "
            "Use `np.log`.",
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
            "That is the sum over the examples. The mean is asked for, because a loss should not grow with the "
            f"batch. Divide by {n}.",
        ),
        Misconception(
            "all-classes",
            everything / n,
            "Every entry of `P` went in. Only the true class counts, because that is what happened: from row `i` "
            "take `P[i, y[i]]`.",
        ),
        Misconception(
            "all-classes",
            everything / sum(map(len, p)),
            "Every entry of `P` went in. Only the true class counts, because that is what happened: from row `i` "
            "take `P[i, y[i]]`.",
        ),
        Misconception(
            "no-logarithm",
            sum(true) / n,
            "That is the mean probability of the true class, without a logarithm. Likelihoods multiply, because "
            r"examples are independent. Take $-\ln$ of each.",
        ),
        Misconception(
            "one-off",
            sum(-log(row[k - 1]) for row, k in zip(p, y, strict=True)) / n,
            "The class before the true one was scored. Labels count from 0 here. Use `P[i, y[i]]`, without "
            "subtracting anything.",
        ),
        Misconception(
            "never-averages",
            tuple(-log(probability) for probability in true),
            "Those are the surprisals, one for each example. The loss is one number, because it is their mean.",
        ),
    )


def _label_misconceptions(x: Data, p: Matrix, y: Labels) -> tuple[Misconception, ...]:
    """What comes of labels that are left out, and of class numbers subtracted as NumPy broadcasts them: `P - y`."""
    n = len(y)
    one_hot = "the error is output minus label, one-hot: subtract 1 at the true class of each row, and 0 elsewhere."

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
        "forgets-the-label", slopes(p), f"The labels are not used: this is made of `P` alone. Instead, {one_hot}"
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
            f"Those are sums over the {n} examples. The loss is a mean, because it should not grow with the batch, "
            f"and so is its gradient. Divide both by {n}.",
        ),
        Misconception(
            "sum-for-mean",
            (w, total_b),
            f"`db` is a sum over the {n} examples. The loss is a mean, and so is each part of its gradient. Divide "
            "it too.",
        ),
        Misconception(
            "sum-for-mean",
            (total_w, b),
            f"`dW` is a sum over the {n} examples. The loss is a mean, and so is each part of its gradient. Divide "
            "it too.",
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
            f"That was divided by the {len(b)} classes. The mean runs over examples, because each brings one term. "
            f"Divide by {n}.",
        ),
        Misconception(
            "other-order",
            (b, w),
            "Both are right and in the wrong order. Return `dW` first.",
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
            "The loss grows: the gradient was added. It points uphill. Subtract it.",
        ),
        Misconception(
            "no-step-size",
            train(x, y, classes, 1.0, steps),
            r"The whole gradient was subtracted, without $\eta$. A gradient is not a distance. Multiply by `eta`.",
        ),
        Misconception(
            "sums-the-gradient",
            train(x, y, classes, eta * len(y), steps),
            f"The steps are {len(y)} times too long. The loss is a mean over the examples, and so is its gradient. "
            "Divide it by their number.",
        ),
        Misconception(
            "never-moves-b",
            train(x, y, classes, eta, steps, only_w),
            "`b` stays at 0. It is a parameter like `W`, because it enters the scores. Give it its step.",
        ),
        Misconception(
            "stands-still",
            (*still, tuple(loss(predict(x, *still), y) for _ in range(steps + 1))),
            "Nothing moves. Each step has to put the new weights where the old ones were: `W = W - eta * dW`, and so "
            "for `b`.",
        ),
        Misconception(
            "one-loss-short",
            (w, b, losses[:-1]),
            f"The weights are right, and the last loss is missing: {steps} were returned. {steps} steps make "
            f"{steps + 1} losses, because the place after the last one counts too.",
        ),
        Misconception(
            "no-first-loss",
            (w, b, losses[1:]),
            f"The weights are right, and the first loss is missing: {steps} were returned. {steps} steps make "
            f"{steps + 1} losses, because the place before the first one counts too.",
        ),
        Misconception(
            "one-step-short",
            train(x, y, classes, eta, steps - 1),
            f"One step is missing. `steps` is {steps}, and `range(steps)` makes as many rounds. Subtract nothing.",
        ),
        Misconception(
            "one-step-too-many",
            train(x, y, classes, eta, steps + 1),
            f"There is one step too many. `steps` is {steps}, and `range(steps)` makes as many rounds.",
        ),
        Misconception(
            "only-the-last-loss",
            (w, b, losses[-1]),
            "The weights are right, and only one loss was returned. All of them are drawn. Collect them in a list.",
        ),
    )
