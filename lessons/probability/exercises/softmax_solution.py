"""Softmax: from scores to probabilities, also for large scores."""

import numpy as np


def softmax(z):
    """The softmax of the scores z.

    z: array of shape (K,), real numbers, some above 1000.
    Returns an array of shape (K,): no entry negative, sum 1.
    """
    # Adding a constant to all scores multiplies the numerators and the
    # denominator by the same factor, which cancels. So subtract the
    # largest score: the largest exponent is then 0, every exponential is
    # between 0 and 1, and nothing can overflow.
    e = np.exp(z - np.max(z))
    # The sum is at least 1, because the largest score contributes e to
    # the power of 0. So nothing is divided by 0.
    return e / np.sum(e)
