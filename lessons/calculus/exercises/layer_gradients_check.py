"""The check of the backward pass of two layers."""

from __future__ import annotations

from collections.abc import Mapping
from math import isfinite, log10
from random import Random

from ..two_layers import (
    Matrix,
    Network,
    before,
    differences,
    entrywise,
    gradients,
    loss,
    outputs,
    product,
    relu,
    residuals,
    scaled,
    transpose,
)
from lessons.grading import Case, Check, Function, Nested
from lessons.grading.hand_comparison import Comparison, Hand, scalar
from lessons.grading.model import Picture, Probe, Results
from lessons.model.figure import Axis, Figure, Line, Points
from lessons.model.misconception import Misconception
from lessons.sandbox.values import Array, Call

OUTPUT = "calculus.layers.exercise_output"
HIDDEN = "calculus.layers.exercise_hidden"
NAMED = Network(((1.0, 2.0),), ((2.0,),), ((1.0, 1.0), (1.0, -1.0), (-1.0, 2.0)), ((1.0, 2.0, -1.0),))
BATCH = Network(
    ((1.0, 1.5), (-1.0, 0.75), (0.5, -1.5), (2.0, 1.0)),
    ((1.0, 0.0), (0.5, -1.0), (0.0, 2.0), (-1.0, 1.0)),
    ((0.5, 1.0), (1.0, -1.0), (-1.0, 0.5)),
    ((1.0, -0.5, 2.0), (0.5, 1.5, -1.0)),
)
WIDE = 0.8  # a step that carries some inputs of ReLU across 0
EXPONENTS = tuple(range(1, 13))


def _arrays(net: Network, *, targets: bool = True) -> tuple[Array, ...]:
    parts = (net.inputs, net.targets, net.first, net.second) if targets else (net.inputs, net.first, net.second)
    return tuple(map(Array.of, parts))


def forward_case(name: str, net: Network) -> Case:
    """A case of `forward`, with the usual mistakes on its numbers."""
    z, y = before(net), outputs(net)
    straight = product(z, transpose(net.second))
    found = (
        Misconception(
            "no-relu",
            (z, straight),
            "`Y` is computed from `Z` without ReLU. Apply ReLU first: `np.maximum(Z, 0) @ W2.T`.",
        ),
        Misconception(
            "relu-at-the-end",
            (z, relu(straight)),
            "ReLU is applied to the output of the second layer. It belongs between the layers: `np.maximum(Z, 0) @ "
            "W2.T`.",
        ),
        Misconception(
            "relu-twice",
            (z, relu(y)),
            "ReLU is applied to the output as well. Apply it only between the layers, so that outputs can be negative.",
        ),
        Misconception(
            "returns-the-hidden-values",
            (relu(z), y),
            "`Z` was returned after ReLU. The backward pass needs the values before it: return `X @ W1.T` as it is.",
        ),
        Misconception(
            "swapped",
            (y, z),
            "`Y` and `Z` are swapped. Return `Z` first, then `Y`.",
        ),
    )
    why = "Row $i$ of $Z$ is $W_1$ times example $i$; ReLU and then $W_2$ turn it into row $i$ of $Y$."
    return Case(name, Call("forward", _arrays(net, targets=False)), (z, y), why, found, ("Z", "Y"))


def loss_case(name: str, net: Network) -> Case:
    """A case of `loss`, with the usual mistakes on its numbers."""
    right, n, k = loss(net), len(net.inputs), len(net.targets[0])
    straight = entrywise(lambda y, t: y - t, product(before(net), transpose(net.second)), net.targets)
    found = (
        Misconception(
            "no-half",
            2 * right,
            "This is twice the loss. Halve each squared error: its slope is then the residual itself.",
        ),
        Misconception(
            "sum-for-mean",
            n * right,
            f"This is the sum over the examples. For the mean, divide it by their number, {n}.",
        ),
        Misconception(
            "mean-of-entries",
            right / k,
            f"This divides by the number of *entries*, {n * k}. Add the squares of each row, and average over the {n} "
            f"examples; `.mean()` without an axis averages over all entries.",
        ),
        Misconception(
            "mean-of-squares",
            2 * right / k,
            f"This is the mean of the squares of all {n * k} entries. Add them, and divide by twice the number of "
            f"examples.",
        ),
        Misconception(
            "no-square",
            sum(map(sum, residuals(net))) / (2 * n),
            "The residuals were not squared, so errors of opposite signs cancel. Square each one first.",
        ),
        Misconception(
            "no-relu",
            sum(one**2 for row in straight for one in row) / (2 * n),
            "The outputs were computed without ReLU. Take them from `forward`.",
        ),
    )
    why = rf"The squares of all residuals, added and divided by $2 \cdot {n}$."
    return Case(name, Call("loss", _arrays(net)), right, why, found)


def backward_case(name: str, net: Network) -> Case:
    """A case of `backward`, with the usual mistakes on its numbers."""
    first = tuple(round(one, 4) for one in scaled(residuals(net), 1 / len(net.inputs))[0])
    why = f"$(Y - T) / n$ begins with the row ${first}$; go on from there, layer by layer."
    return Case(name, Call("backward", _arrays(net)), gradients(net), why, backward_misconceptions(net), ("dW1", "dW2"))


def backward_misconceptions(net: Network) -> tuple[Misconception, ...]:
    """What slips make of both gradients."""
    n, right = len(net.inputs), gradients(net)
    error = residuals(net)
    made: tuple[tuple[str, Nested, str], ...] = (
        (
            "no-mask",
            gradients(net, gate=lambda back, _: back),
            "`dW1` ignores ReLU. Where `Z` is negative, ReLU is flat and its slope is 0: multiply by `(Z > 0)`.",
        ),
        (
            "masks-by-the-slope",
            gradients(net, gate=lambda back, _: relu(back)),
            "`dW1` sets the negative *slopes* to 0. The sign of `Z` decides which slopes pass through ReLU: multiply "
            "by `(Z > 0)`.",
        ),
        (
            "times-the-value",
            gradients(net, gate=lambda back, z: entrywise(lambda slope, value: slope * max(value, 0.0), back, z)),
            "`dW1` multiplies by the value of ReLU. Multiply by its slope, which is 1 or 0: `(Z > 0)`.",
        ),
        (
            "sum-for-mean",
            gradients(net, delta=error),
            f"Both gradients are {n} times too large. The loss is a mean over {n} examples, so start from `(Y - T) / "
            "n`.",
        ),
        (
            "target-minus-output",
            gradients(net, delta=scaled(error, -1 / n)),
            "Both gradients have the wrong sign. The slope of half a squared error is output minus target.",
        ),
        (
            "factor-2",
            gradients(net, delta=scaled(error, 2 / n)),
            "Both gradients are too large by a factor of 2. The 2 from the square cancels the half in the loss.",
        ),
        (
            "mean-of-entries",
            gradients(net, delta=scaled(error, 1 / n / len(error[0]))),
            f"Both gradients are divided by the number of *entries*. The loss divides by the number of examples, {n}: "
            f"use `len(X)`.",
        ),
        (
            "before-relu",
            gradients(net, hidden=before(net)),
            "`dW2` uses `Z`. The inputs of the second layer are the values *after* ReLU: `np.maximum(Z, 0)`.",
        ),
        (
            "transposed",
            (transpose(right[0]), transpose(right[1])),
            "Both gradients are transposed. `dW1` has the shape of `W1`: slopes first, then inputs, as in `G.T @ X`.",
        ),
        (
            "swapped",
            (right[1], right[0]),
            "`dW1` and `dW2` are swapped. Return `dW1` first.",
        ),
    )  # fmt: skip
    return tuple(Misconception(rule, answer, text) for rule, answer, text in made)


def differences_case(name: str, net: Network, h: float) -> Case:
    """A case of `differences`, with the usual mistakes on its numbers."""
    right = differences(net, h, h, 2 * h)
    made: tuple[tuple[str, Nested, str], ...] = (
        (
            "one-sided",
            differences(net, h, 0, h),
            "These are one-sided differences, $(L(w + h) - L(w)) / h$. Their error is of size $h$; for central "
            "differences it is of size $h^2$. Use $w + h$ and $w - h$.",
        ),
        (
            "divides-by-h",
            differences(net, h, h, h),
            "All slopes are too large by a factor of 2. From $w - h$ to $w + h$ the run is $2 h$.",
        ),
        (
            "never-divides",
            differences(net, h, h, 1),
            "These are differences of the loss. A slope is a difference divided by its run, $2 h$.",
        ),
        (
            "wrong-way",
            differences(net, -h, -h, 2 * h),
            "All slopes have the wrong sign. Subtract the loss at $w - h$ from the loss at $w + h$.",
        ),
        (
            "exact",
            gradients(net),
            "These are the exact gradients, as `backward` gives them. A check has to compute the slopes in another "
            "way: use `loss` alone.",
        ),
        (
            "swapped",
            (right[1], right[0]),
            "`dW1` and `dW2` are swapped. Return `dW1` first.",
        ),
    )
    found = tuple(Misconception(rule, answer, text) for rule, answer, text in made)
    why = "For each weight, the loss at $w + h$ minus the loss at $w - h$, divided by $2 h$."
    return Case(name, Call("differences", (*_arrays(net), h)), right, why, found, ("dW1", "dW2"), relative=1e-5)


def drawn(seed: int) -> Network:
    """A batch and a network with random numbers, the same for the same seed."""
    rng = Random(f"layer_gradients/{seed}")

    def matrix(rows: int, columns: int) -> Matrix:
        return tuple(tuple(round(rng.uniform(-2, 2), 1) for _ in range(columns)) for _ in range(rows))

    return Network(matrix(5, 2), matrix(5, 3), matrix(4, 2), matrix(3, 4))


def compare(hand: Hand, results: Mapping[str, Nested]) -> Comparison:
    """dW2, then dW1, entry by entry, for one example."""
    rows = [
        hand.answer(rf"\partial L / \partial W_2, {j + 1}", OUTPUT, scalar(results, "one example", 1, 0, j), j)
        for j in range(3)
    ]
    rows += [
        hand.answer(
            rf"\partial L / \partial W_1, {i + 1} {j + 1}", HIDDEN, scalar(results, "one example", 0, i, j), 2 * i + j
        )
        for i in range(3)
        for j in range(2)
    ]
    return Comparison(
        tuple(rows), "Row 2 of the gradient of $W_1$ is 0: $z_2 < 0$, so no slope goes back through that ReLU."
    )


def _gap(results: Results, name: str) -> float | None:
    """The largest distance between the learner's gradients and the learner's differences."""
    gaps = []
    for layer, weights in enumerate((BATCH.first, BATCH.second)):
        for i, row in enumerate(weights):
            for j in range(len(row)):
                pair = scalar(results, "batch", layer, i, j), scalar(results, name, layer, i, j)
                if pair[0] is None or pair[1] is None:
                    return None
                gaps.append(abs(pair[0] - pair[1]))
    return max(gaps)


def check_curve(results: Results) -> Figure | None:
    """How far the learner's two gradients lie apart, for smaller and smaller steps."""
    gaps = [(float(k), _gap(results, f"step {k}")) for k in EXPONENTS]
    points = tuple((k, log10(max(gap, 1e-17))) for k, gap in gaps if gap is not None and isfinite(gap))
    if len(points) < len(EXPONENTS):
        return None
    return Figure(
        (Line(points, role="accent"), Points(points, role="accent")),
        x=Axis(0, EXPONENTS[-1] + 1, "k, step 1/10ᵏ"),
        y=Axis(min(-16.0, *(y for _, y in points)), max(0.0, *(y for _, y in points)), "log₁₀"),
        alt="The logarithm of the largest difference between backward and differences, against the exponent of the "
        "step.",
        height=12,
    )


CHECK = Check(
    functions=(
        Function("forward", ("X", "W1", "W2")),
        Function("loss", ("X", "T", "W1", "W2")),
        Function("backward", ("X", "T", "W1", "W2")),
        Function("differences", ("X", "T", "W1", "W2", "h")),
    ),
    cases=(
        forward_case("one forward", NAMED),
        forward_case("forward", BATCH),
        loss_case("one loss", NAMED),
        loss_case("loss", BATCH),
        backward_case("one example", NAMED),
        backward_case("batch", BATCH),
        differences_case("small step", BATCH, 1e-3),
        differences_case("wide step", BATCH, WIDE),
        *(
            make(f"random {kind} {seed}", drawn(seed))
            for seed in range(2)
            for kind, make in (("loss", loss_case), ("gradient", backward_case))
        ),
    ),
    probes=tuple(Probe(f"step {k}", Call("differences", (*_arrays(BATCH), 10.0**-k))) for k in EXPONENTS),
    compare=compare,
    pictures=(
        Picture(
            "The largest gap between your two gradients, for steps from 0.1 to $10^{-12}$. If the step is too small, "
            "rounding errors dominate.",
            check_curve,
        ),
    ),
)
