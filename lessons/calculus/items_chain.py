"""Questions on carrying gradients back through a small graph, and on the gradient of a squared error."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from random import Random

from lessons.latex_numbers import add, mul_add
from lessons.model.computed_item import ItemDraw, computed
from lessons.model.misconception import Misconception
from lessons.model.page import Step

from ..linear_algebra.integer_vectors import dot
from .wording import dec, factor, pair, plain, spelled


@computed("calculus.chain.weight", "number", ["backprop"], strategy="forward, then back")
def chain_weight(rng: Random) -> ItemDraw:
    while True:
        w, x, b = rng.choice((-3, -2, 2, 3)), rng.choice((-4, -3, -2, 2, 3, 4)), rng.choice((-3, -2, -1, 1, 2, 3))
        y = rng.randint(-6, 8)
        if 1 < abs(w * x + b - y) <= 6:
            return weight(w, x, b, y)


def weight(w: int, x: int, b: int, y: int) -> ItemDraw:
    """The question: dL/dw of L = (wx + b - y)²."""
    z = w * x + b
    e = z - y
    grad_e = 2 * e
    answer = grad_e * x
    return ItemDraw(
        given={"w": w, "x": x, "b": b, "y": y},
        prompt=rf"$z = w x + b$, $e = z - y$, $L = e^2$, with $w = {w}$, $x = {x}$, $b = {b}$, $y = {y}$. "
        r"Carry the gradient back: what is $\frac{\partial L}{\partial w}$?",
        lead=r"\frac{\partial L}{\partial w} =",
        answer=answer,
        misconceptions=weight_misconceptions(w, x, e),
        hints=(
            "You want to know how fast $L$ changes when only $w$ moves.",
            r"First forward: $z$, $e$. Then back, one edge at a time, multiplying the slopes.",
            f"$z = {z}$ and $e = {e}$.",
        ),
        steps=(
            Step(rf"Forward: $z = {w} \cdot {factor(x)} + {factor(b)} = {z}$", str(z), lead="z ="),
            Step(f"The error: $e = {z} - {factor(y)} = {e}$", str(e), lead="e =", follow=lambda cells: cells[0] - y),
            Step(
                rf"Back from $L$ to $e$: $2 e = 2 \cdot {factor(e)} = {grad_e}$",
                str(grad_e),
                lead=r"\frac{\partial L}{\partial e} =",
                follow=lambda cells: 2 * cells[1],
            ),
            Step(
                rf"On to $z$: $e = z - y$ has the slope 1, so ${grad_e} \cdot 1 = {grad_e}$",
                str(grad_e),
                lead=r"\frac{\partial L}{\partial z} =",
                follow=lambda cells: cells[2],
            ),
            Step(
                rf"On to $w$: $w x$ has the slope $x$, so ${grad_e} \cdot {factor(x)} = {answer}$",
                str(answer),
                lead=r"\frac{\partial L}{\partial w} =",
                follow=lambda cells: cells[3] * x,
            ),
        ),
        explanation=rf"$2 \cdot {factor(e)} \cdot 1 \cdot {factor(x)} = {answer}$: one factor for each edge on the way "
        f"back. The edge of the bias has the slope 1, so the gradient of the bias is ${grad_e}$.",
    )


def weight_misconceptions(w: int, x: int, e: int) -> tuple[Misconception, ...]:
    grad_e = 2 * e
    answer = grad_e * x
    return (
        Misconception(
            "stops-early",
            grad_e,
            rf"${grad_e}$ is $\frac{{\partial L}}{{\partial z}}$. One edge is left, from $z$ back to $w$: multiply by "
            f"its slope, $x = {x}$.",
        ),
        Misconception(
            "forgets-the-2",
            e * x,
            rf"${dec(e * x)}$ is $e \cdot x$. The slope of $e^2$ is $2 e = {grad_e}$: the exponent comes down as a "
            "factor.",
        ),
        Misconception(
            "residual-turned-round",
            -answer,
            f"${dec(-answer)}$ uses the error $y - z = {-e}$ and forgets the minus of its inner derivative. Use $e = z "
            f"- y = {e}$, so that the slope at $z$ is ${grad_e}$.",
        ),
        Misconception(
            "by-the-weight",
            grad_e * w,
            f"${dec(grad_e * w)}$ multiplies by $w = {w}$, which is the slope for $x$. In $w x$ the slope of each "
            f"factor is the other one: for $w$ it is $x = {x}$.",
        ),
    )


@computed("calculus.chain.paths", "number", ["backprop"], strategy="add over the paths")
def chain_paths(rng: Random) -> ItemDraw:
    x, y = rng.choice((-3, -2, 2, 3, 4)), rng.choice((-4, -3, -2, 2, 3, 4))
    return paths(x, y, rng.choice((-3, -2, 2, 3)))


def paths(x: int, y: int, k: int) -> ItemDraw:
    """The question: ∂L/∂x of L = u v with u = kx + y and v = xy."""
    u, v = k * x + y, x * y
    by_u, by_v = v * k, u * y
    answer = by_u + by_v
    return ItemDraw(
        given={"x": x, "y": y, "k": k},
        prompt=rf"$u = {k} x + y$, $v = x y$, $L = u v$, with $x = {x}$ and $y = {y}$. The input $x$ is used twice. "
        r"What is $\frac{\partial L}{\partial x}$?",
        lead=r"\frac{\partial L}{\partial x} =",
        answer=answer,
        misconceptions=paths_misconceptions(x, y, k),
        hints=(
            "You want the whole effect of $x$ on $L$, along every path.",
            "Multiply the slopes along each path, then add the paths.",
            rf"$u = {u}$ and $v = {v}$; the path through $u$ contributes $v \cdot {factor(k)} = {by_u}$.",
        ),
        steps=(
            Step(rf"Forward: $u = {k} \cdot {factor(x)} + {factor(y)} = {u}$", str(u), lead="u ="),
            Step(rf"Forward: $v = {x} \cdot {factor(y)} = {v}$", str(v), lead="v ="),
            Step(
                rf"Through $u$: ${v} \cdot {factor(k)} = {by_u}$", str(by_u),
                lead=r"\text{through } u =", follow=lambda cells: cells[1] * k,
            ),
            Step(
                rf"Through $v$: ${u} \cdot {factor(y)} = {by_v}$", str(by_v),
                lead=r"\text{through } v =", follow=lambda cells: cells[0] * y,
            ),
            Step(
                rf"Add the paths: ${by_u} + {factor(by_v)} = {answer}$", str(answer),
                lead=r"\frac{\partial L}{\partial x} =", follow=lambda cells: cells[2] + cells[3],
            ),
        ),
        explanation=f"${by_u} + {factor(by_v)} = {answer}$. A weight that is used at every step of a sequence collects "
        "its gradient in the same way: one term for each use.",
    )  # fmt: skip


def paths_misconceptions(x: int, y: int, k: int) -> tuple[Misconception, ...]:
    u, v = k * x + y, x * y
    by_u, by_v = v * k, u * y
    return (
        Misconception(
            "first-path-only",
            by_u,
            f"${dec(by_u)}$ comes back through $u$ alone. $x$ also acts through $v$, which adds ${dec(by_v)}$: add the "
            "paths.",
        ),
        Misconception(
            "second-path-only",
            by_v,
            f"${dec(by_v)}$ comes back through $v$ alone. $x$ also acts through $u$, which adds ${dec(by_u)}$: add the "
            "paths.",
        ),
        Misconception(
            "multiplies-the-slopes",
            k * y,
            rf"${dec(k * y)}$ multiplies $\frac{{\partial u}}{{\partial x}} = {k}$ by "
            rf"$\frac{{\partial v}}{{\partial x}} = {y}$. "
            f"In a product, multiply each by the other factor: ${k}$ by $v = {v}$, and ${y}$ by $u = {u}$.",
        ),
        Misconception(
            "crossed",
            u * k + v * y,
            rf"${dec(u * k + v * y)}$ multiplies $\frac{{\partial u}}{{\partial x}} = {k}$ by $u$ and "
            rf"$\frac{{\partial v}}{{\partial x}} = {y}$ by $v$. In $L = u v$ the slope with respect to $u$ "
            rf"is $v = {v}$, and with respect to $v$ it is $u = {u}$.",
        ),
    )


@computed("calculus.chain.mse", "number", ["loss-gradient"], strategy="residual times input")
def chain_mse(rng: Random) -> ItemDraw:
    while True:
        w = rng.choice((-2, -1, 1, 2, 3))
        xs = (rng.choice((1, 2)), rng.choice((-2, -1, 3)), rng.choice((2, 3, 4)))
        es = tuple(rng.choice((-3, -2, -1, 1, 2, 3)) for _ in xs)
        if dot(es, xs) and (2 * dot(es, xs)) % 3 == 0:
            return mse(w, xs, tuple(w * x - e for x, e in zip(xs, es, strict=True)))


def mse(w: int, xs: Sequence[int], ys: Sequence[int]) -> ItemDraw:
    """The question: dL/dw of the mean squared error of the model wx."""
    n = len(xs)
    guesses = tuple(w * x for x in xs)
    es = tuple(guess - y for guess, y in zip(guesses, ys, strict=True))
    total = dot(es, tuple(xs))
    answer = Fraction(2 * total, n)
    return ItemDraw(
        given={"w": w, "x": tuple(xs), "y": tuple(ys)},
        prompt=rf"The model predicts $\hat y = w x$ with $w = {w}$. The data is $x = {pair(xs)}$ and $y = {pair(ys)}$; "
        rf"the loss is $L = \frac{{1}}{{{n}}} \sum_i (w x_i - y_i)^2$. What is $\frac{{dL}}{{dw}}$?",
        lead=r"\frac{dL}{dw} =",
        answer=plain(answer),
        misconceptions=mse_misconceptions(xs, es),
        hints=(
            "You want to know how the mean of the squares changes when $w$ does.",
            r"Chain rule, term by term: $2 (\hat y_i - y_i) \cdot x_i$; then the mean.",
            rf"The residuals $\hat y - y$ are ${pair(es)}$.",
        ),
        steps=(
            Step(rf"Residuals: $\hat y - y = {pair(guesses)} - {pair(ys)} = {pair(es)}$"),
            Step(rf"Multiply by the inputs and add: ${mul_add(es, tuple(xs))} = {total}$", str(total)),
            Step(
                rf"Multiply by 2 and divide by {n}: $\frac{{2 \cdot {factor(total)}}}{{{n}}} = {dec(answer)}$",
                spelled(answer),
            ),
        ),
        explanation=rf"$\frac{{2}}{{{n}}} ({add(x * e for x, e in zip(xs, es, strict=True))}) = {dec(answer)}$, which "
        r"in NumPy is `2 * np.mean((w * x - y) * x)`.",
    )


def mse_misconceptions(xs: Sequence[int], es: tuple[int, ...]) -> tuple[Misconception, ...]:
    n, total = len(xs), dot(es, tuple(xs))
    answer = Fraction(2 * total, n)
    return (
        Misconception(
            "residual-turned-round",
            plain(-answer),
            rf"${dec(-answer)}$ takes the residuals as $y - \hat y$. Inside the square is $\hat y - y = {pair(es)}$, "
            "whose slope is $x$: with the other sign, the step would climb.",
        ),
        Misconception(
            "forgets-the-2",
            plain(answer / 2),
            f"${dec(answer / 2)}$ is residual times input, averaged: ${total}$ over ${n}$. Each square has the slope "
            "$2 e$, so multiply by 2.",
        ),
        Misconception(
            "forgets-the-mean",
            2 * total,
            f"${dec(2 * total)}$ is the slope of the sum of squares. The loss is a mean over {n} examples: divide by "
            f"${n}$.",
        ),
        Misconception(
            "loses-the-input",
            plain(Fraction(2 * sum(es), n)),
            f"${dec(Fraction(2 * sum(es), n))}$ uses the residuals ${pair(es)}$ alone. $w$ acts through $w x_i$, so "
            f"weight each residual by its input: ${pair(xs)}$.",
        ),
    )
