"""Gradient descent on the parabola f(x) = (x - 3)^2."""

import numpy as np


def slope(x):
    """The derivative of f(x) = (x - 3)^2 at x.

    x: one number. Returns one number.
    """
    # The power rule, times the inner slope, which is 1.
    return 2 * (x - 3)


def descend(x, eta, steps):
    """The path of gradient descent on f, step by step.

    x: the start. eta: the step size. steps: the number of steps.
    Returns the points in order: the start, then the point after each
    step, so steps + 1 numbers.
    """
    path = [x]
    for _ in range(steps):
        # The slope points uphill, so subtract it; eta turns the slope
        # into a distance. The slope changes with x: compute it each time.
        x = x - eta * slope(x)
        path.append(x)
    return path
