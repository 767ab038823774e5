"""Questions on partial derivatives and on the slope in a direction."""

from __future__ import annotations

from fractions import Fraction
from random import Random

from lessons.answers import Comparison
from lessons.latex_numbers import mul_add, num
from lessons.model.computed_item import ItemDraw, computed
from lessons.model.misconception import Misconception
from lessons.model.page import Step

from ..linear_algebra.integer_vectors import Vec, dot, length, pythagorean
from .wording import dec, pair, poly


@computed("calculus.gradient.partials", "vector", ["partials", "gradient"], strategy="hold the rest still")
def gradient_partials(rng: Random) -> ItemDraw:
    a, b, c = rng.choice((1, 2, 3)), rng.choice((-3, -2, -1, 1, 2, 3)), rng.choice((-2, -1, 1, 2, 3))
    return partials((a, b, c), (rng.choice((-3, -2, -1, 1, 2, 3)), rng.choice((-3, -2, 1, 2, 3))))


def partials(sizes: tuple[int, int, int], at: tuple[int, int]) -> ItemDraw:
    """The question: the gradient of ax² + bxy + cy² at a point; `sizes` is (a, b, c)."""
    (a, b, c), (x, y) = sizes, at
    across, up = 2 * a * x + b * y, b * x + 2 * c * y
    by_x, by_y = poly((2 * a, "x"), (b, "y")), poly((b, "x"), (2 * c, "y"))
    return ItemDraw(
        given={"a": a, "b": b, "c": c, "at": at},
        prompt=f"$f(x, y) = {poly((a, 'x^2'), (b, 'x y'), (c, 'y^2'))}$. Work out the gradient at ${pair(at)}$.",
        lead=rf"\nabla f{pair(at)} =",
        answer=(across, up),
        misconceptions=partials_misconceptions(sizes, at),
        hints=(
            "You want two slopes: one when only $x$ moves, one when only $y$ does.",
            "Differentiate once with $y$ held fixed, once with $x$ held fixed; then put the numbers in.",
            rf"$\frac{{\partial f}}{{\partial x}} = {by_x}$.",
        ),
        steps=(
            Step(
                rf"For $x$: ${by_x}$, here ${mul_add((2 * a, b), at)} = {across}$", str(across), lead=_partial("x"),
            ),
            Step(rf"For $y$: ${by_y}$, here ${mul_add((b, 2 * c), at)} = {up}$", str(up), lead=_partial("y")),
        ),
        explanation=rf"$\nabla f = ({by_x}, \; {by_y})$, and at ${pair(at)}$ this is ${pair((across, up))}$: the "
        "direction in which $f$ grows fastest from there.",
    )  # fmt: skip


def partials_misconceptions(sizes: tuple[int, int, int], at: tuple[int, int]) -> tuple[Misconception, ...]:
    (a, b, c), (x, y) = sizes, at
    across, up = 2 * a * x + b * y, b * x + 2 * c * y
    by_x, frozen = poly((2 * a, "x"), (b, "y")), (across + c * y * y, up + a * x * x)
    return (
        Misconception(
            "loses-the-mixed-term",
            (2 * a * x, 2 * c * y),
            f"${pair((2 * a * x, 2 * c * y))}$ comes from the squares alone. ${poly((b, 'x y'))}$ depends on both "
            f"variables: its slope is ${poly((b, 'y'))}$ when $x$ moves and ${poly((b, 'x'))}$ when $y$ moves.",
        ),
        Misconception(
            "swapped",
            (up, across),
            f"${pair((up, across))}$ has the entries in the wrong order. The first entry is the slope for $x$: "
            f"${by_x}$.",
        ),
        Misconception(
            "keeps-the-frozen-term",
            frozen,
            f"${pair(frozen)}$ also counts the square of the other variable. ${poly((c, 'y^2'))}$ has the slope 0 when "
            "$x$ moves: a term without $x$ is a constant.",
        ),
        Misconception(
            "sums-up",
            across + up,
            f"${dec(across + up)}$ is the sum of the two slopes. A gradient has one entry per variable: keep "
            f"${dec(across)}$ and ${dec(up)}$ apart.",
        ),
    )


def _partial(letter: str) -> str:
    return rf"\frac{{\partial f}}{{\partial {letter}}} ="


@computed(
    "calculus.gradient.rate", "number", ["gradient"], strategy="project onto the direction", rule=Comparison(decimals=2)
)
def gradient_rate(rng: Random) -> ItemDraw:
    while True:
        slopes = (rng.choice((-4, -3, -2, 1, 2, 3, 5)), rng.choice((-5, -3, -1, 2, 4, 6)))
        direction = pythagorean(rng, ((3, 4), (5, 12), (8, 6)))
        if dot(slopes, direction):
            return rate(slopes, direction)


def rate(slopes: Vec, direction: Vec) -> ItemDraw:
    """The question: the slope of f along `direction`, a vector of whole length, where the gradient is `slopes`."""
    product, size = dot(slopes, direction), length(direction)
    answer = Fraction(product, size)
    reduced = rf"\approx {float(answer):.2f}" if answer.denominator == size else f"= {num(answer)}"
    shown = rf"\frac{{{product}}}{{{size}}} {reduced}"
    return ItemDraw(
        given={"slopes": slopes, "way": direction},
        prompt=rf"At a point $\nabla f = {pair(slopes)}$. You move away from it in the direction of "
        f"${pair(direction)}$. How fast does $f$ change there, per unit of distance? A fraction, or two decimals.",
        lead=r"\text{slope} =",
        answer=answer,
        misconceptions=rate_misconceptions(slopes, direction),
        hints=(
            "You want the part of the gradient that lies along your direction.",
            "Scale the direction to length 1, then take the dot product with the gradient.",
            rf"$\lVert {pair(direction)} \rVert = {size}$.",
        ),
        steps=(
            Step(rf"The dot product: ${mul_add(slopes, direction)} = {product}$", str(product)),
            Step(rf"The length of the direction: $\lVert {pair(direction)} \rVert = {size}$", str(size)),
            Step(f"Divide: ${shown}$", str(answer)),
        ),
        explanation=f"${shown}$ per unit of distance, at this point. The slope is largest along the gradient itself: "
        rf"there it is $\lVert {pair(slopes)} \rVert$.",
    )


def rate_misconceptions(slopes: Vec, direction: Vec) -> tuple[Misconception, ...]:
    product, size, steepest = dot(slopes, direction), length(direction), dot(slopes, slopes) ** 0.5
    return (
        Misconception(
            "never-scales",
            product,
            f"${product}$ is the dot product with ${pair(direction)}$, which has length {size}. The slope is for a "
            f"step of length 1: divide by ${size}$.",
        ),
        Misconception(
            "steepest",
            steepest,
            f"This is the length of ${pair(slopes)}$, the slope straight uphill. You move along ${pair(direction)}$: "
            "only the part of the gradient along this direction counts.",
        ),
        Misconception(
            "adds-the-slopes",
            sum(slopes),
            f"${dec(sum(slopes))}$ is the sum of the two slopes. The direction ${pair(direction)}$ weights them: take "
            "the dot product, and divide by its length.",
        ),
        Misconception(
            "scales-by-the-gradient",
            product / steepest,
            f"This divides ${product}$ by the length of the gradient. The *direction* has to have length 1: divide by "
            f"its length, ${size}$.",
        ),
    )
