"""Hidden cases: means and fractions over many entries, and the output at test time."""

from __future__ import annotations

from lessons.model.repair import RepairCase, call

CASES = (
    RepairCase("mean", call("check_mean", 0.8), "The mean output is the input.", "mean of dropout(ones), to 0.1"),
    RepairCase("fraction", call("check_fraction", 0.8), "An entry survives with probability keep.", "kept, to 0.1"),
    RepairCase("survivor", call("check_survivor", 0.5), "A survivor is divided by keep.", "a surviving 1, keep 0.5"),
    RepairCase("rows", call("check_rows", 0.5), "Each row has a mask of its own.", "whether rows differ (1 yes)"),
    RepairCase("test", call("check_test", 0.8), "Nothing is dropped or scaled.", "dropout([1, 2, 3], train=False)"),
)
HARNESS = """
def check_train(keep):
    return np.asarray(dropout(np.ones((200, 60)), keep, True, np.random.default_rng(7)))

def check_mean(keep):
    return round(float(check_train(keep).mean()), 1)

def check_fraction(keep):
    return round(float((check_train(keep) != 0).mean()), 1)

def check_survivor(keep):
    return round(float(check_train(keep).max()), 9)

def check_rows(keep):
    out = check_train(keep)
    return int((out != out[0]).any())

def check_test(keep):
    return dropout(np.array([[1.0, 2.0, 3.0]]), keep, False, np.random.default_rng(7))
"""
