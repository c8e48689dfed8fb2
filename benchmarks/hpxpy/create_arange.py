# sizes: 1000 1000000
"""Consecutive numbers."""
import numpy as np


def inputs(n):
    np.random.seed(1)
    return (n,)


def run(n):
    return np.arange(n)
