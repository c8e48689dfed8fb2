# expect: 5034.828639338307 within 1e-12
"""Operators on whole arrays, between loops."""
import numpy as np


def run(x, y, rounds):
    z = np.zeros_like(x)
    for i in range(rounds):
        z += x * y + i
        z[z > 100.0] -= 100.0
    return z.mean()


def setup():
    rng = np.random.default_rng(20)
    return rng.random(20_000), rng.random(20_000), 200
