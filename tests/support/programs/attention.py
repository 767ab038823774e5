"""Programs for attention."""

from pathlib import Path

import lessons
from tests.support.programs import Programs

SOLUTION = (Path(lessons.__file__).parent / "probability/exercises/attention_solution.py").read_text("utf-8")

FIRST = "return softmax_rows(Q @ K.T / np.sqrt(Q.shape[-1]))"
OUTPUT = "return attention_weights(Q, K) @ V"
SCORES = "S = Q @ K.T / np.sqrt(Q.shape[-1])\n"
MASK = "S[np.triu_indices(len(S), k=1)] = -np.inf"
MASKED = "return softmax_rows(S) @ V"
POWERS = "W = np.exp(S - S.max(axis=-1, keepdims=True))"
NORMALIZED = "return W / W.sum(axis=-1, keepdims=True)"


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
        "a loop over the queries": with_((FIRST, "return np.array([softmax_rows((q @ K.T / np.sqrt(len(q)))[None])[0] for q in Q])")),
        "einsum": with_((FIRST, "return softmax_rows(np.einsum('nd,md->nm', Q, K) / np.sqrt(Q.shape[1]))")),
        "scaled queries": with_((FIRST, "return softmax_rows((Q / Q.shape[-1] ** 0.5) @ K.T)")),
        "where": with_((MASK, "S = np.where(np.tril(np.ones(S.shape)) > 0, S, -np.inf)")),
        "a very negative score": with_((MASK, "S = S + np.triu(np.full(S.shape, -1e9), k=1)")),
        "one prefix at a time": with_((MASKED, "return np.array([attention(Q[i : i + 1], K[: i + 1], V[: i + 1])[0] for i in range(len(Q))])")),
        "lists": with_((OUTPUT, "return (attention_weights(Q, K) @ V).tolist()")),
    },
    wrong={
        "divides-by-d": (with_((FIRST, "return softmax_rows(Q @ K.T / Q.shape[-1])")), "divide by the root"),
        "not-scaled (weights)": (with_((FIRST, "return softmax_rows(Q @ K.T)")), "before the softmax"),
        "root-of-the-tokens": (with_((FIRST, "return softmax_rows(Q @ K.T / np.sqrt(len(K)))")), "root of the number of keys"),
        "columns": (with_((FIRST, "return softmax_rows((Q @ K.T / np.sqrt(Q.shape[-1])).T).T")), "*column* adds up"),
        "whole-table": (with_((NORMALIZED, "return np.exp(S) / np.exp(S).sum()")), "needs its own sum"),
        "never-normalized": (with_((NORMALIZED, "return np.exp(S)")), "These are the exponentials"),
        "no-exponential": (with_((NORMALIZED, "return S / S.sum(axis=-1, keepdims=True)")), "divided by its sum"),
        "scores": (with_((FIRST, "return Q @ K.T / np.sqrt(Q.shape[-1])")), "These are the scores"),
        "sigmoid": (with_((FIRST, "return 1 / (1 + np.exp(-(Q @ K.T) / np.sqrt(Q.shape[-1])))")), "sigmoid"),
        "transposed": (with_((FIRST, "return softmax_rows(K @ Q.T / np.sqrt(Q.shape[-1]))")), "have to belong to the queries"),
        "hardmax": (with_((NORMALIZED, "return (W == 1) * 1.0")), "best key"),
        "no-shift": (with_((POWERS, "W = np.exp(S)")), "largest score of each row"),
        "weights-returned": (with_((OUTPUT, "return attention_weights(Q, K)")), "These are the weights"),
        "not-averaged": (with_((OUTPUT, "return Q @ K.T @ V")), "dot products are the weights"),
        "plain-mean": (with_((OUTPUT, "return np.tile(V.mean(axis=0), (len(Q), 1))")), "plain mean"),
        "best-value": (with_((OUTPUT, "return V[(Q @ K.T).argmax(axis=-1)]")), "copies the value"),
        "weights-transposed": (with_((OUTPUT, "W = attention_weights(Q, K)\n    return W.T @ V if len(W) == len(V) else W @ V")), "leave them as they are"),
        "averages-the-keys": (with_((OUTPUT, "return attention_weights(Q, K) @ K")), "The keys were averaged"),
        "no-mask": (with_((MASK, "")), "sees the whole text"),
        "masks-with-0": (with_((MASK, "S = np.tril(S)")), "still gives them weight"),
        "cuts-the-weights": (with_((MASK, ""), (MASKED, "return np.tril(softmax_rows(S)) @ V")), "after the softmax"),
        "sees-the-future": (with_((MASK, "S[np.tril_indices(len(S), k=-1)] = -np.inf")), "*later* tokens"),
        "hides-itself": (with_((MASK, "S[np.triu_indices(len(S), k=0)] = -np.inf")), "Keep the diagonal"),
        "one-too-many": (with_((MASK, "S[np.triu_indices(len(S), k=2)] = -np.inf")), "sees the next one"),
        "not-scaled (masked)": (with_((SCORES, "S = Q @ K.T\n")), "Divide them"),
        "mutates": (with_((OUTPUT, "V *= 2\n    return attention_weights(Q, K) @ V / 2")), "changed its argument"),
    },
)  # fmt: skip
