"""Gradient descent on the parabola f(x) = (x - 3)^2."""

import numpy as np


def slope(x):
    """The derivative of f(x) = (x - 3)^2 at x.

    x: one number. Returns one number.
    """
    # TODO: the derivative, not f itself
    return None


def descend(x, eta, steps):
    """Where gradient descent on f goes, step by step.

    x: the start. eta: the step size. steps: how many it takes.
    Returns the places in order: the start, then one for each
    step, so steps + 1 numbers.
    """
    path = [x]
    # TODO: as often as there are steps: x <- x - eta * slope,
    # and note where you are
    return path
