"""The dot product: multiply matching entries, then add."""

import numpy as np


def dot(a, b):
    """The dot product of two vectors.

    a, b: arrays of shape (n,), both of the same n.
    Returns one number.
    """
    # TODO: go through both vectors together, multiply, add up
    total = None
    return total
