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
            Misconception("times", a * b, f"${a * b}$ is the product."),
            Misconception("minus", a - b, f"${a - b}$ is the difference."),
            Misconception("joined", int(f"{a}{b}"), f"${a}{b}$ is the digits side by side."),
        ),
        hints=("Count on.",),
        explanation=f"${a} + {b} = {a + b}$.",
        steps=(
            Step(f"One more than ${a}$ is ${a + 1}$", str(a + 1), lead=f"{a} + 1 ="),
            Step(
                f"${b - 1}$ more than that is ${a + b}$",
                str(a + b),
                lead=rf"\ldots + {b - 1} =",
                follow=lambda e: e[0] + b - 1,
            ),
            Step(
                f"Twice that is ${2 * (a + b)}$", str(2 * (a + b)), lead=r"2 \cdot \ldots =", follow=lambda e: 2 * e[1]
            ),
        ),
    )
