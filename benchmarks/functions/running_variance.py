"""Mean and variance in one pass."""
import numpy as np


def run(x):
    mean = 0.0
    m2 = 0.0
    n = 0
    for v in x:
        n += 1
        delta = v - mean
        mean += delta / n
        m2 += delta * (v - mean)
    return mean + m2 / (n - 1)


def setup():
    return (np.random.default_rng(3).random(50_000),)
