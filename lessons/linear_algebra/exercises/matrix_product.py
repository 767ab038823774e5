"""Matrix times matrix in loops, then column means in NumPy."""

import numpy as np


def matmul(A, B):
    """The product AB, computed in three loops.

    A: array of shape (m, n). B: array of shape (n, p).
    Returns an array of shape (m, p).
    """
    # TODO: cell (i, j) is row i of A dot column j of B
    C = None
    return C


def center(X):
    """X with the mean of each column subtracted: NumPy, no loop.

    X: array of shape (n, d): n examples, d features.
    Returns an array of shape (n, d) whose columns have mean 0.
    """
    # TODO: one mean per column: over which axis?
    centered = None
    return centered
