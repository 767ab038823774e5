"""Matrix times matrix in your loops; then columns at once."""

import numpy as np


def matmul(A, B):
    """The product AB, from loops of your own.

    A: array of shape (m, n). B: array of shape (n, p).
    Returns an array of shape (m, p).
    """
    # TODO: cell (i, j) is row i of A dot column j of B
    C = None
    return C


def center(X):
    """Each column of X less its own mean: NumPy, no loop.

    X: array of shape (n, d): n examples, d features.
    Returns an array of shape (n, d) whose columns have mean 0.
    """
    # TODO: one mean per column; which axis does it run along?
    centred = None
    return centred
