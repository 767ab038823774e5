"""Softmax: scores to shares, also where scores are large."""

import numpy as np


def softmax(z):
    """The softmax of the scores z.

    z: array of shape (K,), real numbers; 1000 and more too.
    Returns an array of shape (K,): nothing negative, the sum 1.
    """
    # TODO: raise e to each score, divide by the sum of them
    shares = None
    return shares
