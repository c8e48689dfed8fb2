"""Points that are each the farthest from all chosen before."""
import numpy as np


def run(points, k):
    n = points.shape[0]
    dist = np.full(n, 1e18)
    chosen = np.zeros(k, dtype=np.int64)
    cur = 0
    for c in range(k):
        chosen[c] = cur
        for i in range(n):
            d = 0.0
            for j in range(points.shape[1]):
                t = points[i, j] - points[cur, j]
                d += t * t
            if d < dist[i]:
                dist[i] = d
        cur = np.argmax(dist)
    return chosen


def setup():
    return np.random.default_rng(1).random((1000, 3)), 15
