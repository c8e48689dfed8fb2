"""The LU decomposition of a matrix, rows exchanged."""
import numpy as np


def run(a):
    a = a.copy()
    n = a.shape[0]
    perm = np.arange(n)
    for k in range(n):
        p = k
        for i in range(k + 1, n):
            if abs(a[i, k]) > abs(a[p, k]):
                p = i
        if p != k:
            for j in range(n):
                t = a[k, j]
                a[k, j] = a[p, j]
                a[p, j] = t
            t2 = perm[k]
            perm[k] = perm[p]
            perm[p] = t2
        for i in range(k + 1, n):
            a[i, k] /= a[k, k]
            for j in range(k + 1, n):
                a[i, j] -= a[i, k] * a[k, j]
    return a[n - 1, n - 1] + perm[n - 1]


def setup():
    return (np.random.default_rng(3).random((80, 80)),)
