"""Hidden cases: small scores, equal scores, and scores for which the exponential overflows."""

from __future__ import annotations

from lessons.model.repair import RepairCase, Rows, call

FAR: Rows = [[1000.0, 0, 5], [0, -1000, 3], [2, 900, 900], [-750, -751, -752]]
SMALL: Rows = [[0.3, -1.2, 2.0], [1.5, 0.4, -0.7], [-2.1, 0.0, 0.6]]

CASES = (
    RepairCase("small", call("cross_entropy", SMALL, [0, 2, 1]), "Small scores were right before the repair."),
    RepairCase("equal", call("cross_entropy", [[7.0] * 5] * 2, [0, 3]), r"Equal scores of 5 classes cost $\ln 5$."),
    RepairCase("shifted", call("cross_entropy", [[1000.3, 998.8, 1002.0]], [0]), "Only differences of scores matter."),
    RepairCase("right", call("cross_entropy", FAR, [0, 2, 2, 0]), "Each row has a maximum of its own."),
    RepairCase("far-off", call("cross_entropy", FAR, [1, 1, 0, 2]), "A class 1000 behind costs 1000 nats."),
    RepairCase("farther", call("cross_entropy", [[20000.0, 0.0], [0.0, 15000.0]], [1, 0]), "No score is too large."),
    RepairCase("lower-row", call("cross_entropy", [[800.0, 0.0], [0.0, 0.0]], [0, 0]), r"Row 2 costs $\ln 2$."),
)
