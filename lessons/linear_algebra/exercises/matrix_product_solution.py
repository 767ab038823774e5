"""Matrix times matrix in loops, then column means in NumPy."""

import numpy as np


def matmul(A, B):
    """The product AB, computed in three loops.

    A: array of shape (m, n). B: array of shape (n, p).
    Returns an array of shape (m, p).
    """
    m, n = A.shape
    n, p = B.shape
    # np.zeros holds floats. An array of integers would drop decimals
    # without a warning.
    C = np.zeros((m, p))
    for i in range(m):  # a row of A
        for j in range(p):  # a column of B
            for k in range(n):  # the inner size, which disappears
                C[i, j] += A[i, k] * B[k, j]
    return C

    # In NumPy one operator does all of this: `return A @ B`.


def center(X):
    """X with the mean of each column subtracted: NumPy, no loop.

    X: array of shape (n, d): n examples, d features.
    Returns an array of shape (n, d) whose columns have mean 0.
    """
    # axis=0 averages over the rows and leaves one mean per column, shape
    # (d,). Broadcasting repeats these means for every row of X.
    return X - X.mean(axis=0)
