"""Questions on places where the gradient vanishes."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from random import Random

from lessons.answers import Option
from lessons.model.computed_item import ItemDraw, computed
from lessons.model.misconception import Misconception
from lessons.model.page import Step

from .wording import dec, plain, poly, signed


@computed("calculus.landscape.valley", "number", ["critical-points"], strategy="where the slope turns")
def landscape_valley(rng: Random) -> ItemDraw:
    while True:
        p, q = sorted(rng.sample(range(-5, 7), 2))
        if p * q and p + q and (p + q) % 2 == 0:
            return valley(p, q)


def valley(p: int, q: int) -> ItemDraw:
    """The question: the local minimum of the cubic with slope 3(x - p)(x - q), p < q; p + q is even and not 0."""
    middle = (p + q) // 2
    slope = f"3 ({_minus(p)})({_minus(q)})"
    height = q**3 - 3 * middle * q**2 + 3 * p * q * q
    return ItemDraw(
        given={"p": p, "q": q},
        prompt=f"$f(x) = {poly((1, 'x^3'), (-3 * middle, 'x^2'), (3 * p * q, 'x'))}$ has the slope "
        f"$f'(x) = {slope}$. At which $x$ does it have a local minimum?",
        lead="x =",
        answer=q,
        misconceptions=valley_misconceptions(p, q, height),
        hints=(
            "You want the $x$ at which the curve stops falling and starts to rise.",
            "Find where the slope is 0, then look at its sign before and after.",
            f"It is 0 at ${p}$ and at ${q}$.",
        ),
        steps=(
            Step(f"The slope is 0 where one of its factors is 0: at ${p}$ and at ${q}$"),
            Step("Between these points the factors have opposite signs, so $f$ falls; outside, it rises"),
            Step(f"From falling to rising: at ${q}$", str(q)),
        ),
        explanation=f"At ${p}$ the slope goes from plus to minus, a maximum; at ${q}$ from minus to plus, a minimum. "
        "It is only a local one: far to the left, $f$ falls without limit.",
    )


def valley_misconceptions(p: int, q: int, height: int) -> tuple[Misconception, ...]:
    return (
        Misconception(
            "maximum",
            p,
            f"The slope is 0 at ${p}$, and it goes from plus to minus there: this is a maximum. At a minimum the slope "
            "goes from minus to plus.",
        ),
        Misconception(
            "middle",
            plain(Fraction(p + q, 2)),
            f"${dec(Fraction(p + q, 2))}$ lies halfway between ${p}$ and ${q}$, where $f$ falls fastest. The slope "
            f"is 0 only at ${p}$ and ${q}$, and $f$ turns upward at ${q}$.",
        ),
        Misconception(
            "value",
            height,
            f"${height}$ is $f({q})$, how low the valley is. The question is where it lies: the $x$, not the height.",
        ),
        Misconception(
            "sign-of-the-root",
            -q,
            f"${-q}$ has the wrong sign. The slope is 0 where this factor is 0: ${_minus(q)} = 0$.",
        ),
    )


def _minus(root: int) -> str:
    return f"x {signed(-root)}"


_KINDS = ("minimum", "maximum", "saddle", "open")
_TEXTS = {
    "minimum": "A minimum",
    "maximum": "A maximum",
    "saddle": "A saddle: up one way, down another",
    "open": "That cannot be decided: the gradient is 0",
}


@computed("calculus.landscape.kind", "choice", ["critical-points"], strategy="look both ways")
def landscape_kind(rng: Random) -> ItemDraw:
    a = rng.choice((-3, -2, -1, 1, 2, 3))
    b = rng.choice([b for b in (-7, -5, -4, -3, -1, 1, 3, 4, 5, 7) if abs(b) != 2 * abs(a)])
    return kind(a, b, rng.sample(_KINDS, 4))


def kind(a: int, b: int, order: Sequence[str]) -> ItemDraw:
    """The question: what ax² + bxy + ay² has at the origin, |b| not being 2|a|; options in the given order."""
    same, opposite = 2 * a + b, 2 * a - b
    right = "saddle" if same * opposite < 0 else "minimum" if same > 0 else "maximum"
    letters = dict(zip(order, "abcd", strict=True))
    lines = f"$f(t, t) = {poly((same, 't^2'))}$ and $f(t, -t) = {poly((opposite, 't^2'))}$"
    messages = {
        "minimum": f"At a minimum $f$ rises in every direction. Here {lines}: a negative factor means that it falls.",
        "maximum": f"At a maximum $f$ falls in every direction. Here {lines}: a positive factor means that it rises.",
        "saddle": f"At a saddle $f$ rises in one direction and falls in another. Here {lines}, the same sign, and "
        "the curvature in every other direction lies between these two.",
        "open": f"The gradient is 0 at every stationary point. How $f$ changes nearby tells them apart: {lines}.",
    }
    if right != "saddle":
        messages["minimum" if right == "maximum" else "maximum"] = (
            f"It is the opposite. Here {lines}: $f$ {'rises' if same > 0 else 'falls'} in both directions."
        )
    else:
        squares = "positive" if a > 0 else "negative"
        trap = "minimum" if a > 0 else "maximum"
        messages[trap] = (
            f"Both squares are {squares}, but the mixed term ${poly((b, 'x y'))}$ is stronger. Here {lines}."
        )
    return ItemDraw(
        given={"a": a, "b": b},
        prompt=f"$f(x, y) = {poly((a, 'x^2'), (b, 'x y'), (a, 'y^2'))}$ has the gradient 0 at the origin. What is "
        "there?",
        answer=letters[right],
        options=tuple(
            Option(letters[kind_id], _TEXTS[kind_id], "" if kind_id == right else messages[kind_id])
            for kind_id in order
        ),
        misconceptions=tuple(
            Misconception(kind_id, letters[kind_id], messages[kind_id]) for kind_id in _KINDS if kind_id != right
        ),
        hints=(
            "You want to know whether $f$ rises or falls when you leave the origin, in every direction.",
            "Walk along $(t, t)$ and along $(t, -t)$: there the mixed term is at its strongest.",
            f"Along $(t, t)$ it is ${a} t^2 {signed(b)} t^2 {signed(a)} t^2$.",
        ),
        steps=(
            Step(f"Along $(t, t)$: ${poly((same, 't^2'))}$, since ${a} {signed(b)} {signed(a)} = {same}$"),
            Step(f"Along $(t, -t)$: ${poly((opposite, 't^2'))}$, since ${a} {signed(-b)} {signed(a)} = {opposite}$"),
            Step(f"So it is {_TEXTS[right].partition(':')[0].lower()}"),
        ),
        explanation=f"Here {lines}. Both squares have the same coefficient, so the eigenvectors of the Hessian are "
        f"$(1, 1)$ and $(1, -1)$. The eigenvalues ${2 * a + b}$ and ${2 * a - b}$ have "
        + (
            "opposite signs. In between, the curvature passes through 0 and changes its sign."
            if right == "saddle"
            else "the same sign. The curvature in every other direction lies between them."
        ),
    )
