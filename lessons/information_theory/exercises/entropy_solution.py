"""Entropy: the mean surprisal, in bits."""

import numpy as np


def surprisal(p):
    """How surprising an outcome of probability p is, in bits.

    p: one number, above 0 and at most 1. Returns one number, 0 or more.
    """
    # log2 gives bits. The logarithm of a number below 1 is negative, so
    # the minus makes the surprisal positive.
    return -np.log2(p)


def entropy(p):
    """The entropy of a distribution, in bits.

    p: array of shape (K,), no entry negative, sum 1. Some entries may
    be 0: such an outcome adds nothing.
    Returns one number, 0 or more.
    """
    # Leave out outcomes of probability 0 before you take the logarithm:
    # 0 * log2(0) would be 0 * (-inf), which is nan.
    p = p[p > 0]
    # The weights p add up to 1, so the weighted sum is the mean.
    return np.sum(p * surprisal(p))
