"""Logarithm to the base 2."""
import numpy as np


def inputs(n):
    np.random.seed(1)
    return (np.random.uniform(0.1, 10.0, n),)


def run(x):
    return np.log2(x)


def run_out(x, out):
    return np.log2(x, out=out)
