"""Gaussian error unit, by tanh."""
import numpy as np


def inputs(n):
    np.random.seed(1)
    return (np.random.uniform(-4.0, 4.0, n),)


def run(x):
    return 0.5 * x * (1.0 + np.tanh(0.7978845608028654 * (x + 0.044715 * x * x * x)))
