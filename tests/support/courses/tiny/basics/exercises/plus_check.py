"""The check of plus."""

from __future__ import annotations

from collections.abc import Callable

from lessons.grading import Case, Check, Function
from lessons.model.misconception import Misconception
from lessons.sandbox.values import Call

MADE: tuple[tuple[str, Callable[[float, float], float]], ...] = (
    ("times", lambda a, b: a * b),
    ("minus", lambda a, b: a - b),
    ("turned", lambda a, b: b - a),
    ("first", lambda a, b: a),
    ("second", lambda a, b: b),
    ("double", lambda a, b: 2 * (a + b)),
    ("power", lambda a, b: a**b),
    ("one-more", lambda a, b: a + b + 1),
)


def case(a: float, b: float) -> Case:
    slips = tuple(
        Misconception(slip, float(make(a, b)), f"That is {slip}. But the sum is ${a + b}$.") for slip, make in MADE
    )
    return Case(f"{a} and {b}", Call("plus", (a, b)), float(a + b), f"${a} + {b} = {a + b}$.", slips)


CHECK = Check(functions=(Function("plus", ("a", "b")),), cases=(case(2, 3), case(4, -1)))
