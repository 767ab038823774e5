"""Attention: weights from queries and keys, averages of the values."""

import numpy as np


def attention_weights(Q, K):
    """How much each query attends to each key.

    Q: (n, d), one query per row. K: (m, d), one key per row.
    Returns softmax(Q K^T / sqrt(d)), (n, m): every row adds up to 1,
    however large the scores are.
    """
    # d is the number of entries of a query, not the number of tokens.
    return softmax_rows(Q @ K.T / np.sqrt(Q.shape[-1]))


def attention(Q, K, V):
    """The output of attention, one row per query.

    V: (m, k), one value per row. Returns an array of shape (n, k).
    """
    # Row i of the weights times V is an average of the rows of V.
    return attention_weights(Q, K) @ V


def causal_attention(Q, K, V):
    """Attention within one text: token i sees tokens 0 to i only.

    Q, K: (n, d). V: (n, k). Scores of later tokens become minus
    infinity before the softmax. Returns an array of shape (n, k).
    """
    S = Q @ K.T / np.sqrt(Q.shape[-1])
    # k=1 starts one above the diagonal: a token may see itself, so
    # every row keeps at least one finite score.
    S[np.triu_indices(len(S), k=1)] = -np.inf
    return softmax_rows(S) @ V


def softmax_rows(S):
    """Softmax of every row of scores."""
    # A shift cancels, so subtract each row's largest score: then no
    # exponential can overflow. e to the minus infinity is 0.
    W = np.exp(S - S.max(axis=-1, keepdims=True))
    # keepdims leaves the sums as a column, so that every row is divided
    # by its own sum.
    return W / W.sum(axis=-1, keepdims=True)
