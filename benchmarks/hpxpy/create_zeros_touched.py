# sizes: 1000 1000000 100000000
"""Zeros, one element of each page written."""
import numpy as np


def inputs(n):
    np.random.seed(1)
    return (n,)


def run(n):
    a = np.zeros(n)
    a[::512] = 1.0
    return a
