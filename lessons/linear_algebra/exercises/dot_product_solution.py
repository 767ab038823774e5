"""The dot product: multiply matching entries, add the products."""

import numpy as np


def dot(a, b):
    """The dot product of two vectors.

    a, b: arrays of shape (n,), both of the same n.
    Returns one number.
    """
    # zip walks through both vectors side by side, so entry 1 meets entry
    # 1. The sum starts at 0 and takes in one product after the other.
    total = 0
    for x, y in zip(a, b):
        total += x * y
    return total

    # In NumPy all of that is one sign: `return a @ b`. `a * b` alone
    # would stop after the products; `(a * b).sum()` adds them too.
