# sizes: 1000 1000000 100000000
"""Zeros that nobody looks at: the system hands out their pages when they are touched."""
import numpy as np


def inputs(n):
    np.random.seed(1)
    return (n,)


def run(n):
    return np.zeros(n)
