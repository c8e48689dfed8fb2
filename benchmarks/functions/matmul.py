"""A product of matrices by three loops."""
import numpy as np


def run(a, b):
    n, m = a.shape
    p = b.shape[1]
    c = np.zeros((n, p))
    for i in range(n):
        for j in range(p):
            total = 0.0
            for k in range(m):
                total += a[i, k] * b[k, j]
            c[i, j] = total
    return c


def setup():
    rng = np.random.default_rng(3)
    return rng.random((100, 100)), rng.random((100, 100))
