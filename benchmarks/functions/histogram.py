"""How many values fall into each of some bins."""
import numpy as np


def run(values, bins, low, high):
    counts = np.zeros(bins, dtype=np.int64)
    scale = bins / (high - low)
    for x in values:
        if low <= x < high:
            counts[int((x - low) * scale)] += 1
    return counts[::2]


def setup():
    return np.random.default_rng(4).normal(size=200_000), 50, -3.0, 3.0
