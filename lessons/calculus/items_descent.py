"""Questions on a single step of gradient descent."""

from __future__ import annotations

from fractions import Fraction
from random import Random

from lessons.latex_numbers import mul_add
from lessons.model.computed_item import ItemDraw, computed
from lessons.model.misconception import Misconception
from lessons.model.page import Step

from .wording import Exact, dec, factor, pair, plain, poly, spelled

_RATES = (Fraction(1, 10), Fraction(1, 5), Fraction(3, 10), Fraction(2, 5))


@computed("calculus.descent.step", "number", ["gd-update"], strategy="one step down")
def descent_step(rng: Random) -> ItemDraw:
    while True:
        c, x, eta = rng.randint(-9, 9), rng.randint(-12, 12), Fraction(rng.randint(1, 9), 20)
        if 2 <= abs(x - c) <= 9 and x and (2 * eta * (x - c)).denominator > 1:
            return step(c, x, eta)


def step(c: int, x: int, eta: Fraction) -> ItemDraw:
    """The question: where one step of gradient descent on (x - c)² leads."""
    slope, height = 2 * (x - c), (x - c) ** 2
    change = eta * slope
    answer = x - change
    loss = f"(x {'-' if c > 0 else '+'} {abs(c)})^2" if c else "x^2"
    return ItemDraw(
        given={"c": c, "x": x, "eta": plain(eta)},
        prompt=rf"$f(x) = {loss}$. You are at $x = {x}$ and take one step of gradient descent with "
        rf"$\eta = {dec(eta)}$. Where are you then?",
        lead=r"x \leftarrow",
        answer=plain(answer),
        misconceptions=step_misconceptions(c, x, eta),
        hints=(
            "You want the new $x$, a little further down.",
            r"$x \leftarrow x - \eta f'(x)$.",
            rf"$f'({x}) = {slope}$.",
        ),
        steps=(
            Step(rf"The slope: $2 \cdot {_distance(x, c)} = {slope}$", str(slope)),
            Step(rf"Times the step size: ${dec(eta)} \cdot {factor(slope)} = {dec(change)}$", spelled(change)),
            Step(rf"Subtract it: ${x} - {factor(change)} = {dec(answer)}$", spelled(answer)),
        ),
        explanation=rf"${x} - {dec(eta)} \cdot {factor(slope)} = {dec(answer)}$. The loss goes from ${height}$ to "
        rf"${dec((answer - c) ** 2)}$.",
    )


def _distance(x: int, c: int) -> str:
    """x - c as a factor; x alone where c is 0."""
    return f"({x} - {factor(c)})" if c else factor(x)


def step_misconceptions(c: int, x: int, eta: Fraction) -> tuple[Misconception, ...]:
    slope, height = 2 * (x - c), (x - c) ** 2
    change, sign = eta * slope, 1 if slope > 0 else -1
    return (
        Misconception(
            "ascends",
            plain(x + change),
            rf"${dec(x + change)}$ adds the step, which climbs: the gradient points uphill. Subtract ${dec(eta)} \cdot "
            f"{factor(slope)}$ from ${x}$.",
        ),
        Misconception(
            "no-step-size",
            x - slope,
            rf"${dec(x - slope)}$ subtracts the whole slope ${slope}$. Multiply it by $\eta$ first: ${dec(eta)} "
            rf"\cdot {factor(slope)} = {dec(change)}$.",
        ),
        Misconception(
            "steps-by-the-value",
            plain(x - eta * height),
            f"${dec(x - eta * height)}$ steps by $f({x}) = {height}$. The height does not say which way is down: use "
            f"the slope, $f'({x}) = {slope}$.",
        ),
        Misconception(
            "sign-only",
            plain(x - eta * sign),
            rf"${dec(x - eta * sign)}$ moves by $\eta$ alone, in the right direction. The step is $\eta$ times the "
            f"slope: multiply by ${slope}$.",
        ),
    )


@computed("calculus.descent.two", "vector", ["gd-step", "gd-update"], strategy="one step down")
def descent_two(rng: Random) -> ItemDraw:
    while True:
        a, b, c = rng.choice((1, 2)), rng.choice((-2, -1, 1, 2)), rng.choice((1, 2, 3))
        x, y = rng.choice((-3, -2, -1, 1, 2, 3)), rng.choice((-3, -2, 1, 2, 3))
        if 2 * a * x + b * y and b * x + 2 * c * y:
            return two((a, b, c), (x, y), rng.choice(_RATES[:2]))


def two(sizes: tuple[int, int, int], at: tuple[int, int], eta: Fraction) -> ItemDraw:
    """The question: one step on ax² + bxy + cy², both partial derivatives being nonzero; `sizes` is (a, b, c)."""
    (a, b, c), (x, y) = sizes, at
    across, up = 2 * a * x + b * y, b * x + 2 * c * y
    moved = (x - eta * across, y - eta * up)
    return ItemDraw(
        given={"a": a, "b": b, "c": c, "at": at, "eta": plain(eta)},
        prompt=f"$f(x, y) = {poly((a, 'x^2'), (b, 'x y'), (c, 'y^2'))}$, and you stand at ${pair(at)}$. Take one step "
        rf"of gradient descent with $\eta = {dec(eta)}$.",
        lead=r"(x, y) \leftarrow",
        answer=_plain(moved),
        misconceptions=two_misconceptions(sizes, at, eta),
        hints=(
            "You want the new point: both coordinates, moved downhill.",
            r"Compute both slopes at the old point first. Then subtract from each coordinate $\eta$ times its own "
            "slope.",
            rf"$\frac{{\partial f}}{{\partial x}} = {poly((2 * a, 'x'), (b, 'y'))} = {across}$ there.",
        ),
        steps=(
            Step(
                rf"The slope for $x$: ${mul_add((2 * a, b), at)} = {across}$", str(across),
                lead=r"\frac{\partial f}{\partial x} =",
            ),
            Step(
                rf"The slope for $y$, at the same point: ${mul_add((b, 2 * c), at)} = {up}$", str(up),
                lead=r"\frac{\partial f}{\partial y} =",
            ),
            Step(
                rf"The new $x$: ${x} - {dec(eta)} \cdot {factor(across)} = {dec(moved[0])}$", spelled(moved[0]),
                lead=r"x \leftarrow", follow=lambda cells: x - float(eta) * cells[0],
            ),
            Step(
                rf"The new $y$: ${y} - {dec(eta)} \cdot {factor(up)} = {dec(moved[1])}$", spelled(moved[1]),
                lead=r"y \leftarrow", follow=lambda cells: y - float(eta) * cells[1],
            ),
        ),
        explanation=rf"${pair(at)} - {dec(eta)} \cdot {pair((across, up))} = {pair(moved)}$. Both slopes belong to the "
        "old point: compute the whole gradient, then move.",
    )  # fmt: skip


def two_misconceptions(sizes: tuple[int, int, int], at: tuple[int, int], eta: Fraction) -> tuple[Misconception, ...]:
    (a, b, c), (x, y) = sizes, at
    across, up = 2 * a * x + b * y, b * x + 2 * c * y
    moved = (x - eta * across, y - eta * up)
    reused = (moved[0], y - eta * (b * moved[0] + 2 * c * y))
    climbed, unscaled = (x + eta * across, y + eta * up), (x - across, y - up)
    return (
        Misconception(
            "reuses-the-new-x",
            _plain(reused),
            f"${pair(reused)}$ computes the slope for $y$ at the new $x = {dec(moved[0])}$. Both slopes belong to the "
            f"old point, ${pair(at)}$: compute the whole gradient, then move.",
        ),
        Misconception(
            "ascends",
            _plain(climbed),
            f"${pair(climbed)}$ adds the step, which climbs. The gradient ${pair((across, up))}$ points uphill: "
            "subtract.",
        ),
        Misconception(
            "no-step-size",
            unscaled,
            rf"${pair(unscaled)}$ subtracts the whole gradient ${pair((across, up))}$. Multiply it by $\eta = "
            f"{dec(eta)}$ first.",
        ),
        Misconception(
            "gradient-only",
            _plain((-eta * across, -eta * up)),
            f"${pair((-eta * across, -eta * up))}$ is the step itself. Add it to the old point, ${pair(at)}$.",
        ),
        Misconception(
            "moves-x-only",
            _plain((moved[0], y)),
            f"${pair((moved[0], y))}$ moves $x$ alone. The slope for $y$ is ${up}$, so $y$ takes a step as well.",
        ),
    )


def _plain(values: tuple[Exact, Exact]) -> tuple[int | float | Fraction, ...]:
    return tuple(plain(value) for value in values)
