"""The least-squares slope."""

import numpy as np


def slope(x, y):
    """The slope of the least-squares line; x and y have shape (n,)."""
    # After centering, the intercept is gone and one ratio is left.
    dx, dy = x - np.mean(x), y - np.mean(y)
    return (dx * dy).sum() / (dx * dx).sum()
