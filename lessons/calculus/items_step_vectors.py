"""Questions on the length of a gradient step, the step size behind one, and the direction that lags."""

from __future__ import annotations

from fractions import Fraction
from math import isqrt
from random import Random

from lessons.model.computed_item import ItemDraw, computed
from lessons.model.misconception import Misconception
from lessons.model.page import Step

from .wording import dec, factor, pair, plain, signed, spelled

_RATES = (Fraction(1, 10), Fraction(1, 5), Fraction(3, 10), Fraction(2, 5), Fraction(1, 20))
_SLOPES = ((3, 4), (4, 3), (6, 8), (8, 6), (5, 12), (12, 5))


@computed("calculus.descent.size", "number", ["gd-step"], strategy="length of the step", practice=True)
def descent_size(rng: Random) -> ItemDraw:
    across, up = rng.choice(_SLOPES)
    return size((rng.choice((-1, 1)) * across, rng.choice((-1, 1)) * up), rng.choice(_RATES))


def size(slopes: tuple[int, int], eta: Fraction) -> ItemDraw:
    """The question: how long a step against this gradient is."""
    square = sum(x * x for x in slopes)
    length = isqrt(square)
    answer = eta * length
    return ItemDraw(
        given={"slopes": slopes, "eta": plain(eta)},
        prompt=rf"The gradient at the current weights is ${pair(slopes)}$. One step of gradient descent is taken with "
        rf"$\eta = {dec(eta)}$. How far do the weights move, as a distance?",
        lead=r"\lVert \eta \nabla L \rVert =",
        answer=plain(answer),
        misconceptions=size_misconceptions(slopes, eta),
        hints=(
            "You want a length: that of the step, whichever way it goes.",
            r"The step is $-\eta \nabla L$, so its length is $\eta$ times the length of the gradient.",
            rf"The length of the gradient is $\sqrt{{{square}}}$.",
        ),
        steps=(
            Step(
                rf"The gradient's length: $\sqrt{{{square}}} = {length}$", str(length),
                lead=r"\lVert \nabla L \rVert =",
            ),
            Step(
                rf"Times the step size: ${dec(eta)} \cdot {length} = {dec(answer)}$", spelled(answer),
                lead=r"\lVert \eta \nabla L \rVert =", follow=lambda cells: float(eta) * cells[0],
            ),
        ),
        explanation=rf"${dec(eta)} \cdot {length} = {dec(answer)}$. With a constant $\eta$ the steps still shrink "
        "toward a minimum, because the gradient does.",
    )  # fmt: skip


def size_misconceptions(slopes: tuple[int, int], eta: Fraction) -> tuple[Misconception, ...]:
    square = sum(x * x for x in slopes)
    length, sizes = isqrt(square), [abs(x) for x in slopes]
    return (
        Misconception(
            "no-step-size",
            length,
            rf"${length}$ is the length of the gradient. The step is $\eta = {dec(eta)}$ times as long.",
        ),
        Misconception(
            "adds-the-slopes",
            plain(eta * sum(sizes)),
            f"${dec(eta * sum(sizes))}$ is ${dec(eta)}$ times ${sizes[0]} + {sizes[1]}$. The moves along the two axes "
            "are perpendicular: square them, add, and take the root.",
        ),
        Misconception(
            "no-root",
            plain(eta * square),
            f"${dec(eta * square)}$ uses ${square}$, the squared length. The length is its root, ${length}$.",
        ),
        Misconception(
            "step-size-only",
            plain(eta),
            rf"${dec(eta)}$ is $\eta$. The length of the step is $\eta$ times the length of the gradient, ${length}$.",
        ),
        Misconception(
            "the-step-itself",
            tuple(plain(-eta * slope) for slope in slopes),
            f"${pair(-eta * slope for slope in slopes)}$ is the step, with one entry for each weight. The question "
            "asks for its length: square the entries, add, and take the root.",
        ),
    )


@computed("calculus.descent.rate", "number", ["gd-step", "gd-update"], strategy="solve for eta", practice=True)
def descent_rate(rng: Random) -> ItemDraw:
    at = (rng.choice((-3, -2, 1, 2, 3, 4)), rng.choice((-4, -1, 1, 2, 5)))
    slopes = (rng.choice((-6, -4, -3, 2, 5, 8)), rng.choice((-8, -5, -2, 3, 4, 6)))
    return rate(at, slopes, rng.choice(_RATES))


def rate(at: tuple[int, int], slopes: tuple[int, int], eta: Fraction) -> ItemDraw:
    """The question: the step size, from a point, the gradient there and the next point."""
    moved = (at[0] - eta * slopes[0], at[1] - eta * slopes[1])
    change = moved[0] - at[0]
    return ItemDraw(
        given={"at": at, "slopes": slopes, "moved": tuple(plain(x) for x in moved)},
        prompt=rf"At ${pair(at)}$ the gradient is ${pair(slopes)}$. One step of gradient descent led to "
        rf"${pair(moved)}$. Which $\eta$ was used?",
        lead=r"\eta =",
        answer=plain(eta),
        misconceptions=rate_misconceptions(at, slopes, eta),
        hints=(
            "You want the factor between the gradient and the step.",
            r"$\theta_{\text{new}} = \theta - \eta \nabla L$, and one entry is enough to solve for $\eta$.",
            f"The first entry went from ${at[0]}$ to ${dec(moved[0])}$, with slope ${slopes[0]}$.",
        ),
        steps=(
            Step(
                f"The change of the first entry: ${dec(moved[0])} - {factor(at[0])} = {dec(change)}$", spelled(change)
            ),
            Step(rf"The rule says: ${dec(change)} = -\eta \cdot {factor(slopes[0])}$"),
            Step(rf"So $\eta = {dec(eta)}$", spelled(eta)),
            Step(
                rf"The second entry agrees: ${at[1]} - {dec(eta)} \cdot {factor(slopes[1])} = {dec(moved[1])}$",
                spelled(eta),
            ),
        ),
        explanation=rf"${pair(at)} - {dec(eta)} \cdot {pair(slopes)} = {pair(moved)}$. One $\eta$ serves all entries. "
        r"If the second entry gave another $\eta$, this would not be plain gradient descent.",
    )


def rate_misconceptions(at: tuple[int, int], slopes: tuple[int, int], eta: Fraction) -> tuple[Misconception, ...]:
    change = -eta * slopes[0]
    return (
        Misconception(
            "keeps-the-sign",
            plain(-eta),
            f"${dec(-eta)}$ is the change ${dec(change)}$ over the slope ${slopes[0]}$. The change is "
            r"$-\eta$ times the slope, so reverse the sign. A step size is positive.",
        ),
        Misconception(
            "upside-down",
            plain(1 / eta),
            rf"${dec(1 / eta)}$ is slope over change, in size. The change is $\eta$ times the slope, so "
            f"divide the other way: ${dec(abs(change))}$ by ${abs(slopes[0])}$.",
        ),
        Misconception(
            "never-divides",
            plain(abs(change)),
            rf"${dec(abs(change))}$ is how far the first entry moved, which is $\eta$ times the size of the slope "
            f"${slopes[0]}$. Divide by that size.",
        ),
        Misconception(
            "over-the-place",
            plain(abs(change / at[0])),
            rf"This divides the change ${dec(change)}$ by the old value ${at[0]}$. In size, the change is $\eta$ times "
            f"the slope ${slopes[0]}$: divide by that.",
        ),
    )


@computed("calculus.stepsize.flat", "number", ["conditioning"], strategy="the slowest direction", practice=True)
def stepsize_flat(rng: Random) -> ItemDraw:
    steep = rng.choice((4, 5, 8, 10, 16))
    return flat(steep, rng.choice([gentle for gentle in (1, 2, 3, 4) if 2 * gentle < steep]))


def flat(steep: int, gentle: int) -> ItemDraw:
    """The question: the factor on the gentle direction's error when eta suits the steep one."""
    eta, factor = Fraction(1, steep), 1 - Fraction(gentle, steep)
    return ItemDraw(
        given={"steep": steep, "gentle": gentle},
        prompt=rf"The gradient of a loss is $A \mathbf w$, and $A$ has the eigenvalues {steep} and {gentle}. You "
        rf"choose $\eta = {dec(eta)}$, with which the steep direction reaches its minimum in one step. By which factor "
        "does each step multiply the error in the shallow direction?",
        lead=r"1 - \eta \lambda =",
        answer=plain(factor),
        misconceptions=flat_misconceptions(steep, gentle),
        hints=(
            "You want the factor along one eigenvector: near 0 is fast, near 1 is slow.",
            r"Along an eigenvector each step multiplies the error by $1 - \eta \lambda$.",
            rf"In the steep direction it is $1 - {dec(eta)} \cdot {steep} = 0$.",
        ),
        steps=(
            Step(
                rf"In the shallow direction, $\eta \lambda$: ${dec(eta)} \cdot {gentle} = {dec(eta * gentle)}$",
                spelled(eta * gentle), lead=r"\eta \lambda =",
            ),
            Step(
                f"What is left of the error: $1 - {dec(eta * gentle)} = {dec(factor)}$", spelled(factor),
                lead=r"1 - \eta \lambda =", follow=lambda cells: 1 - cells[0],
            ),
        ),
        explanation=rf"$1 - {dec(eta)} \cdot {gentle} = {dec(factor)}$. The steep direction reaches its minimum in one "
        f"step, and the shallow one keeps ${dec(factor)}$ of its error. The further apart the eigenvalues, the more "
        f"steps descent needs: their ratio, here ${dec(Fraction(steep, gentle))}$, is the condition number.",
    )  # fmt: skip


def flat_misconceptions(steep: int, gentle: int) -> tuple[Misconception, ...]:
    eta = Fraction(1, steep)
    return (
        Misconception(
            "what-is-gone",
            plain(eta * gentle),
            f"${dec(eta * gentle)}$ is the fraction of the error that disappears. The factor is what remains, $1 - "
            r"\eta \lambda$: subtract it from 1.",
        ),
        Misconception(
            "both-arrive",
            0,
            "0 is the factor in the steep direction. The shallow direction has a smaller eigenvalue and the same "
            rf"$\eta$: $1 - {dec(eta)} \cdot {gentle}$.",
        ),
        Misconception(
            "no-step-size",
            1 - gentle,
            rf"${dec(1 - gentle)}$ is $1 - {gentle}$. Multiply the eigenvalue by $\eta$ first: $1 - {dec(eta)} \cdot "
            f"{gentle}$.",
        ),
        Misconception(
            "eigenvalues-swapped",
            plain(1 - Fraction(steep, gentle)),
            f"${dec(1 - Fraction(steep, gentle))}$ is $1 {signed(-Fraction(steep, gentle))}$, the factor of the steep "
            rf"direction with the $\eta$ that would suit the shallow one. Here $\eta = {dec(eta)}$.",
        ),
    )
