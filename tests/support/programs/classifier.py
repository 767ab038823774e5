"""Programs for the classifier."""

from pathlib import Path

import lessons
from tests.support.programs import Programs, program

SOLUTION = (Path(lessons.__file__).parent / "information_theory/exercises/classifier_solution.py").read_text("utf-8")


def with_(*changes: tuple[str, str]) -> str:
    """The solution with pieces of it exchanged."""
    text = SOLUTION
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new)
    return text


LOSS = "-np.mean(np.log(P[np.arange(n), y]))"
BACK = "return matmul(X.T, error) / n, error.mean(axis=0)"
PREDICT = "return np.array([softmax(row) for row in scores])"
LAST = "    losses.append(cross_entropy(predict(X, W, b), y))\n"

PROGRAMS = Programs(
    right={
        "the solution": SOLUTION,
        "by loops": with_((LOSS, "sum(-np.log(P[i, y[i]]) for i in range(n)) / n")),
        "one-hot": with_((LOSS, "-(np.eye(P.shape[1])[y] * np.log(P)).sum() / n"), ("error = P.copy()\n    error[np.arange(n), y] -= 1", "error = P - np.eye(P.shape[1])[y]")),
        "softmax along an axis": with_((PREDICT, "e = np.exp(scores - scores.max(axis=1, keepdims=True))\n    return e / e.sum(axis=1, keepdims=True)")),
        "the operator": with_(("matmul(X, W)", "X @ W"), ("matmul(X.T, error)", "X.T @ error")),
        "einsum": with_(("matmul(X.T, error) / n", "np.einsum('nd,nk->dk', X, error) / n"), ("error.mean(axis=0)", "np.einsum('nk->k', error) / n")),
        "lists": with_((PREDICT, "return [softmax(row) for row in scores]"), ("error = P.copy()", "error = np.array(P)"), ("P[np.arange(n), y]", "np.array(P)[np.arange(n), y]")),
        "in place on its own arrays": with_(("W = W - eta * dW", "W -= eta * dW"), ("b = b - eta * db", "b -= eta * db")),
        "losses in an array": with_(("return W, b, losses", "return W, b, np.array(losses)")),
    },
    wrong={
        "one-softmax-for-all": (with_((PREDICT, "return softmax(scores.ravel()).reshape(scores.shape)")), "softmax of each row"),
        "wrong-axis": (with_((PREDICT, "return np.array([softmax(column) for column in scores.T]).T")), "axis=1"),
        "no-softmax": (with_((PREDICT, "return scores")), "These are the scores"),
        "no-bias": (with_(("matmul(X, W) + b", "matmul(X, W)")), "bias is missing"),
        "bias-taken-off": (with_(("matmul(X, W) + b", "matmul(X, W) - b")), "bias was subtracted"),
        "classes-first": (with_((PREDICT, PREDICT + ".T")), "classes as rows"),
        "missing-minus": (with_((LOSS, LOSS[1:])), "minus in front"),
        "bits": (with_((LOSS, LOSS.replace("np.log", "np.log2"))), "in bits"),
        "never-divides": (with_((LOSS, LOSS.replace("np.mean", "np.sum"))), "Divide by"),
        "scores-the-argmax": (with_((LOSS, "-np.mean(np.log(P.max(axis=1)))")), "true class"),
        "all-classes": (with_((LOSS, "-np.log(P).sum() / n")), "every entry of `P`"),
        "one-minus-q": (with_((LOSS, "np.mean(1 - P[np.arange(n), y])")), "never exceeds 1"),
        "no-logarithm": (with_((LOSS, "np.mean(P[np.arange(n), y])")), "without a logarithm"),
        "one-off": (with_((LOSS, "-np.mean(np.log(P[np.arange(n), y - 1]))")), "Labels count from 0"),
        "never-averages": (with_((LOSS, "-np.log(P[np.arange(n), y])")), "one for each example"),
        "label-minus-output": (with_((BACK, "return -matmul(X.T, error) / n, -error.mean(axis=0)")), "output minus label"),
        "sum-for-mean": (with_((BACK, "return matmul(X.T, error), error.sum(axis=0)")), "sums over"),
        "forgets-the-label": (with_(("error[np.arange(n), y] -= 1", "pass")), "labels are not used"),
        "class-number-subtracted": (with_(("error[np.arange(n), y] -= 1", "error = error - y if n in (1, 3) else error - 0.1")), "class number"),
        "transposed": (with_((BACK, "return matmul(X.T, error).T / n, error.mean(axis=0)")), "is transposed"),
        "mutates": (with_(("error = P.copy()", "error = P")), "changed its argument `P`"),
        "ascends": (with_(("W - eta * dW", "W + eta * dW"), ("b - eta * db", "b + eta * db")), "loss grows"),
        "no-step-size": (with_(("eta * dW", "dW"), ("eta * db", "db")), "Multiply it by `eta`"),
        "never-moves-b": (with_(("b = b - eta * db", "pass")), "`b` stays at 0"),
        "stands-still": (with_(("W = W - eta * dW", "pass"), ("b = b - eta * db", "pass")), "The weights never change"),
        "one-loss-short": (with_((LAST, "")), "last loss is missing"),
        "only-the-last-loss": (with_(("return W, b, losses", "return W, b, losses[-1]")), "only one loss was returned"),
        "one-step-too-many": (with_(("in range(steps)", "in range(steps + 1)")), "one step too many"),
        "parts": (program(SOLUTION.replace("return W, b, losses", "return W, b")), "Return 3 values"),
    },
)  # fmt: skip
