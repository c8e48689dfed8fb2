"""Square root."""
import numpy as np


def inputs(n):
    np.random.seed(1)
    return (np.random.uniform(0.1, 10.0, n),)


def run(x):
    return np.sqrt(x)


def run_out(x, out):
    return np.sqrt(x, out=out)
