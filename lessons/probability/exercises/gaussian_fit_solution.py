"""Maximum likelihood: the Gaussian that fits the data best."""

import numpy as np


def nll(x, mu, var):
    """The mean negative log-likelihood of data under a Gaussian, in nats.

    x: array of shape (n,). mu: the mean. var: the variance, positive.
    Returns one number: the mean over x of -ln p(x), where
    ln p(x) = -(ln(2 pi var) + (x - mu)^2 / var) / 2.
    """
    # Densities of independent points multiply, so their logarithms add.
    # The first term grows with the width of the bell, the second with
    # the distance of the point from its center.
    terms = (np.log(2 * np.pi * var) + (x - mu) ** 2 / var) / 2
    # A mean, not a sum: a loss should not grow with the number of points.
    return np.mean(terms)


def fit(x):
    """The mean and the variance at which nll is smallest.

    x: array of shape (n,).
    Returns two numbers, mu and var.
    """
    # Set the derivatives of nll to 0 and solve: the mean of x, and the
    # mean of the squared deviations from it. The likelihood peaks at a
    # division by n; n - 1 would give the unbiased estimate.
    mu = np.mean(x)
    var = np.mean((x - mu) ** 2)
    return mu, var
