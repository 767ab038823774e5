"""A classifier, trained by functions you wrote before."""

import numpy as np
from matrix_product import matmul  # yours, once that exercise is done
from softmax import softmax  # yours, once that exercise is done


def predict(X, W, b):
    """The probabilities of every class for every example.

    X: (n, d), n examples. W: (d, K). b: (K,).
    Returns P, (n, K): row i is the softmax of row i of XW + b.
    """
    # TODO: a softmax for each row; yours takes a row at a time
    return None


def cross_entropy(P, y):
    """The loss: the mean of -ln P of the true class.

    P: (n, K), each row adds up to 1. y: (n,), classes from 0.
    Returns one number, in nats.
    """
    # TODO: from row i, only P[i, y[i]] counts
    return None


def gradient(X, P, y):
    """The gradient of the loss.

    Returns dW of shape (d, K) and db of shape (K,). With Y the
    one-hot rows of the labels: dW = X^T (P - Y) / n, and db is
    the mean of the rows of P - Y.
    """
    # TODO: output minus label, then back through X
    dW, db = None, None
    return dW, db


def train(X, y, classes, eta, steps):
    """Gradient descent from W = 0 and b = 0.

    Returns W, b and the losses: one before the first step and
    one after each, so steps + 1 numbers.
    """
    W, b = np.zeros((X.shape[1], classes)), np.zeros(classes)
    losses = []
    # TODO: predict, append the loss, step; append it at the end too
    return W, b, losses
