"""Hidden cases: rows with and without zeros, sure outcomes, and small probabilities."""

from __future__ import annotations

from lessons.model.repair import RepairCase, call

CASES = (
    RepairCase("zeros", call("entropy", [[0.5, 0.5, 0], [0, 0.25, 0.75]]), "An impossible outcome adds 0."),
    RepairCase("sure", call("entropy", [[1.0, 0], [0, 1]]), "A certain outcome has entropy 0."),
    RepairCase("small", call("entropy", [[1e-5, 1 - 1e-5]]), "Small probabilities stay as they are."),
    RepairCase("plain", call("entropy", [[0.2, 0.3, 0.5], [0.25, 0.25, 0.5]]), "Without zeros it was right before."),
    RepairCase("uniform", call("entropy", [[0.125] * 8]), "Eight equal outcomes have 3 bits."),
)
