"""Lloyd's algorithm on points of a plane."""
import numpy as np


def run(points, centres, rounds):
    n, d = points.shape
    k = centres.shape[0]
    c = centres.copy()
    labels = np.zeros(n, dtype=np.int64)
    for _ in range(rounds):
        sums = np.zeros((k, d))
        counts = np.zeros(k)
        for i in range(n):
            best = 0
            least = np.inf
            for j in range(k):
                total = 0.0
                for l in range(d):
                    total += (points[i, l] - c[j, l]) ** 2
                if total < least:
                    best, least = j, total
            labels[i] = best
            counts[best] += 1
            for l in range(d):
                sums[best, l] += points[i, l]
        for j in range(k):
            if counts[j] > 0:
                for l in range(d):
                    c[j, l] = sums[j, l] / counts[j]
    return c


def setup():
    rng = np.random.default_rng(15)
    return rng.normal(size=(3_000, 2)), rng.normal(size=(8, 2)), 5
