# sizes: 1000 10000 100000 1000000
"""A sorted copy."""
import numpy as np


def inputs(n):
    np.random.seed(1)
    return (np.random.uniform(-4.0, 4.0, n),)


def run(x):
    return np.sort(x)
