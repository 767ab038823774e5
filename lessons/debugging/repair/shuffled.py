"""Hidden cases: what any right shuffle fulfils, whatever order it draws."""

from __future__ import annotations

from lessons.model.repair import RepairCase, call

N = 20

CASES = (
    RepairCase("rows", call("check_rows", N), "Every row comes exactly once.", "different rows of X"),
    RepairCase("labels", call("check_labels", N), "Every label comes exactly once.", "different labels of y"),
    RepairCase("pairs", call("check_pairs", N), "Each row stands next to its own label.", "rows next to their label"),
    RepairCase(
        "moved", call("check_moved", N), "The order is a random one.", "order (0 unchanged, 2 reversed, 1 any other)"
    ),
    RepairCase(
        "drawn",
        call("check_drawn", N),
        "Another generator gives another order.",
        "whether rng decides it (1 yes)",
    ),
)
HARNESS = """
def check_run(n, seed=7):
    X = np.arange(2.0 * n).reshape(n, 2)
    A, b = shuffled(X.copy(), np.arange(n), np.random.default_rng(seed))
    return np.asarray(A), np.asarray(b)

def check_rows(n):
    return len({tuple(row) for row in check_run(n)[0]})

def check_labels(n):
    return len(set(check_run(n)[1].tolist()))

def check_pairs(n):
    A, b = check_run(n)
    return int((A[:, 0] == 2 * b).sum())

def check_moved(n):
    b = check_run(n)[1]
    same, reverse = (b == np.arange(n)).all(), (b == np.arange(n)[::-1]).all()
    return 0 if same else 2 if reverse else 1

def check_drawn(n):
    return int((check_run(n, 7)[1] != check_run(n, 8)[1]).any())
"""
