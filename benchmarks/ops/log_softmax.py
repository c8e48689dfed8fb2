"""Logarithm of the softmax."""
import numpy as np


def inputs(n):
    np.random.seed(1)
    return (np.random.uniform(-4.0, 4.0, n),)


def run(x):
    shifted = x - np.max(x)
    return shifted - np.log(np.sum(np.exp(shifted)))
