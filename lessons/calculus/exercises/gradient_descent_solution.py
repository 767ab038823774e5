"""Gradient descent on the parabola f(x) = (x - 3)^2."""

import numpy as np


def slope(x):
    """The derivative of f(x) = (x - 3)^2 at x.

    x: one number. Returns one number.
    """
    # The power rule outside, and the chain rule: the inner slope is 1.
    return 2 * (x - 3)


def descend(x, eta, steps):
    """Where gradient descent on f goes, step by step.

    x: where it starts. eta: the step size. steps: how many it takes.
    Returns the places in order: the start, then one for each step, so
    steps + 1 numbers.
    """
    path = [x]
    for _ in range(steps):
        # Minus, because the slope points uphill; eta, because a slope is
        # not a distance. The slope is taken again at each place: it
        # shrinks on the way.
        x = x - eta * slope(x)
        path.append(x)
    return path
