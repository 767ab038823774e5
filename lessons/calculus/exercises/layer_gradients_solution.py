"""The backward pass of two layers, checked by finite differences."""

import numpy as np


def forward(X, W1, W2):
    """Two linear layers with ReLU between them.

    X: (n, d), one example per row. W1: (h, d). W2: (k, h).
    Returns Z = X W1^T, (n, h), and Y = ReLU(Z) W2^T, (n, k).
    """
    # Return Z too: the backward pass needs its signs.
    Z = X @ W1.T
    return Z, np.maximum(Z, 0) @ W2.T


def loss(X, T, W1, W2):
    """The mean over the examples of half the squared error.

    T: (n, k), the targets. The squared error of an example is the sum
    of (Y - T)^2 over its row. Returns one number.
    """
    _, Y = forward(X, W1, W2)
    # Divide by the number of examples, not by the number of entries: the
    # errors of one example are added.
    return ((Y - T) ** 2).sum() / (2 * len(X))


def backward(X, T, W1, W2):
    """The gradients of the loss for W1 and W2.

    Returns dW1 of shape (h, d) and dW2 of shape (k, h).
    """
    Z, Y = forward(X, W1, W2)
    # The half cancels the 2 of the square; the mean leaves 1/n.
    D = (Y - T) / len(X)
    # Layer 2: slopes times inputs, and its inputs are ReLU(Z).
    dW2 = D.T @ np.maximum(Z, 0)
    # Back through W2, then through ReLU, which is flat for Z < 0.
    G = (D @ W2) * (Z > 0)
    return G.T @ X, dW2


def differences(X, T, W1, W2, h):
    """The same gradients by central differences of the loss.

    For each weight: (L(w + h) - L(w - h)) / (2 h), with all the other
    weights as they are. W1 and W2 stay unchanged.
    Returns dW1 of shape (h, d) and dW2 of shape (k, h).
    """
    found = []
    for layer in (0, 1):
        # Copies: the arguments belong to the caller.
        weights = [W1.copy(), W2.copy()]
        slopes = np.zeros(weights[layer].shape)
        for place in np.ndindex(slopes.shape):
            old = weights[layer][place]
            weights[layer][place] = old + h
            up = loss(X, T, *weights)
            weights[layer][place] = old - h
            down = loss(X, T, *weights)
            # Restore this weight before the next one moves.
            weights[layer][place] = old
            slopes[place] = (up - down) / (2 * h)
        found.append(slopes)
    return found[0], found[1]
