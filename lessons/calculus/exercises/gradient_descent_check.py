"""The check of gradient descent on a parabola."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from math import trunc
from random import Random

from ..descent_figures import (
    STEPS,
    Path,
    knob_caption,
    knob_figure,
    knob_probes,
    loss_figure,
    path_figure,
)
from lessons.grading import Case, Check, Function, Nested
from lessons.model.misconception import Misconception
from lessons.grading.hand_comparison import Comparison, Hand, scalar
from lessons.grading.model import Knob, Picture
from lessons.sandbox.values import Call

HAND = "calculus.descent.exercise"
ETA = 0.1


def path(x: float, steps: int, step: Callable[[float], float]) -> Path:
    """The path of an iteration: the start, then the point after each step."""
    positions = [float(x)]
    for _ in range(steps):
        positions.append(step(positions[-1]))
    return tuple(positions)


def descent(x: float, eta: float, steps: int) -> Path:
    """The path of gradient descent on (x − 3)²: `steps` updates x ← x − η·2(x − 3)."""
    return path(x, steps, lambda at: at - eta * 2 * (at - 3))


def slope_case(name: str, x: float) -> Case:
    """A case that asks for the derivative 2(x − 3) at one point."""
    right = 2.0 * (x - 3)
    misconceptions = (
        Misconception(
            "the-value",
            float((x - 3) ** 2),
            f"This is $f({x:g})$, the height of the parabola. A step needs the slope: return the derivative.",
        ),
        Misconception(
            "no-factor",
            float(x - 3),
            "The 2 is missing. The exponent comes down as a factor: $f'(x) = 2(x - 3)$.",
        ),
        Misconception(
            "other-place",
            2.0 * x,
            "This is the slope of $x^2$. The minimum of $(x - 3)^2$ is at 3, so its slope is $2(x - 3)$.",
        ),
        Misconception(
            "wrong-sign",
            -right,
            "The size is right, and the sign is wrong. Left of 3 the parabola falls, so its slope there is negative.",
        ),
        Misconception(
            "expands",
            2.0 * x - 6 + 9,
            "This keeps the constant 9 of $x^2 - 6x + 9$. The derivative of a constant is 0, so leave it out.",
        ),
    )
    return Case(name, Call("slope", (x,)), right, f"$2({x:g} - 3) = {right:g}$.", misconceptions)


def descend_case(name: str, x: float, eta: float, steps: int) -> Case:
    """A case that runs gradient descent from a start, with a step size and a number of steps."""
    right = descent(x, eta, steps)
    first = right[1] if steps else right[0]
    why = (
        f"The first step leads from ${x:g}$ to ${x:g} - {eta:g} \\cdot ({2 * (x - 3):g}) = {first:g}$."
        if steps
        else f"Without steps, the path is the start alone: ${x:g}$."
    )
    misconceptions = (*counting_misconceptions(right, eta, steps), *stepping_misconceptions(x, eta, steps))
    return Case(name, Call("descend", (x, eta, steps)), right, why, misconceptions, relative=1e-5)


def counting_misconceptions(right: Path, eta: float, steps: int) -> tuple[Misconception, ...]:
    """The misconceptions that return too many or too few points of the right path."""
    return (
        Misconception(
            "no-start",
            right[1:],
            f"The start is missing: you returned {steps} of {steps + 1} numbers. Begin the list with `x`.",
        ),
        Misconception(
            "one-short",
            right[:-1],
            f"The last point is missing: you returned {steps} of {steps + 1} numbers. Append `x` after each step.",
        ),
        Misconception(
            "one-too-many",
            descent(right[0], eta, steps + 1),
            f"There is one step too many: you returned {steps + 2} numbers in place of {steps + 1}. `range(steps)` "
            f"already runs {steps} times.",
        ),
        Misconception(
            "only-the-end",
            right[-1],
            "This is the last point only. Return the whole path: append each point to a list.",
        ),
        Misconception(
            "same-object",
            tuple(right[-1] for _ in right),
            "Every entry is the last point: the list contains one array many times, and `x -= ...` changes it in "
            "place. Write `x = x - ...`, which makes a new one.",
        ),
        Misconception(
            "backwards",
            tuple(reversed(right)),
            "The points are right, in reverse order. Begin the list with the start.",
        ),
    )


def stepping_misconceptions(x: float, eta: float, steps: int) -> tuple[Misconception, ...]:
    """The misconceptions that return as many points as asked for, from wrong steps."""
    if not steps:
        return ()
    fixed = 2.0 * (x - 3)

    def cut(at: float) -> float:
        return float(trunc(at - eta * 2 * (at - 3)))

    rules: tuple[tuple[str, Callable[[float], float], str], ...] = (
        (
            "ascends",
            lambda at: at + eta * 2 * (at - 3),
            "The path climbs, because the slope was added. The slope points uphill, so subtract it.",
        ),
        (
            "no-step-size",
            lambda at: at - 2 * (at - 3),
            r"The whole slope was subtracted, without $\eta$. Multiply it by `eta` first.",
        ),
        (
            "steps-by-the-value",
            lambda at: at - eta * ((at - 3) * (at - 3)),
            r"Each step subtracts $\eta f(x)$. The height does not say which way is down: use the slope.",
        ),
        (
            "sign-only",
            lambda at: at - eta * (1 if at > 3 else -1 if at < 3 else 0),
            r"All steps are $\eta$ long, however near the minimum is. Multiply by the slope itself, not by its sign.",
        ),
        (
            "slope-of-the-start",
            lambda at: at - eta * fixed,
            "Every step uses the slope at the start. The slope changes with `x`, so compute it again in each round of "
            "the loop.",
        ),
        (
            "no-factor",
            lambda at: at - eta * (at - 3),
            "The steps are half as long as they should be. The slope is $2(x - 3)$, with the factor 2.",
        ),
        (
            "step-alone",
            lambda at: -eta * 2 * (at - 3),
            "Each entry is the step alone. Add the step to the old `x`.",
        ),
        (
            "integer-array",
            cut,
            "Every point lost its decimals. An array of integers drops them without a warning; `np.zeros(steps + 1)` "
            "holds floats.",
        ),
        (
            "stands-still",
            lambda at: at,
            "`x` never moves. Subtract `eta * slope(x)` from `x`, and store the result: `x = x - eta * slope(x)`.",
        ),
    )
    misconceptions = [Misconception(rule_id, path(x, steps, step), text) for rule_id, step, text in rules]
    misconceptions += [
        Misconception(rule_id, "OverflowError", text) for rule_id, _, text in rules if rule_id == "steps-by-the-value"
    ]
    return tuple(misconceptions)


def drawn(seed: int) -> Case:
    """A case with random numbers, the same for the same seed."""
    rng = Random(f"gradient_descent/{seed}")
    return descend_case(f"random {seed}", rng.choice((-4.0, 1.5, 8.0, 10.0)), rng.choice((0.05, 0.3, 0.45, 0.7)), 6)


def compare(hand: Hand, results: Mapping[str, Nested]) -> Comparison:
    """The first three steps, by hand and by program."""
    rows = [hand.step(f"x_{n}", HAND, n - 1, scalar(results, "named", n)) for n in (1, 2)]
    rows.append(hand.answer("x_3", HAND, scalar(results, "named", 3)))
    return Comparison(tuple(rows), r"Each step keeps 0.8 of the distance to 3, so $x_n = 3(1 - 0.8^n)$.")


CHECK = Check(
    functions=(Function("slope", ("x",)), Function("descend", ("x", "eta", "steps"))),
    cases=(
        slope_case("slope at 0", 0.0),
        slope_case("slope at 3", 3.0),
        slope_case("slope at 5.5", 5.5),
        descend_case("named", 0.0, ETA, 3),
        descend_case("fifty", 0.0, ETA, STEPS),
        descend_case("from above", 10.0, 0.25, 5),
        descend_case("no steps", 7.0, 0.1, 0),
        descend_case("from side to side", 0.0, 0.9, 4),
        *(drawn(seed) for seed in range(2)),
    ),
    compare=compare,
    pictures=(
        Picture("Your x against the step. The marks are the exact path, $3(1 - 0.8^n)$.", path_figure),
        Picture(
            r"f(x) at your points; the marks are $9 \cdot 0.64^n$. Each step removes 36% of the loss.", loss_figure
        ),
    ),
    knob=Knob("eta", r"\eta", 0.1, -1.0, 3.0, knob_probes, knob_figure, knob_caption),
)
