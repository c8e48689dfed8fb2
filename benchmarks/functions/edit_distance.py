"""The edit distance of two sequences of codes, in two rows."""
import numpy as np


def run(a, b):
    m = len(b)
    previous = np.arange(m + 1)
    current = np.zeros(m + 1, dtype=np.int64)
    for i in range(len(a)):
        current[0] = i + 1
        for j in range(m):
            cost = 0 if a[i] == b[j] else 1
            current[j + 1] = min(previous[j + 1] + 1, current[j] + 1, previous[j] + cost)
        previous, current = current, previous
    return previous[m]


def setup():
    rng = np.random.default_rng(6)
    return rng.integers(97, 123, 400), rng.integers(97, 123, 450)
