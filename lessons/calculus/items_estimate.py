"""The question on what a small step changes, by the gradient."""

from __future__ import annotations

from fractions import Fraction
from random import Random

from lessons.model.computed_item import ItemDraw, computed
from lessons.model.misconception import Misconception
from lessons.model.page import Step

from .wording import dec, factor, pair, plain, spelled

_MOVES = (Fraction(1, 10), Fraction(-1, 10), Fraction(1, 5), Fraction(-1, 5), Fraction(3, 10))

Pair = tuple[int, int]


@computed("calculus.gradient.estimate", "number", ["gradient", "partials"], strategy="slope times step, added")
def gradient_estimate(rng: Random) -> ItemDraw:
    while True:
        at = rng.randint(1, 6), rng.randint(1, 6)
        slopes = rng.choice((-6, -5, -4, 3, 4, 5, 7, 8)), rng.choice((-8, -7, -4, -3, 3, 5, 6))
        step = rng.choice(_MOVES), rng.choice(_MOVES)
        if slopes[0] * step[0] + slopes[1] * step[1]:
            return estimate(rng.randint(8, 18), at, slopes, step)


def estimate(height: int, at: Pair, slopes: Pair, step: tuple[Fraction, Fraction]) -> ItemDraw:
    """The question: the loss near `at`, from its value and its gradient there."""
    target = at[0] + step[0], at[1] + step[1]
    change_x, change_y = (slope * move for slope, move in zip(slopes, step, strict=True))
    change = change_x + change_y
    return ItemDraw(
        given={"height": height, "at": at, "slopes": slopes, "step": tuple(map(plain, step))},
        prompt=rf"At the weights ${pair(at)}$ a loss is ${height}$, and its gradient is ${pair(slopes)}$. Estimate the "
        f"loss at ${pair(target)}$.",
        lead=rf"L{pair(target)} \approx",
        answer=plain(height + change),
        misconceptions=estimate_misconceptions(height, at, slopes, step),
        hints=(
            "You want the old loss plus the change that the gradient predicts.",
            r"A small step $\mathbf u$ changes the loss by about $\nabla L \cdot \mathbf u$.",
            rf"Here $\mathbf u = {pair(target)} - {pair(at)} = {pair(step)}$.",
        ),
        steps=(
            Step(
                rf"The first weight: ${slopes[0]} \cdot {factor(step[0])} = {dec(change_x)}$",
                spelled(change_x),
                lead=rf"{slopes[0]} \cdot {factor(step[0])} =",
            ),
            Step(
                rf"The second weight: ${slopes[1]} \cdot {factor(step[1])} = {dec(change_y)}$",
                spelled(change_y),
                lead=rf"{slopes[1]} \cdot {factor(step[1])} =",
            ),
            Step(
                rf"The change: ${dec(change_x)} + {factor(change_y)} = {dec(change)}$",
                spelled(change),
                lead=r"\nabla L \cdot \mathbf u =",
                follow=lambda cells: cells[0] + cells[1],
            ),
            Step(
                f"Added to the old loss: ${height} + {factor(change)} = {dec(height + change)}$",
                spelled(height + change),
                lead=rf"L{pair(target)} \approx",
                follow=lambda cells: height + cells[2],
            ),
        ),
        explanation=rf"${height} + ({slopes[0]} \cdot {factor(step[0])} + {factor(slopes[1])} \cdot "
        rf"{factor(step[1])}) = {dec(height + change)}$. The estimate is good for short steps, because the gradient "
        "itself changes on the way.",
    )


def estimate_misconceptions(
    height: int, at: Pair, slopes: Pair, step: tuple[Fraction, Fraction]
) -> tuple[Misconception, ...]:
    change_x, change_y = (slope * move for slope, move in zip(slopes, step, strict=True))
    change, slope_sum = change_x + change_y, sum(slopes)
    return (
        Misconception(
            "change-only",
            plain(change),
            rf"${dec(change)}$ is the change of the loss. The question asks for the loss itself: add the ${height}$ "
            "that it starts from.",
        ),
        Misconception(
            "whole-slopes",
            height + slope_sum,
            rf"${height + slope_sum}$ adds both slopes as if each weight moved by 1. Multiply each slope by how far "
            f"its weight moves: ${dec(step[0])}$ and ${dec(step[1])}$.",
        ),
        Misconception(
            "wrong-way",
            plain(height - change),
            rf"${dec(height - change)}$ subtracts the change. Descent would subtract a gradient, but here you only "
            rf"follow the given step: add $\nabla L \cdot \mathbf u = {dec(change)}$.",
        ),
        Misconception(
            "first-weight-only",
            plain(height + change_x),
            rf"${dec(height + change_x)}$ counts the first weight only. The second weight moves by ${dec(step[1])}$ "
            f"with slope ${slopes[1]}$, so add ${dec(change_y)}$ as well.",
        ),
        Misconception(
            "second-weight-only",
            plain(height + change_y),
            rf"${dec(height + change_y)}$ counts the second weight only. The first weight moves by ${dec(step[0])}$ "
            f"with slope ${slopes[0]}$, so add ${dec(change_x)}$ as well.",
        ),
        Misconception(
            "uses-the-point",
            height + slopes[0] * at[0] + slopes[1] * at[1],
            rf"This multiplies the slopes by the point ${pair(at)}$. What counts is how far you move from it: "
            rf"$\mathbf u = {pair(step)}$.",
        ),
    )
