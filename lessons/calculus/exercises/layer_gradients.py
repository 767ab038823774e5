"""The backward pass of two layers, checked by finite differences."""

import numpy as np


def forward(X, W1, W2):
    """Two linear layers with ReLU between them.

    X: (n, d), one example per row. W1: (h, d). W2: (k, h).
    Returns Z = X W1^T, (n, h), and Y = ReLU(Z) W2^T, (n, k).
    """
    Z = X @ W1.T
    # TODO: Y; np.maximum(Z, 0) is ReLU
    return Z, None


def loss(X, T, W1, W2):
    """The mean over the examples of half the squared error.

    T: (n, k), the targets. The squared error of an example is the
    sum of (Y - T)^2 over its row. Returns one number.
    """
    # TODO: forward, then square, add, halve, average
    return None


def backward(X, T, W1, W2):
    """The gradients of the loss with respect to W1 and W2.

    Returns dW1 of shape (h, d) and dW2 of shape (k, h).
    """
    # TODO: D = (Y - T) / n, then back through each layer
    dW1, dW2 = None, None
    return dW1, dW2


def differences(X, T, W1, W2, h):
    """The same gradients by central differences of the loss.

    For each weight: (L(w + h) - L(w - h)) / (2 h), with all the
    other weights as they are. W1 and W2 stay unchanged.
    Returns dW1 of shape (h, d) and dW2 of shape (k, h).
    """
    # TODO: copy W1, move one entry, call loss; then W2
    dW1, dW2 = None, None
    return dW1, dW2
