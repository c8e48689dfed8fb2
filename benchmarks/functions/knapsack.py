"""The best load, by dynamic programming."""
import numpy as np


def run(weights, values, capacity):
    best = np.zeros(capacity + 1, dtype=np.int64)
    for i in range(len(weights)):
        w = weights[i]
        for c in range(capacity, w - 1, -1):
            candidate = best[c - w] + values[i]
            if candidate > best[c]:
                best[c] = candidate
    return best[capacity]


def setup():
    rng = np.random.default_rng(17)
    return rng.integers(1, 50, 100), rng.integers(1, 100, 100), 3_000
