"""Hidden cases: a line that misses the origin, points around a line, and points that fall."""

from __future__ import annotations

from lessons.model.repair import RepairCase, call

CASES = (
    RepairCase("line", call("slope", [1.0, 2, 3], [11.0, 13, 15]), "All points lie on $y = 2 x + 9$."),
    RepairCase("around", call("slope", [1.0, 2, 4], [2.0, 3, 9]), "After centering, the sums are 34/3 and 14/3."),
    RepairCase("falling", call("slope", [2.0, 3, 5, 9], [8.0, 9, 5, -1]), "Falling points have a negative slope."),
)
