"""Distances between all pairs of points."""
import numpy as np


def run(points):
    n, d = points.shape
    out = np.empty((n, n))
    for i in range(n):
        for j in range(n):
            total = 0.0
            for k in range(d):
                difference = points[i, k] - points[j, k]
                total += difference * difference
            out[i, j] = np.sqrt(total)
    return out


def setup():
    return (np.random.default_rng(9).random((300, 3)),)
