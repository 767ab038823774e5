"""The slope of the least-squares line, and the gradient that leads there."""

from __future__ import annotations

from random import Random

from lessons.model.computed_item import ItemDraw, computed
from lessons.model.misconception import Misconception
from lessons.model.page import Step

from .arithmetic import slope


@computed("regression.least_squares.slope", "number", ["least-squares"], strategy="least-squares")
def least_squares_slope(rng: Random) -> ItemDraw:
    y = tuple(rng.randint(1, 9) for _ in range(3))
    w = slope((0, 1, 2), y)
    across = y[2] - y[0]
    return ItemDraw(
        given={"y": y},
        prompt=f"What is the slope of the least-squares line through $(0, {y[0]})$, $(1, {y[1]})$ and $(2, {y[2]})$?",
        answer=w,
        misconceptions=(
            Misconception(
                "origin",
                (y[1] + 2 * y[2]) / 5,
                f"${y[1]} + 2 · {y[2]}$ over 5 is the best line through the origin. Center first.",
            ),
            Misconception("numerator", across, f"${across}$ is the numerator. Divide it by the sum of the squares."),
            Misconception(
                "first-step", y[1] - y[0], f"${y[1]} - {y[0]}$ is the slope of the first two points. Use all three."
            ),
        ),
        hints=("Which line has the smallest error?", "Center x and y first.", "The centered x are $-1$, $0$ and $1$."),
        explanation=f"The centered x are $-1, 0, 1$, so the slope is $({y[2]} - {y[0]})/2 = {w:g}$.",
        steps=(
            Step(f"The numerator is ${y[2]} - {y[0]} = {across}$.", str(across), lead=r"\sum d_i e_i ="),
            Step("The denominator is $1 + 0 + 1$.", "2", lead=r"\sum d_i^2 ="),
            Step("Divide.", f"{w:g}", lead="w =", follow=lambda seen: seen[0] / seen[1]),
        ),
    )


@computed("regression.descent.gradient", "number", ["least-squares"], strategy="gradient")
def descent_gradient(rng: Random) -> ItemDraw:
    x, w = (1, rng.randint(2, 4)), rng.randint(1, 3)
    y = tuple(rng.randint(3, 12) for _ in range(2))
    errors = [w * a - b for a, b in zip(x, y, strict=True)]
    total = sum(error * a for error, a in zip(errors, x, strict=True))
    return ItemDraw(
        given={"x": x, "y": y, "w": w},
        prompt=f"The points are $({x[0]}, {y[0]})$ and $({x[1]}, {y[1]})$, and $w = {w}$. What is $dL/dw$?",
        answer=total,
        misconceptions=(
            Misconception("no-average", 2 * total, f"${2 * total}$ is the sum. The loss averages over 2 points."),
            Misconception("no-2", total / 2, f"${total / 2:g}$ is half of it. The derivative of the square has a 2."),
            Misconception("sign", -total, f"${-total}$ has the other sign. An error is prediction minus target here."),
            Misconception("no-x", sum(errors), f"${sum(errors)}$ adds the errors. Multiply each by its $x$."),
        ),
        hints=("How does the loss change with $w$?", "Each error times its x.", f"The first error is ${errors[0]}$."),
        explanation=f"The errors times their $x$ add up to ${total}$, and $2/n = 1$.",
        steps=(
            Step(f"The first error is ${errors[0]}$.", str(errors[0])),
            Step(f"The second error is ${errors[1]}$.", str(errors[1])),
            Step("Multiply each by its $x$, add, and multiply by $2/2$.", str(total)),
        ),
    )
