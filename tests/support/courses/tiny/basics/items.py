"""Computed questions of the tiny course."""

from __future__ import annotations

from random import Random

from lessons.model.computed_item import ItemDraw, computed
from lessons.model.misconception import Misconception
from lessons.model.page import Step


@computed("basics.sums.add", "number", ["adding"], strategy="add")
def add(rng: Random) -> ItemDraw:
    a, b = rng.randint(3, 9), rng.randint(3, 9)
    return ItemDraw(
        given={"a": a, "b": b},
        prompt=f"What is ${a} + {b}$?",
        answer=a + b,
        misconceptions=(
            Misconception("times", a * b, f"${a * b}$ is the product. Add the two numbers."),
            Misconception("minus", a - b, f"${a - b}$ is the difference. Add the two numbers."),
            Misconception("joined", int(f"{a}{b}"), f"${a}{b}$ is the digits side by side. Add them."),
        ),
        hints=("Count on.", "Start at the first number.", f"Count ${b}$ steps."),
        explanation=f"${a} + {b} = {a + b}$.",
        steps=(Step(f"Start at ${a}$.", str(a)), Step(f"${a} + {b} = {a + b}$", str(a + b))),
    )
