"""Hidden cases: perfect predictions, one row, and errors of both signs."""

from __future__ import annotations

from lessons.model.repair import RepairCase, call

CASES = (
    RepairCase("perfect", call("mse", [[0.0], [1], [2], [5]], [0.0, 1, 2, 5]), "Perfect predictions have the error 0."),
    RepairCase("signs", call("mse", [[1.0], [3], [2]], [2.0, 1, 4]), r"$\frac{1 + 4 + 4}{3} = 3$."),
    RepairCase("single", call("mse", [[2.0]], [5.0]), "With one row nothing broadcasts: $3^2$."),
    RepairCase("real", call("mse", [[0.3], [-1.4], [2.2], [0.9], [0.1]], [0.5, -1.0, 1.1, 1.9, -0.4]), "Row by row."),
)
