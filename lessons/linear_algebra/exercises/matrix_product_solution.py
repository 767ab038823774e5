"""Matrix times matrix in loops of your own; then columns at once."""

import numpy as np


def matmul(A, B):
    """The product AB, from loops of your own.

    A: array of shape (m, n). B: array of shape (n, p).
    Returns an array of shape (m, p).
    """
    m, n = A.shape
    n, p = B.shape
    # Zeros of float64: an array of integers would cut decimals off
    # without a word.
    C = np.zeros((m, p))
    for i in range(m):  # a row of A
        for j in range(p):  # a column of B
            for k in range(n):  # the inner size, which disappears
                C[i, j] += A[i, k] * B[k, j]
    return C

    # In NumPy all of that is one sign: `return A @ B`.


def center(X):
    """Each column of X less its own mean, by NumPy without a loop.

    X: array of shape (n, d): n examples, d features.
    Returns an array of shape (n, d) whose columns have mean 0.
    """
    # axis=0 runs down the rows, so one mean a column is left: shape (d,).
    # Against X, of shape (n, d), it is repeated for every row.
    return X - X.mean(axis=0)
