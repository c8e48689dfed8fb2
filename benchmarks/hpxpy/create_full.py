# sizes: 1000 1000000
"""An array of one value."""
import numpy as np


def inputs(n):
    np.random.seed(1)
    return (n,)


def run(n):
    return np.full(n, 2.5)
