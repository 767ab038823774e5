"""Maximum likelihood: the Gaussian that is least surprised by data."""

import numpy as np


def nll(x, mu, var):
    """The mean negative log-likelihood of data under a Gaussian, in nats.

    x: array of shape (n,). mu: the mean. var: the variance, positive.
    Returns one number: the mean over x of -ln p(x), where
    ln p(x) = -(ln(2 pi var) + (x - mu)^2 / var) / 2.
    """
    # Densities of independent points multiply; their logarithms add. The
    # first term is the price of a wide bell, the second that of points
    # far out in it.
    terms = (np.log(2 * np.pi * var) + (x - mu) ** 2 / var) / 2
    # A mean, not a sum: a loss should not grow with the number of points.
    return np.mean(terms)


def fit(x):
    """The mean and the variance that make nll as small as it gets.

    x: array of shape (n,).
    Returns two numbers, mu and var.
    """
    # Set the derivatives of nll to 0 and solve: the plain average, and
    # the plain average of the squared distances from it. Divided by n: n
    # - 1 would be unbiased, and is not where the likelihood peaks.
    mu = np.mean(x)
    var = np.mean((x - mu) ** 2)
    return mu, var
