"""Hidden cases: columns on unlike scales, and what the test rows may not change."""

from __future__ import annotations

from lessons.model.repair import RepairCase, Rows, call

TRAIN: Rows = [[1.0, 300], [2, 100], [4, 500], [5, 700], [3, 400]]
TEST: Rows = [[9.0, 900], [7, 1100], [8, 200]]
PARTS = ("train", "test")

CASES = (
    RepairCase("both", call("scale", TRAIN, TEST), "Both by the mean and deviation of the training rows.", parts=PARTS),
    RepairCase("same-rows", call("scale", TRAIN, TRAIN), "Equal rows are scaled equally.", parts=PARTS),
    RepairCase("columns", call("scale", [[0.1, 50.0], [0.3, 10.0]], [[0.5, 0.0]]), "Column by column.", parts=PARTS),
    RepairCase(
        "alone",
        call("check_alone", TRAIN, TEST),
        "A test row is scaled the same with or without other test rows.",
        "the first test row with others, minus alone",
    ),
    RepairCase(
        "train-kept",
        call("check_train", TRAIN, TEST),
        "The training rows do not depend on the test rows.",
        "the training rows, minus those with another test set",
    ),
)
HARNESS = """
def check_alone(train, test):
    return (scale(train, test)[1][0] - scale(train, test[:2])[1][0]).round(9)

def check_train(train, test):
    return (scale(train, test)[0] - scale(train, test * 2)[0]).round(9)
"""
