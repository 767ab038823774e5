"""Programs for the gradients of two layers."""

from pathlib import Path

import lessons
from tests.support.programs import Programs

SOLUTION = (Path(lessons.__file__).parent / "calculus/exercises/layer_gradients_solution.py").read_text("utf-8")

FORWARD = "return Z, np.maximum(Z, 0) @ W2.T"
LOSS = "((Y - T) ** 2).sum() / (2 * len(X))"
DELTA = "D = (Y - T) / len(X)"
OUTPUT = "dW2 = D.T @ np.maximum(Z, 0)"
MASK = "G = (D @ W2) * (Z > 0)"
BACK = "return G.T @ X, dW2"
SLOPE = "slopes[place] = (up - down) / (2 * h)"
FOUND = "return found[0], found[1]"
ROWS = """up, down = [W1.copy(), W2.copy()], [W1.copy(), W2.copy()]
            up[layer][place] += h
            down[layer][place] -= h
            slopes[place] = (loss(X, T, *up) - loss(X, T, *down)) / (2 * h)"""


def with_(*changes: tuple[str, str]) -> str:
    """The solution with pieces of it exchanged."""
    text = SOLUTION
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new)
    return text


PROGRAMS = Programs(
    right={
        "the solution": SOLUTION,
        "relu by where": with_((FORWARD, "return Z, np.where(Z > 0, Z, 0) @ W2.T")),
        "relu by a mask": with_((FORWARD, "return Z, (Z * (Z > 0)) @ W2.T"), (OUTPUT, "dW2 = D.T @ (Z * (Z > 0))")),
        "einsum": with_((OUTPUT, "dW2 = np.einsum('nk,nh->kh', D, np.maximum(Z, 0))"), (BACK, "return np.einsum('nh,nd->hd', G, X), dW2")),
        "mean of row sums": with_((LOSS, "np.mean(((Y - T) ** 2).sum(axis=1)) / 2")),
        "norm": with_((LOSS, "np.linalg.norm(Y - T) ** 2 / len(X) / 2")),
        "the mean at the end": with_((DELTA, "D = Y - T"), (BACK, "return G.T @ X / len(X), dW2 / len(X)")),
        "example by example": with_((BACK, "return sum(np.outer(g, x) for g, x in zip(G, X)), dW2")),
        "fresh copies for each weight": with_((SLOPE, ROWS)),
        "lists": with_((FOUND, "return [slopes.tolist() for slopes in found]")),
    },
    wrong={
        "no-relu": (with_((FORWARD, "return Z, Z @ W2.T")), "Apply ReLU first"),
        "relu-at-the-end": (with_((FORWARD, "return Z, np.maximum(Z @ W2.T, 0)")), "between the layers"),
        "relu-twice": (with_((FORWARD, "return Z, np.maximum(np.maximum(Z, 0) @ W2.T, 0)")), "only between the layers"),
        "returns-the-hidden-values": (with_((FORWARD, "Z = np.maximum(Z, 0)\n    return Z, Z @ W2.T")), "values before it"),
        "no-half": (with_((LOSS, "((Y - T) ** 2).sum() / len(X)")), "twice the loss"),
        "sum-for-mean (loss)": (with_((LOSS, "((Y - T) ** 2).sum() / 2")), "sum over the examples"),
        "mean-of-entries (loss)": (with_((LOSS, "((Y - T) ** 2).mean() / 2")), "number of *entries*"),
        "mean-of-squares": (with_((LOSS, "((Y - T) ** 2).mean()")), "mean of the squares"),
        "no-square": (with_((LOSS, "(Y - T).sum() / (2 * len(X))")), "were not squared"),
        "no-mask": (with_((MASK, "G = D @ W2")), "ReLU is flat"),
        "masks-by-the-slope": (with_((MASK, "G = np.maximum(D @ W2, 0)")), "negative *slopes*"),
        "times-the-value": (with_((MASK, "G = (D @ W2) * np.maximum(Z, 0)")), "by the value of ReLU"),
        "sum-for-mean (gradient)": (with_((DELTA, "D = Y - T")), "times too large"),
        "target-minus-output": (with_((DELTA, "D = (T - Y) / len(X)")), "output minus target"),
        "factor-2": (with_((DELTA, "D = 2 * (Y - T) / len(X)")), "cancels the half"),
        "mean-of-entries (gradient)": (with_((DELTA, "D = (Y - T) / Y.size")), "`len(X)`"),
        "before-relu": (with_((OUTPUT, "dW2 = D.T @ Z")), "*after* ReLU"),
        "transposed": (with_((OUTPUT, "dW2 = np.maximum(Z, 0).T @ D"), (BACK, "return X.T @ G, dW2")), "shape of `W1`"),
        "swapped (gradient)": (with_((BACK, "return dW2, G.T @ X")), "Return `dW1` first"),
        "swapped (differences)": (with_((FOUND, "return found[1], found[0]")), "Return `dW1` first"),
        "swapped (forward)": (with_((FORWARD, "return np.maximum(Z, 0) @ W2.T, Z")), "are swapped"),
        "one-sided": (with_(("weights[layer][place] = old - h", "weights[layer][place] = old"), ("/ (2 * h)", "/ h")), "one-sided differences"),
        "divides-by-h": (with_((SLOPE, "slopes[place] = (up - down) / h")), "the run is $2 h$"),
        "never-divides": (with_((SLOPE, "slopes[place] = up - down")), "divided by its run"),
        "wrong-way": (with_((SLOPE, "slopes[place] = (down - up) / (2 * h)")), "wrong sign"),
        "exact": (with_((FOUND, "return backward(X, T, W1, W2)")), "in another way"),
        "mutates": (with_((BACK, "dW1 = G.T @ X\n    W1 -= 0.1 * dW1\n    return dW1, dW2")), "changed its argument"),
    },
)  # fmt: skip
