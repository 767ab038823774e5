"""Hidden cases: repeated labels, a single row, and the sums of rows; the argument stays as it was."""

from __future__ import annotations

from lessons.model.repair import RepairCase, Rows, call

P: Rows = [[0.2, 0.3, 0.5], [0.6, 0.3, 0.1], [0.1, 0.1, 0.8], [0.3, 0.3, 0.4]]

CASES = (
    RepairCase("four", call("score_gradient", P, [0, 2, 1, 1]), "One entry of each row loses 1."),
    RepairCase("two", call("score_gradient", P[:2], [2, 0]), "Divided by 2 rows."),
    RepairCase("single", call("score_gradient", P[2:3], [2]), "One row: nothing to average."),
    RepairCase(
        "sums", call("check_sums", P, [2, 2, 0, 1]), "Each row adds up to 0.", "score_gradient(P, y).sum(axis=1)"
    ),
)
HARNESS = """
def check_sums(P, y):
    return np.asarray(score_gradient(P.copy(), y)).sum(axis=1).round(12)
"""
