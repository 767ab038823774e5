"""Hidden cases: tables with as many rows as columns and with others, large scores, and the sums of rows."""

from __future__ import annotations

from lessons.model.repair import RepairCase, Rows, call

SCORES: Rows = [[0.2, -1.0, 1.7], [2.2, 0.1, 0.4], [-0.6, 0.9, 0.0], [1.0, 1.3, -2.0]]
FAR: Rows = [[1000.0, 0, 5], [0, -1000, 3], [2, 900, 900], [-750, -751, -752]]
WIDE: Rows = [[0.0, 1, 2, 3, 4], [1, 1, 1, 1, 1]]

CASES = (
    RepairCase("square", call("softmax", SCORES[:3]), "Each row is exponentiated and divided by its own sum."),
    RepairCase("tall", call("softmax", SCORES), "It works for any number of rows."),
    RepairCase("wide", call("softmax", WIDE), r"Five equal scores have the probability $\frac{1}{5}$ each."),
    RepairCase("large", call("softmax", FAR), "Large scores must not overflow."),
    RepairCase("sums", call("check_sums", SCORES), "Each row adds up to 1.", "softmax(z).sum(axis=1)"),
)
HARNESS = """
def check_sums(z):
    return np.asarray(softmax(z)).sum(axis=1)
"""
