"""Softmax: scores to shares, also where the scores are large."""


def softmax(z):
    """The softmax of the scores z.

    z: array of shape (K,), any real numbers; 1000 and more included.
    Returns an array of shape (K,): nothing negative, the sum 1.
    """
    # TODO: raise e to each score, then divide by the sum of all of them
    shares = None
    return shares
