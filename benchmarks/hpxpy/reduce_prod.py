# sizes: 1000000
"""Product."""
import numpy as np


def inputs(n):
    np.random.seed(1)
    return (np.random.uniform(0.999, 1.001, n),)


def run(x):
    return np.prod(x)
