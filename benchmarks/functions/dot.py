"""A sum of products over two vectors, and the length of one."""
import numpy as np


def run(x, y):
    total = 0.0
    square = 0.0
    for i in range(x.shape[0]):
        total += x[i] * y[i]
        square += x[i] * x[i]
    return total / np.sqrt(square)


def setup():
    rng = np.random.default_rng(19)
    return rng.random(300_000), rng.random(300_000)
