"""Matrix times matrix by hand-written loops; then whole columns at once."""

import numpy as np


def matmul(A, B):
    """The product AB, from loops of your own.

    A: array of shape (m, n). B: array of shape (n, p).
    Returns an array of shape (m, p).
    """
    C = None  # TODO: cell (i, j) is row i of A dot column j of B
    return C


def center(X):
    """Each column of X with its own mean taken off, by NumPy without a loop.

    X: array of shape (n, d): n examples, d features.
    Returns an array of shape (n, d) whose columns have mean 0.
    """
    centred = None  # TODO: one mean per column; which axis does it run along?
    return centred
