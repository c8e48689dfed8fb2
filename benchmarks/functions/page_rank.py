"""Ranks of pages by the links between them."""
import numpy as np


def run(src, dst, n, iters, d):
    outdeg = np.zeros(n)
    for e in range(len(src)):
        outdeg[src[e]] += 1
    r = np.ones(n) / n
    for it in range(iters):
        new = np.full(n, (1 - d) / n)
        for e in range(len(src)):
            new[dst[e]] += d * r[src[e]] / outdeg[src[e]]
        r = new
    return r


def setup():
    r = np.random.default_rng(1)
    return r.integers(0, 500, 5000), r.integers(0, 500, 5000), 500, 8, 0.85
