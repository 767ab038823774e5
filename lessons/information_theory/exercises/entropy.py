"""Entropy: the mean surprisal, in bits."""

import numpy as np


def surprisal(p):
    """How surprising an outcome of probability p is, in bits.

    p: one number, above 0 and at most 1.
    Returns one number, 0 or more.
    """
    # TODO: mind the base of the logarithm, and the sign
    return None


def entropy(p):
    """The entropy of a distribution, in bits.

    p: array of shape (K,), no entry negative, sum 1. Some
    entries may be 0: such an outcome adds nothing.
    Returns one number, 0 or more.
    """
    # TODO: the mean surprisal, each weighted by its probability
    return None
