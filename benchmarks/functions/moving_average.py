# expect: 142187.681003378 within 1e-12
"""An exponential moving average, and the deepest fall from it."""
import numpy as np


def run(prices, span):
    alpha = 2.0 / (span + 1.0)
    average = prices[0]
    worst = 0.0
    out = np.empty_like(prices)
    for i in range(prices.size):
        average = alpha * prices[i] + (1.0 - alpha) * average
        out[i] = average
        fall = prices[i] / average - 1.0
        if fall < worst:
            worst = fall
    return out.sum() + worst


def setup():
    return np.exp(np.cumsum(np.random.default_rng(13).normal(0.0, 0.01, 200_000))), 20
