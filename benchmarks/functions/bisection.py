"""Roots of a function by bisection, for many parameters."""
import numpy as np


def f(x, a):
    return x * x * x - a * x - 1.0


def root(a, low, high, tolerance):
    below = f(low, a)
    while high - low > tolerance:
        middle = 0.5 * (low + high)
        value = f(middle, a)
        if value == 0.0:
            return middle
        if (value < 0.0) == (below < 0.0):
            low, below = middle, value
        else:
            high = middle
    return 0.5 * (low + high)


def run(parameters):
    total = 0.0
    for a in parameters:
        total += root(a, 0.0, 10.0, 1e-12)
    return total


def setup():
    return (np.linspace(0.0, 9.0, 3_000),)
