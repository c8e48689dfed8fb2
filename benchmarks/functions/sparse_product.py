"""A sparse matrix by rows, times a vector."""
import numpy as np


def run(data, indices, indptr, x):
    n = len(indptr) - 1
    y = np.zeros(n)
    for i in range(n):
        s = 0.0
        for k in range(indptr[i], indptr[i + 1]):
            s += data[k] * x[indices[k]]
        y[i] = s
    return y


def setup():
    rng = np.random.default_rng(3); n = 2000
    counts = rng.integers(0, 30, n)
    indptr = np.concatenate([[0], np.cumsum(counts)]).astype(np.int32)
    return rng.random(indptr[-1]), rng.integers(0, n, indptr[-1]).astype(np.int32), indptr, rng.random(n)
