"""Reciprocal."""
import numpy as np


def inputs(n):
    np.random.seed(1)
    return (np.random.uniform(0.1, 10.0, n),)


def run(x):
    return 1.0 / x


def run_out(x, out):
    return np.divide(1.0, x, out=out)
