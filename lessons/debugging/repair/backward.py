"""Hidden cases: a square and a rectangular layer, and finite differences."""

from __future__ import annotations

from lessons.model.repair import RepairCase, Rows, call

X: Rows = [[0.5, -1.0, 2.0], [1.5, 0.3, -0.4], [-0.7, 0.8, 0.1], [0.2, -0.6, 1.1]]
SQUARE: Rows = [[1.0, -0.5, 0.2], [0.4, 0.3, -1.2], [-0.8, 0.6, 0.9]]
D_SQUARE: Rows = [[0.1, -0.2, 0.3], [0.5, 0.4, -0.1], [-0.3, 0.2, 0.6], [0.7, -0.5, 0.2]]
NARROW: Rows = [[1.0, -0.5], [0.4, 0.3], [-0.8, 0.6]]
D_NARROW: Rows = [[0.1, -0.2], [0.5, 0.4], [-0.3, 0.2], [0.7, -0.5]]
PARTS = ("dW", "dX", "db")

CASES = (
    RepairCase("square", call("backward", X, SQUARE, D_SQUARE), "`W` is square: wrong transposes fit.", parts=PARTS),
    RepairCase("three-rows", call("backward", X[:3], SQUARE, D_SQUARE[:3]), "Everything is 3 × 3 here.", parts=PARTS),
    RepairCase("narrow", call("backward", X, NARROW, D_NARROW), "`W` is (3, 2).", parts=PARTS),
    RepairCase(
        "differences",
        call("check_differences", X, NARROW, D_NARROW),
        "Every entry agrees with central differences within $10^{-6}$.",
        "entries that differ from finite differences",
    ),
)
HARNESS = """
def check_differences(X, W, dY):
    def off(value, gradient):
        count, flat = 0, value.reshape(-1)
        for at in range(flat.size):
            kept = flat[at]
            losses = []
            for flat[at] in (kept + 1e-6, kept - 1e-6):
                losses.append((dY * (X @ W + b)).sum())
            flat[at] = kept
            count += abs((losses[0] - losses[1]) / 2e-6 - np.asarray(gradient).reshape(-1)[at]) > 1e-6
        return int(count)
    b = np.zeros(W.shape[1])
    dW, dX, db = backward(X.copy(), W.copy(), dY.copy())
    return off(W, dW) + off(X, dX) + off(b, db)
"""
