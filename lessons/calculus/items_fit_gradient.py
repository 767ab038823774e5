"""Questions on the gradient of a mean squared error: at the bias, and at two weights."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from random import Random

from lessons.latex_numbers import add, mul_add
from lessons.model.computed_item import ItemDraw, computed
from lessons.model.misconception import Misconception
from lessons.model.page import Step

from ..linear_algebra.integer_vectors import Vec, dot
from .wording import dec, factor, pair, plain, spelled

_ERRORS = (-3, -2, -1, 1, 2, 3)


@computed("calculus.chain.bias", "number", ["loss-gradient"], strategy="mean of the residuals", practice=True)
def chain_bias(rng: Random) -> ItemDraw:
    while True:
        w, b = rng.choice((-2, 1, 2, 3)), rng.choice((-3, -2, 1, 2, 4))
        xs = (rng.choice((1, 2)), rng.choice((-2, -1, 3)), rng.choice((2, 3, 4)))
        es = tuple(rng.choice(_ERRORS) for _ in xs)
        if sum(es):
            return bias(w, b, xs, tuple(w * x + b - e for x, e in zip(xs, es, strict=True)))


def bias(w: int, b: int, xs: Sequence[int], ys: Sequence[int]) -> ItemDraw:
    """The question: dL/db of the mean squared error of the model wx + b."""
    n = len(xs)
    guesses = tuple(w * x + b for x in xs)
    es = tuple(guess - y for guess, y in zip(guesses, ys, strict=True))
    answer = Fraction(2 * sum(es), n)
    return ItemDraw(
        given={"w": w, "b": b, "x": tuple(xs), "y": tuple(ys)},
        prompt=rf"The model predicts $\hat y = w x + b$ with $w = {w}$ and $b = {b}$. The data is $x = {pair(xs)}$ and "
        rf"$y = {pair(ys)}$; the loss is $L = \frac{{1}}{{{n}}} \sum_i (\hat y_i - y_i)^2$. What is "
        r"$\frac{\partial L}{\partial b}$?",
        lead=r"\frac{\partial L}{\partial b} =",
        answer=plain(answer),
        misconceptions=bias_misconceptions(xs, es),
        hints=(
            "You want to know how the loss changes when all predictions move up together.",
            r"Chain rule, term by term: $2 (\hat y_i - y_i) \cdot 1$; then the mean.",
            rf"The predictions are ${pair(guesses)}$, so the residuals $\hat y - y$ are ${pair(es)}$.",
        ),
        steps=(
            Step(rf"Residuals: $\hat y - y = {pair(guesses)} - {pair(ys)} = {pair(es)}$"),
            Step(rf"Each counts once, since $b$ has the slope 1: ${add(es)} = {sum(es)}$", str(sum(es))),
            Step(
                rf"Multiply by 2 and divide by {n}: $\frac{{2 \cdot {factor(sum(es))}}}{{{n}}} = {dec(answer)}$",
                spelled(answer),
            ),
        ),
        explanation=rf"$\frac{{2}}{{{n}}} ({add(es)}) = {dec(answer)}$. At the best bias the residuals add up to 0: "
        f"here the predictions are too {('high' if sum(es) > 0 else 'low')} on average, and gradient descent "
        f"{('lowers' if sum(es) > 0 else 'raises')} $b$.",
    )


def bias_misconceptions(xs: Sequence[int], es: tuple[int, ...]) -> tuple[Misconception, ...]:
    n = len(xs)
    answer, weighted = Fraction(2 * sum(es), n), Fraction(2 * dot(es, tuple(xs)), n)
    return (
        Misconception(
            "residual-turned-round",
            plain(-answer),
            rf"${dec(-answer)}$ takes the residuals as $y - \hat y$. Inside the square is $\hat y - y = {pair(es)}$, "
            "and $b$ has a plus there: with the other sign, the step would climb.",
        ),
        Misconception(
            "forgets-the-2",
            plain(answer / 2),
            f"${dec(answer / 2)}$ is the mean of the residuals ${pair(es)}$. Each square has the slope $2 e$, so "
            "multiply by 2.",
        ),
        Misconception(
            "forgets-the-mean",
            2 * sum(es),
            f"${dec(2 * sum(es))}$ is the slope of the sum of squares. The loss is a mean over {n} examples: divide by "
            f"${n}$.",
        ),
        Misconception(
            "slope-for-the-weight",
            plain(weighted),
            f"${dec(weighted)}$ weights the residuals by the inputs ${pair(xs)}$, which gives the slope for $w$. $b$ "
            f"is added without a factor, so every residual counts once: ${add(es)}$.",
        ),
    )


@computed("calculus.chain.pair", "vector", ["loss-gradient"], strategy="residual times input", practice=True)
def chain_pair(rng: Random) -> ItemDraw:
    while True:
        w: Vec = (rng.choice((-2, -1, 1, 2)), rng.choice((-2, -1, 1, 2, 3)))
        rows = tuple((rng.choice((-2, -1, 1, 2, 3)), rng.choice((-3, -1, 1, 2, 4))) for _ in range(2))
        es = tuple(rng.choice(_ERRORS) for _ in rows)
        ys = tuple(dot(w, row) - e for row, e in zip(rows, es, strict=True))
        if any(dot(es, column) for column in zip(*rows, strict=True)) and max(map(abs, ys)) <= 12:
            return two_weights(w, rows, ys)


def two_weights(w: Vec, rows: Sequence[Vec], ys: Vec) -> ItemDraw:
    """The question: the gradient of the mean squared error of w·x over a batch of two."""
    es = tuple(dot(w, row) - y for row, y in zip(rows, ys, strict=True))
    columns = tuple(zip(*rows, strict=True))
    answer = tuple(dot(es, column) for column in columns)
    return ItemDraw(
        given={"w": w, "X": tuple(rows), "y": ys},
        prompt=rf"The model predicts $\hat y = \mathbf w \cdot \mathbf x$ with $\mathbf w = {pair(w)}$. The batch "
        rf"holds $\mathbf x_1 = {pair(rows[0])}$ with $y_1 = {ys[0]}$ and $\mathbf x_2 = {pair(rows[1])}$ with $y_2 = "
        f"{ys[1]}$. The loss is the mean of the two squared errors. What is its gradient?",
        lead=r"\nabla L =",
        answer=answer,
        misconceptions=two_weights_misconceptions(rows, es),
        hints=(
            r"You want two slopes, one for each weight.",
            r"Each example contributes $2 (\hat y - y) \mathbf x$; the gradient is their mean.",
            rf"$\hat y_1 = {mul_add(w, rows[0])} = {dot(w, rows[0])}$, so the first residual is ${es[0]}$.",
        ),
        steps=(
            *(
                Step(
                    rf"Residual {i}: ${mul_add(w, row)} - {factor(y)} = {e}$", str(e),
                    lead=rf"\hat y_{i} - y_{i} =",
                )
                for i, (row, y, e) in enumerate(zip(rows, ys, es, strict=True), 1)
            ),
            *(_slope(j, column, es) for j, column in enumerate(columns, 1)),
        ),
        explanation=rf"$\frac{{2}}{{2}} ({es[0]} \cdot {pair(rows[0])} + {factor(es[1])} \cdot {pair(rows[1])}) = "
        rf"{pair(answer)}$: the 2 of the squares and the 2 of the mean cancel. In NumPy, "
        "`2 * X.T @ (X @ w - y) / len(y)`.",
    )  # fmt: skip


def _slope(index: int, column: tuple[int, ...], es: tuple[int, ...]) -> Step:
    """The slope for one weight: residuals times that weight's inputs, with 2/2 in front."""
    total = dot(es, column)
    return Step(
        rf"Weight {index}: $\frac{{2}}{{2}} ({mul_add(es, column)}) = {total}$",
        str(total),
        lead=rf"\frac{{\partial L}}{{\partial w_{index}}} =",
        follow=lambda cells: cells[0] * column[0] + cells[1] * column[1],
    )


def two_weights_misconceptions(rows: Sequence[Vec], es: tuple[int, ...]) -> tuple[Misconception, ...]:
    columns = tuple(zip(*rows, strict=True))
    right = tuple(dot(es, column) for column in columns)
    turned, doubled = tuple(-x for x in right), tuple(2 * x for x in right)
    halved, across = tuple(Fraction(x, 2) for x in right), tuple(dot(es, tuple(row)) for row in rows)
    first = tuple(es[0] * x for x in rows[0])
    return (
        Misconception(
            "residual-turned-round",
            turned,
            rf"${pair(turned)}$ takes the residuals as $y - \hat y$. Inside the squares is $\hat y - y = {pair(es)}$: "
            "with the other sign, the step would climb.",
        ),
        Misconception(
            "forgets-the-mean",
            doubled,
            f"${pair(doubled)}$ is the gradient of the sum of both squares. The loss is their mean: divide by 2.",
        ),
        Misconception(
            "forgets-the-2",
            tuple(plain(x) for x in halved),
            f"${pair(halved)}$ is residual times input, averaged. Each square has the slope $2 e$, and this 2 "
            "cancels the 2 of the mean.",
        ),
        Misconception(
            "no-transpose",
            across,
            rf"${pair(across)}$ multiplies the residuals ${pair(es)}$ along the rows, which is $X \mathbf e$. A weight "
            rf"belongs to one column of $X$, so use $X^\top \mathbf e$: it begins with ${mul_add(es, columns[0])}$.",
        ),
        Misconception(
            "first-example-only",
            first,
            f"${pair(first)}$ is the contribution of the first example alone. The loss is the mean over both: add "
            rf"${factor(es[1])} \cdot {pair(rows[1])}$.",
        ),
    )
