# sizes: 1000000 10000000 100000000
"""A whole array copied."""
import numpy as np


def inputs(n):
    np.random.seed(1)
    return (np.random.uniform(-4.0, 4.0, n),)


def run(x):
    return x.copy()
