"""Entropy: the mean surprisal, in bits."""

import numpy as np


def surprisal(p):
    """How surprising an outcome of probability p is, in bits.

    p: a number, above 0 and at most 1. Returns one, 0 or more.
    """
    # TODO: mind the base of the logarithm, and the sign
    return None


def entropy(p):
    """The entropy of a distribution, in bits.

    p: array of shape (K,), nothing negative, sum 1. A p of 0
    may be among them: it never comes, and adds nothing.
    Returns one number, 0 or more.
    """
    # TODO: the mean surprisal, each weighed by its probability
    return None
