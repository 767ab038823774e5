"""Questions on what repeated products keep, and on how much variance an axis holds."""

from __future__ import annotations

from fractions import Fraction
from math import sqrt
from random import Random

from lessons.answers import Comparison, spell
from lessons.latex_numbers import add, num
from lessons.model.computed_item import ItemDraw, computed
from lessons.model.misconception import Misconception
from lessons.model.page import Step

TWO_DECIMALS = Comparison(absolute=0.005)
_PAIRS = ((4, 2), (6, 3), (6, 2), (8, 4), (9, 3), (8, 2), (3, 2), (6, 4), (9, 6))


@computed("linear_algebra.eigen.ratio", "number", ["power-iteration"], strategy="compare powers", practice=True)
def eigen_ratio(rng: Random) -> ItemDraw:
    while True:
        large, small = rng.choice(_PAIRS)
        times = rng.randint(2, 6)
        if Fraction(large, small) ** times <= 64 and (large % small == 0 or times <= 3):
            return ratio(large, small, times)


def ratio(large: int, small: int, times: int) -> ItemDraw:
    """The question: how much more of one eigenvector than of the other there is after so many products."""
    step_ratio = Fraction(large, small)
    answer = step_ratio**times
    return ItemDraw(
        given={"large": large, "small": small, "times": times},
        prompt=rf"$A$ stretches its eigenvector $\mathbf u$ by {large} and its eigenvector $\mathbf w$ by {small}. "
        rf"You start from $\mathbf v = \mathbf u + \mathbf w$ and multiply by $A$ {times} times. The result "
        r"is a linear combination of $\mathbf u$ and $\mathbf w$. What is the coefficient of $\mathbf u$ divided by "
        r"that of $\mathbf w$?",
        lead=r"\text{ratio} =",
        answer=answer,
        misconceptions=ratio_misconceptions(large, small, times),
        hints=(
            r"You want one number: how many times as large the part along $\mathbf u$ has become.",
            r"Every product multiplies the part along $\mathbf u$ by one eigenvalue and the part along $\mathbf w$ by "
            "the other.",
            rf"After one product it is ${large} \mathbf u + {small} \mathbf w$.",
        ),
        steps=(
            _raised(r"\mathbf u", large, times),
            _raised(r"\mathbf w", small, times),
            Step(
                f"Divide: ${_divided(large**times, small**times)}$", spell(answer),
                lead=r"\text{ratio} =", follow=lambda cells: cells[0] / cells[1],
            ),
        ),
        explanation=f"${_whole_or_bracket(step_ratio)}^{{{times}}} = {num(answer)}$. Each round multiplies the ratio "
        rf"by ${num(step_ratio)}$, so soon almost nothing but $\mathbf u$ is left: this is why power iteration works.",
    )  # fmt: skip


def _divided(above: int, below: int) -> str:
    """A fraction, followed by its value where that is simpler."""
    shown, value = rf"\frac{{{above}}}{{{below}}}", num(Fraction(above, below))
    return shown if value == shown else f"{shown} = {value}"


def _whole_or_bracket(value: Fraction) -> str:
    return num(value) if value.denominator == 1 else rf"\left( {num(value)} \right)"


def _raised(name: str, value: int, times: int) -> Step:
    power = f"{value}^{times}"
    return Step(rf"Along ${name}$: ${power} = {value**times}$", str(value**times), lead=f"{power} =")


def ratio_misconceptions(large: int, small: int, times: int) -> tuple[Misconception, ...]:
    step_ratio = Fraction(large, small)
    return (
        Misconception(
            "one-round-only",
            step_ratio,
            f"${num(step_ratio)}$ is what one product does. $A$ acts {times} times, so raise this ratio to that power.",
        ),
        Misconception(
            "adds-the-rounds",
            times * step_ratio,
            f"${num(times * step_ratio)}$ is {times} times ${num(step_ratio)}$. Each round *multiplies* the ratio, so "
            "raise it to a power.",
        ),
        Misconception(
            "difference",
            large**times - small**times,
            f"${num(large**times - small**times)}$ is the difference ${large**times} - {small**times}$. The "
            "question asks for a ratio: divide.",
        ),
        Misconception(
            "leader-only",
            large**times,
            rf"${num(large**times)}$ is how much $\mathbf u$ has grown. $\mathbf w$ has grown too, by a factor of "
            f"{small} in each round: divide by ${small}^{{{times}}} = {small**times}$.",
        ),
    )


@computed(
    "linear_algebra.eigen.share", "number", ["covariance-axes"], strategy="one over all", rule=TWO_DECIMALS,
)  # fmt: skip
def eigen_share(rng: Random) -> ItemDraw:
    first, second, third = sorted(rng.sample(range(1, 10), 3), reverse=True)
    return share((first, second, third))


def share(values: tuple[int, int, int]) -> ItemDraw:
    """The question: the share of the variance along the first axis, from the eigenvalues in falling order."""
    total = sum(values)
    answer = Fraction(values[0], total)
    return ItemDraw(
        given={"values": values},
        prompt=f"The covariance matrix of some data has the eigenvalues ${values[0]}$, ${values[1]}$ and "
        f"${values[2]}$. You keep only the direction along which the data varies most. What fraction of the total "
        "variance do you keep? A fraction, or two decimals.",
        lead=r"\text{fraction} =",
        answer=answer,
        misconceptions=share_misconceptions(values),
        hints=(
            "You want a fraction, so a number between 0 and 1.",
            "An eigenvalue is the variance along its eigenvector, and the three add up to the total variance.",
            f"The total is ${add(values)} = {total}$.",
        ),
        steps=(
            Step(f"The total: ${add(values)} = {total}$", str(total), lead=f"{add(values)} ="),
            Step(
                rf"The first over that: $\frac{{{values[0]}}}{{{total}}}$, about {float(answer):.2f}", spell(answer),
                lead=r"\text{fraction} =", follow=lambda cells: values[0] / cells[0],
            ),
        ),
        explanation=rf"$\frac{{{values[0]}}}{{{total}}}$, about {float(answer):.2f}. You store one number per "
        "example instead of three, and keep this fraction of the variance. This is principal component analysis (PCA).",
    )  # fmt: skip


def share_misconceptions(values: tuple[int, int, int]) -> tuple[Misconception, ...]:
    first, second, third = values
    roots = [sqrt(value) for value in values]
    squares = sum(value * value for value in values)
    return (
        Misconception(
            "against-the-rest",
            Fraction(first, second + third),
            rf"This is ${first}$ divided by the sum of the other two, $\frac{{{first}}}{{{second + third}}}$. A "
            f"fraction is taken of the total, so divide by ${add(values)} = {sum(values)}$.",
        ),
        Misconception(
            "lengths-for-variances",
            roots[0] / sum(roots),
            f"This takes the square roots first: about {roots[0]:.2f} divided by {sum(roots):.2f}. Variances add up; "
            f"standard deviations do not. Use ${first}$, ${second}$ and ${third}$ as they are.",
        ),
        Misconception(
            "squares-again",
            Fraction(first * first, squares),
            rf"This is $\frac{{{first * first}}}{{{squares}}}$, with every eigenvalue squared. Eigenvalues of a "
            f"covariance matrix are variances already: divide ${first}$ by ${sum(values)}$.",
        ),
        Misconception(
            "counts-the-axes",
            Fraction(1, 3),
            f"One third would be right if the three eigenvalues were equal. They differ, so divide ${first}$ by their "
            f"sum, ${sum(values)}$.",
        ),
    )
