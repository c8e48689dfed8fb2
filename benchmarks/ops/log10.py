"""Logarithm to the base 10."""
import numpy as np


def inputs(n):
    np.random.seed(1)
    return (np.random.uniform(0.1, 10.0, n),)


def run(x):
    return np.log10(x)


def run_out(x, out):
    return np.log10(x, out=out)
