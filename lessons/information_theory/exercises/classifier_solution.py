"""A classifier, trained by functions you wrote before."""

import numpy as np
from matrix_product import matmul  # yours, once that exercise is done
from softmax import softmax  # yours, once that exercise is done


def predict(X, W, b):
    """The probabilities of every class for every example.

    X: (n, d), n examples. W: (d, K). b: (K,).
    Returns P of shape (n, K): row i is the softmax of row i of XW + b.
    """
    # Rung 1 turns inputs into scores, rung 2 turns scores into
    # probabilities.
    scores = matmul(X, W) + b
    return np.array([softmax(row) for row in scores])


def cross_entropy(P, y):
    """The loss: the mean of -ln of the true class's probability.

    P: (n, K), rows that add up to 1. y: (n,), true classes, from 0.
    Returns one number, in nats.
    """
    # Rung 4: the mean surprisal of the true classes. The true class of
    # example i is column y[i] of row i.
    n = len(y)
    return -np.mean(np.log(P[np.arange(n), y]))


def gradient(X, P, y):
    """The gradient of the loss.

    Returns dW of shape (d, K) and db of shape (K,). With Y the one-hot
    rows of the labels: dW = X^T (P - Y) / n, and db is the mean of the
    rows of P - Y.
    """
    # Rung 3: at the scores, the gradient is output minus label. The
    # one-hot label is 1 at the true class. Work on a copy, because P
    # belongs to the caller.
    n = len(y)
    error = P.copy()
    error[np.arange(n), y] -= 1
    # Back through scores = XW + b: the slope of a weight is its input
    # times the error, averaged over the examples.
    return matmul(X.T, error) / n, error.mean(axis=0)


def train(X, y, classes, eta, steps):
    """Gradient descent from W = 0 and b = 0.

    Returns W, b and the losses: one before the first step and one after
    each, so steps + 1 numbers.
    """
    W, b = np.zeros((X.shape[1], classes)), np.zeros(classes)
    losses = []
    for _ in range(steps):
        P = predict(X, W, b)
        losses.append(cross_entropy(P, y))
        # Compute both gradients at the old parameters, then update both.
        dW, db = gradient(X, P, y)
        W = W - eta * dW
        b = b - eta * db
    losses.append(cross_entropy(predict(X, W, b), y))
    return W, b, losses
