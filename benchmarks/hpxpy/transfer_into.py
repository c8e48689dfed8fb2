# sizes: 1000000 10000000
"""An array copied into another one."""
import numpy as np


def inputs(n):
    np.random.seed(1)
    return np.random.uniform(-4.0, 4.0, n), np.zeros(n)


def run(x, y):
    y[:] = x
    return y
