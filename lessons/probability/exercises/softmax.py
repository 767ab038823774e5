"""Softmax: from scores to probabilities, also for large scores."""

import numpy as np


def softmax(z):
    """The softmax of the scores z.

    z: array of shape (K,), real numbers, some above 1000.
    Returns an array of shape (K,): no entry negative, sum 1.
    """
    # TODO: exponentiate each score, then divide by the sum
    p = None
    return p
