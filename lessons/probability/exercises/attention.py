"""Attention: weights from queries and keys, averages of the values."""

import numpy as np


def attention_weights(Q, K):
    """How much each query attends to each key.

    Q: (n, d), one query per row. K: (m, d), one key per row.
    Returns softmax(Q K^T / sqrt(d)), (n, m): every row adds up to 1,
    however large the scores are.
    """
    # TODO: scores, divided by sqrt(d); then softmax of every row
    return None


def attention(Q, K, V):
    """The output of attention, one row per query.

    V: (m, k), one value per row. Returns an array of shape (n, k).
    """
    # TODO: a weighted average of the values for every query
    return None


def causal_attention(Q, K, V):
    """Attention within one text: token i sees tokens 0 to i only.

    Q, K: (n, d). V: (n, k). Scores of later tokens become minus
    infinity before the softmax. Returns an array of shape (n, k).
    """
    # TODO: as above, with -np.inf above the diagonal of the scores
    return None
