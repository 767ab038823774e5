"""A question on what stretching and shifting does to a variance."""

from __future__ import annotations

from random import Random

from lessons.latex_numbers import num, par
from lessons.model.computed_item import ItemDraw, computed
from lessons.model.misconception import Misconception
from lessons.model.page import Step


@computed("probability.expectation.scaled", "number", ["variance"], strategy="square the factor", practice=True)
def expectation_scaled(rng: Random) -> ItemDraw:
    return scaled(rng.randint(2, 9), rng.choice((-4, -3, -2, 2, 3, 4, 5)), rng.choice((-8, -5, -3, 2, 4, 7)))


def scaled(variance: int, factor: int, shift: int) -> ItemDraw:
    """The question Var(aX + b) from Var(X)."""
    answer = factor**2 * variance
    formula = f"{factor} X {'-' if shift < 0 else '+'} {abs(shift)}"
    return ItemDraw(
        given={"v": variance, "a": factor, "b": shift},
        prompt=rf"A feature $X$ has variance {variance}. Before training it is replaced by ${formula}$. What is the "
        "variance of that?",
        lead=rf"\Var({formula}) =",
        answer=answer,
        misconceptions=scaled_misconceptions(variance, factor, shift),
        hints=(
            "You want the average squared distance from the new mean.",
            "A shift moves the values and their mean alike; a factor multiplies every distance, and distances are "
            "squared.",
            f"Every distance becomes ${num(abs(factor))}$ times as long.",
        ),
        steps=(
            Step("The shift moves the mean along, so it changes no distance"),
            Step(
                f"The factor is squared: ${par(factor)}^2 = {factor**2}$", str(factor**2),
                lead=f"{par(factor)}^2 =",
            ),
            Step(
                rf"Times the variance: ${factor**2} \cdot {variance} = {answer}$", str(answer),
                lead=rf"\Var({formula}) =", follow=lambda cells: cells[0] * variance,
            ),
        ),
        explanation=rf"${par(factor)}^2 \cdot {variance} = {answer}$. In general $\Var(a X + b) = a^2 \Var(X)$: that "
        "is why features are divided by their standard deviation, and not by their variance, to have variance 1.",
    )  # fmt: skip


def scaled_misconceptions(variance: int, factor: int, shift: int) -> tuple[Misconception, ...]:
    once, right = factor * variance, factor**2 * variance
    return (
        Misconception(
            "factor-unsquared",
            once,
            f"${num(once)}$ is ${num(factor)}$ times ${variance}$. A variance averages squared distances, so the "
            f"factor is squared as well, to {factor**2}.",
        ),
        Misconception(
            "adds-the-shift",
            right + shift,
            f"${num(right + shift)}$ has the shift of ${num(shift)}$ in it. A shift moves the mean too, so no "
            "distance from the mean changes. Leave it out.",
        ),
        Misconception(
            "like-an-expectation",
            once + shift,
            f"${num(once + shift)}$ transforms the variance as if it were the mean. For a variance, the factor is "
            f"squared and the shift drops out: ${factor**2}$ times ${variance}$.",
        ),
        Misconception(
            "unchanged",
            variance,
            f"${variance}$ is the variance of $X$ before the change. The factor ${num(factor)}$ makes every distance "
            f"{abs(factor)} times as long, so it changes the variance too.",
        ),
    )
