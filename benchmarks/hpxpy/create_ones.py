# sizes: 1000 1000000 100000000
"""Ones."""
import numpy as np


def inputs(n):
    np.random.seed(1)
    return (n,)


def run(n):
    return np.ones(n)
