"""Gradient descent on the parabola f(x) = (x - 3)^2."""

import numpy as np


def slope(x):
    """The derivative of f(x) = (x - 3)^2 at x.

    x: one number. Returns one number.
    """
    # TODO: the derivative, not f itself
    return None


def descend(x, eta, steps):
    """The path of gradient descent on f, step by step.

    x: the start. eta: the step size. steps: the number of steps.
    Returns the points in order: the start, then the point after
    each step, so steps + 1 numbers.
    """
    path = [x]
    # TODO: in each step, x <- x - eta * slope at x;
    # append the new x to the path
    return path
