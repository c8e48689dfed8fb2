"""A filter of some taps over a signal."""
import numpy as np


def run(signal, taps):
    n = len(signal)
    k = len(taps)
    out = np.zeros(n)
    for i in range(n):
        total = 0.0
        for j in range(k):
            if i - j >= 0:
                total += taps[j] * signal[i - j]
        out[i] = total
    return out


def setup():
    rng = np.random.default_rng(8)
    return rng.normal(size=30_000), rng.normal(size=31)
