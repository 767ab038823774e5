"""The least-squares slope."""

import numpy as np


def slope(x, y):
    """The slope of the least-squares line; x and y have shape (n,)."""
    # TODO: center x and y, then divide two sums
    return np.nan
