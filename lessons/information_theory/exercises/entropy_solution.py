"""Entropy: the mean surprisal, in bits."""

import numpy as np


def surprisal(p):
    """How surprising an outcome of probability p is, in bits.

    p: one number, above 0 and at most 1. Returns one number, 0 or more.
    """
    # log2, not log: a bit is one fair yes or no. The logarithm of a
    # number below 1 is negative, so the minus makes surprise positive.
    return -np.log2(p)


def entropy(p):
    """The entropy of a distribution, in bits.

    p: array of shape (K,), nothing negative, the sum 1. An outcome may
    have probability 0: it never comes, and adds nothing.
    Returns one number, 0 or more.
    """
    # An outcome that never comes is left out before the logarithm is
    # taken: 0 * log2(0) would be 0 * (-inf), which is nan and spoils the
    # sum.
    p = p[p > 0]
    # Weighed by p and added: the mean over what happens, not over the
    # outcomes.
    return np.sum(p * surprisal(p))
