"""Hidden cases: paths down the parabola with the gradient 2w; the argument stays as it was."""

from __future__ import annotations

from lessons.model.repair import RepairCase, call
from lessons.sandbox.values import Polynomial

DOUBLE = Polynomial((0.0, 2.0))

CASES = (
    RepairCase("two-weights", call("descend", [1.0, -2.0], DOUBLE, 0.1, 3), "Each step multiplies `w` by 0.8."),
    RepairCase("halves", call("descend", [4.0], DOUBLE, 0.25, 4), "Each step halves `w`."),
    RepairCase("single", call("descend", [3.0, 5.0], DOUBLE, 0.4, 1), "The only point is the start."),
)
