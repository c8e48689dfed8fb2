"""A curve made of small functions that return a bound or the number itself."""
import numpy as np


def clampf(x, lo, hi):
    if x < lo:
        return lo
    if x > hi:
        return hi
    return x


def smooth(x):
    t = clampf((x - 0.2) / 0.6, 0.0, 1.0)
    return t * t * (3.0 - 2.0 * t)


def run(a):
    out = np.empty_like(a)
    for i in range(a.size):
        out[i] = smooth(a[i])
    return out


def setup():
    return (np.random.default_rng(1).random(20000),)
