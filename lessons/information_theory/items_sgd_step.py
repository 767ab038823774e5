"""Questions on one training step of a linear classifier."""

from __future__ import annotations

from math import exp, log
from random import Random

from lessons.answers import spell
from lessons.latex_numbers import col, mat, mul_add, num, par
from lessons.model.computed_item import ItemDraw, computed
from lessons.model.misconception import Matrix, Misconception
from lessons.model.page import Step

from .entropy_format import TWO_DECIMALS, Dist, cell, dist, nats, show, softmax, tenths

Pair = tuple[float, float]
Weights = tuple[Pair, Pair]


def _logits(w: Weights, x: Pair) -> Pair:
    return w[0][0] * x[0] + w[0][1] * x[1], w[1][0] * x[0] + w[1][1] * x[1]


def _turned(w: Weights) -> Weights:
    return (w[0][0], w[1][0]), (w[0][1], w[1][1])


@computed("information_theory.end_to_end.forward", "number", ["training-step", "classifier-loss"],
          "product, softmax, log", TWO_DECIMALS)  # fmt: skip
def end_forward(rng: Random) -> ItemDraw:
    while True:
        a, b, c, d = (rng.choice((-1.5, -1.0, -0.5, 0.5, 1.0, 1.5)) for _ in range(4))
        w, x = ((a, b), (c, d)), (rng.randint(1, 3), rng.randint(1, 2))
        (first, second), label = _logits(w, x), rng.randint(1, 2)
        if 0 < abs(first - second) <= 4:
            return forward(w, x, label)


def forward(w: Weights, x: Pair, label: int) -> ItemDraw:
    """The question: the loss of a linear classifier with two classes on one example, in nats."""
    z, at = _logits(w, x), label - 1
    answer = nats(softmax(z)[at])
    return ItemDraw(
        given={"W": w, "x": x, "label": label},
        prompt=rf"Go from input to loss: $\mathbf z = W \mathbf x$, softmax, $-\ln$. The true class is number {label}. "
        "What is the loss in nats, to two decimals? Keep four decimals on the way."
        f"\n\n$$\nW = {mat(w)}, \\quad \\mathbf x = {col(x)}\n$$",
        lead="L =",
        answer=answer,
        misconceptions=forward_misconceptions(w, x, label),
        hints=(
            "You want the surprisal of the true class, at the end of three small computations.",
            rf"Logits are rows of $W$ dot $\mathbf x$; then $p_{label}$ by softmax; then $-\ln p_{label}$.",
            f"The first logit: ${mul_add(w[0], x)} = {num(z[0])}$.",
        ),
        steps=forward_steps(w, x, at),
        explanation=rf"$\mathbf z = {dist(z)}$, so $p_{label} = \frac{{1}}{{1 + e^{{{num(z[1 - at] - z[at])}}}}} "
        rf"\approx {show(softmax(z)[at])}$ and the loss is ${show(answer)}$. With two classes only the difference of "
        "the logits matters.",
    )


def forward_steps(w: Weights, x: Pair, at: int) -> tuple[Step, ...]:
    """Both logits, the probability of the true class, its surprisal: the cells of the worksheet."""
    z = _logits(w, x)
    true, raised = softmax(z)[at], [f"e^{{{num(value)}}}" for value in z]
    return (
        *(
            Step(rf"Logit {i}: ${mul_add(row, x)} = {num(value)}$", num(value), lead=f"z_{i} =")
            for i, (row, value) in enumerate(zip(w, z, strict=True), 1)
        ),
        Step(
            rf"Class {at + 1}: $\frac{{{raised[at]}}}{{{raised[0]} + {raised[1]}}} \approx {show(true)}$",
            cell(true), lead=f"p_{at + 1} =", follow=lambda cells: softmax(cells[:2])[at],
        ),
        Step(
            rf"Its surprisal: $-\ln {cell(true)} \approx {show(nats(true))}$",
            cell(nats(true)), lead="L =", follow=lambda cells: nats(cells[2]),
        ),
    )  # fmt: skip


def forward_misconceptions(w: Weights, x: Pair, label: int) -> tuple[Misconception, ...]:
    z, at = _logits(w, x), label - 1
    p, columns = softmax(z), _logits(_turned(w), x)
    other_class = 3 - label
    return (
        Misconception(
            "other-class",
            nats(p[1 - at]),
            rf"${show(nats(p[1 - at]))}$ is $-\ln p_{{{other_class}}}$. Class {label} is the true one: use "
            rf"$p_{{{label}}} \approx {show(p[at])}$.",
        ),
        Misconception(
            "down-the-columns",
            nats(softmax(columns)[at]),
            rf"This comes from $W^\top \mathbf x = {dist(columns)}$. Row $i$ of $W$ gives logit $i$: "
            f"${mul_add(w[0], x)} = {num(z[0])}$.",
        ),
        Misconception(
            "stops-at-softmax",
            p[at],
            rf"${show(p[at])}$ is $p_{label}$. The loss is its surprisal. Take $-\ln p_{label}$.",
        ),
        Misconception(
            "log2-called-nats",
            nats(p[at]) / log(2),
            rf"${show(nats(p[at]) / log(2))}$ is the loss in bits. For nats, use the natural logarithm: $-\ln "
            f"p_{{{label}}}$.",
        ),
        Misconception(
            "no-normalising",
            float(-z[at]),
            rf"${show(-z[at])}$ is $-\ln e^{{{num(z[at])}}}$, the logit with its sign reversed. Divide the exponential "
            f"by the sum of both, ${show(sum(map(exp, z)))}$, before you take the logarithm.",
        ),
    )


@computed("information_theory.end_to_end.outer", "matrix", ["training-step", "logit-gradient"], "error times input")
def end_outer(rng: Random) -> ItemDraw:
    x = (rng.choice((-3, -2, 2, 3, 4)), rng.choice((-3, -2, -1, 1, 2, 3)))
    return outer(tenths(rng, 2), rng.randint(1, 2), x)


def outer(p: Dist, label: int, x: Pair) -> ItemDraw:
    """The question: the gradient of the loss with respect to the weights, (p - y) xᵀ."""
    error = tuple(round(a - (k == label), 6) for k, a in enumerate(p, 1))
    answer = _outer(error, x)
    return ItemDraw(
        given={"p": p, "label": label, "x": x},
        prompt=rf"The model gave $\mathbf p = {dist(p)}$ for the input $\mathbf x = {dist(x)}$; the true class is "
        rf"number {label}. What is the gradient of the loss with respect to $W$, where $\mathbf z = W \mathbf x$?",
        lead=r"\nabla_W L =",
        answer=answer,
        misconceptions=outer_misconceptions(p, label, x),
        hints=(
            "You want a matrix of the shape of $W$: a row for each class, a column for each input.",
            r"$\nabla_W L = (\mathbf p - \mathbf y) \mathbf x^\top$: each error times each input.",
            rf"The errors are $\mathbf p - \mathbf y = {dist(error)}$.",
        ),
        steps=tuple(
            Step(rf"Row {i + 1}, column {j + 1}: ${par(error[i])} \cdot {par(x[j])} = {num(answer[i][j])}$",
                 spell(answer[i][j]), (i, j))
            for i in range(2) for j in range(2)
        ),
        explanation=rf"Logit $i$ moves by $x_j$ when $W_{{ij}}$ moves by 1, so the chain rule multiplies the error "
        f"${dist(error)}$ by the input ${dist(x)}$, each entry by each entry.",
    )  # fmt: skip


def _outer(error: Dist, x: Pair) -> Matrix:
    return tuple(tuple(round(e * v, 6) + 0.0 for v in x) for e in error)


def outer_misconceptions(p: Dist, label: int, x: Pair) -> tuple[Misconception, ...]:
    error = tuple(round(a - (k == label), 6) for k, a in enumerate(p, 1))
    down, up, bare = _outer(tuple(-e for e in error), x), _outer(p, x), _outer(error, x)
    turned = tuple(zip(*bare, strict=True))
    return (
        Misconception(
            "no-input",
            error,
            rf"${dist(error)}$ is $\mathbf p - \mathbf y$, the gradient with respect to $\mathbf z$. Each weight has "
            r"its own entry: multiply this by $\mathbf x^\top$.",
        ),
        Misconception(
            "transposed",
            turned,
            r"This is $\mathbf x (\mathbf p - \mathbf y)^\top$, with a row for each input. $W$ has a row for each "
            f"class: row 1 is ${show(error[0])}$ times ${dist(x)}$.",
        ),
        Misconception(
            "label-minus-output",
            down,
            rf"This uses $\mathbf y - \mathbf p = {dist(tuple(-e for e in error))}$. The gradient points uphill, and "
            r"the update subtracts it: use $\mathbf p - \mathbf y$.",
        ),
        Misconception(
            "forgets-the-label",
            up,
            rf"This is $\mathbf p \mathbf x^\top$ with $\mathbf p = {dist(p)}$. Subtract the label first: 1 from entry "
            f"{label}.",
        ),
        Misconception(
            "entry-by-entry",
            tuple(round(e * v, 6) + 0.0 for e, v in zip(error, x, strict=True)),
            f"This multiplies ${dist(error)}$ and ${dist(x)}$ entry by entry. Every input reaches every logit, so "
            "multiply each entry of one by each entry of the other.",
        ),
    )


@computed("information_theory.end_to_end.update", "matrix", ["training-step", "gd-update"], "step against the gradient")
def end_update(rng: Random) -> ItemDraw:
    w = ((rng.choice((-2, -1, 1, 2)), rng.choice((-2, -1, 1, 2))), (rng.choice((-1, 1, 3)), rng.choice((-3, 1, 2))))
    error = rng.choice((0.2, 0.4, 0.6, 0.8))
    x = (rng.randint(1, 3), rng.choice((-2, -1, 1, 2)))
    return update(w, _outer((error, -error), x), rng.choice((0.1, 0.2, 0.5)))


def update(w: Weights, g: Matrix, eta: float) -> ItemDraw:
    """The question: the weights after one gradient step."""
    answer = _moved(w, g, -eta)
    return ItemDraw(
        given={"W": w, "G": g, "eta": eta},
        prompt=rf"Take one gradient step with $\eta = {show(eta)}$. What is $W$ afterward?"
        f"\n\n$$\nW = {mat(w)}, \\quad \\nabla_W L = {mat(g)}\n$$",
        lead=r"W - \eta \nabla_W L =",
        answer=answer,
        misconceptions=update_misconceptions(w, g, eta),
        hints=(
            "You want the new weights, a small step downhill from the old ones.",
            r"$W \gets W - \eta \nabla_W L$, entry by entry.",
            rf"Row 1, column 1: ${w[0][0]} - {show(eta)} \cdot {par(g[0][0])} = {num(answer[0][0])}$.",
        ),
        steps=tuple(
            Step(rf"Row {i + 1}, column {j + 1}: ${w[i][j]} - {show(eta)} \cdot {par(g[i][j])} = "
                 f"{num(answer[i][j])}$", spell(answer[i][j]), (i, j))
            for i in range(2) for j in range(2)
        ),
        explanation=f"Each weight moves against its own slope by ${show(eta)}$ times the size of that slope: the first "
        f"from ${w[0][0]}$ to ${num(answer[0][0])}$. With two classes the rows move by equal and opposite amounts.",
    )  # fmt: skip


def _moved(w: Weights, g: Matrix, factor: float) -> Matrix:
    return tuple(
        tuple(round(a + factor * float(b), 6) + 0.0 for a, b in zip(row, gradient_row, strict=True))
        for row, gradient_row in zip(w, g, strict=True)
    )  # fmt: skip


def update_misconceptions(w: Weights, g: Matrix, eta: float) -> tuple[Misconception, ...]:
    first, slope = w[0][0], g[0][0]
    step = rf"{show(eta)} \cdot {par(slope)}"
    return (
        Misconception(
            "climbs",
            _moved(w, g, eta),
            f"This adds the step: the first entry is ${first} + {step}$. The gradient points uphill, so subtract.",
        ),
        Misconception(
            "no-step-size",
            _moved(w, g, -1),
            f"This subtracts the whole gradient: the first entry is ${first} - {par(slope)}$. Multiply the gradient by "
            rf"$\eta$ first: ${first} - {step}$.",
        ),
        Misconception(
            "step-alone",
            _moved(((0, 0), (0, 0)), g, -eta),
            f"This is the step alone: the first entry is $-{step}$. Add it to the old weight: ${first} - {step}$.",
        ),
        Misconception(
            "divides-by-eta",
            _moved(w, g, -1 / eta),
            rf"This divides by $\eta$: the first entry is ${first} - {par(slope)} / {show(eta)}$. Multiply by $\eta$ "
            f"instead: ${first} - {step}$.",
        ),
    )
