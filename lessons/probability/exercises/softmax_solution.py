"""Softmax: scores to shares, also where the scores are large."""

import numpy as np


def softmax(z):
    """The softmax of the scores z.

    z: array of shape (K,), any real numbers; 1000 and more included.
    Returns an array of shape (K,): nothing negative, the sum 1.
    """
    # A constant added to all scores is a common factor above and below
    # the line, so it cancels. Take the largest score off: then the
    # largest exponent is 0, the exponentials lie between 0 and 1, and
    # nothing can overflow.
    raised = np.exp(z - np.max(z))
    # Dividing by the sum makes shares of them. The sum is at least 1, for
    # the largest score alone contributes e to the 0, so nothing is
    # divided by 0.
    return raised / np.sum(raised)
