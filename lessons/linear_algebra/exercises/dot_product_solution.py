"""The dot product: multiply matching entries, then add."""

import numpy as np


def dot(a, b):
    """The dot product of two vectors.

    a, b: arrays of shape (n,), both of the same n.
    Returns one number.
    """
    # zip pairs the matching entries of both vectors. The sum starts at 0,
    # and each product is added to it.
    total = 0
    for x, y in zip(a, b):
        total += x * y
    return total

    # In NumPy one operator does all of this: `return a @ b`. `a * b` only
    # multiplies; `(a * b).sum()` also adds.
