"""Residuals and their mean square."""

from __future__ import annotations

from fractions import Fraction
from random import Random

from lessons.model.computed_item import ItemDraw, computed
from lessons.model.misconception import Misconception
from lessons.model.page import Step


@computed("regression.line.residual", "number", ["residuals"], strategy="residual")
def line_residual(rng: Random) -> ItemDraw:
    w, b, x = rng.randint(2, 5), rng.randint(1, 6), rng.randint(2, 6)
    predicted = w * x + b
    r = rng.choice((-4, -3, -2, 2, 3, 4))
    y = predicted + r
    return ItemDraw(
        given={"w": w, "b": b, "x": x, "y": y},
        prompt=rf"A model predicts $\hat y = {w} x + {b}$. What is the residual of the point $({x}, {y})$?",
        answer=r,
        misconceptions=(
            Misconception("prediction", predicted, f"${predicted}$ is the prediction. Subtract it from the target."),
            Misconception("reversed", -r, f"${-r}$ is prediction minus target. Subtract the prediction."),
            Misconception("no-intercept", y - w * x, f"${y - w * x}$ leaves out $b$. The prediction adds ${b}$."),
        ),
        hints=("How far is the target from the prediction?", "Target minus prediction.", "Work out the prediction."),
        explanation=f"The prediction is ${predicted}$, and ${y} - {predicted} = {r}$.",
        steps=(
            Step(f"The prediction is ${w} · {x} + {b} = {predicted}$.", str(predicted), lead=r"\hat y ="),
            Step(
                f"The residual is ${y} - {predicted} = {r}$.",
                str(r),
                lead=r"y - \hat y =",
                follow=lambda seen: y - seen[0],
            ),
        ),
    )


@computed("regression.line.mse", "number", ["residuals"], strategy="mean-squared-error")
def line_mse(rng: Random) -> ItemDraw:
    r = (rng.randint(1, 5), -rng.randint(1, 5), rng.randint(2, 6))
    squares = [one * one for one in r]
    answer, total = Fraction(sum(squares), 3), sum(squares)
    size, mean = Fraction(sum(map(abs, r)), 3), Fraction(sum(r), 3)
    return ItemDraw(
        given={"r": r},
        prompt=f"Three residuals are ${r[0]}$, ${r[1]}$ and ${r[2]}$. What is the mean squared error?",
        answer=answer,
        misconceptions=(
            Misconception("sum", total, f"${total}$ is the sum of the squares. Divide it by 3."),
            Misconception("absolute", size, f"${size}$ is the mean of the absolute values. Square the residuals."),
            Misconception(
                "square-of-mean", mean * mean, f"${mean}$ is the mean, and you squared it. Square first, then average."
            ),
        ),
        hints=("How large are the residuals on average?", "Square each, then average.", f"Start with ${squares[0]}$."),
        explanation=f"The squares add up to ${total}$, and a mean divides by 3.",
        steps=(
            Step("Square each and add.", str(total), lead=r"\sum r_i^2 ="),
            Step(
                "Divide by the number of points.",
                f"{total}/3",
                lead=r"\operatorname{MSE} =",
                follow=lambda seen: seen[0] / 3,
            ),
        ),
    )
