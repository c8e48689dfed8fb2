# expect: 59568.85450529038 within 1e-10
"""Prices of options, one after the other, with a polynomial for the normal distribution."""
import math

import numpy as np


def cnd(d):
    k = 1.0 / (1.0 + 0.2316419 * math.fabs(d))
    tail = 0.3989422804014327 * math.exp(-0.5 * d * d) * (
        k * (0.31938153 + k * (-0.356563782 + k * (1.781477937 + k * (-1.821255978 + k * 1.330274429)))))
    return 1.0 - tail if d > 0.0 else tail


def run(prices, strikes, years, rate, volatility):
    calls = np.empty(prices.shape[0])
    for i in range(prices.shape[0]):
        root = math.sqrt(years[i])
        d1 = (math.log(prices[i] / strikes[i]) + (rate + 0.5 * volatility * volatility) * years[i]) / (volatility * root)
        d2 = d1 - volatility * root
        calls[i] = prices[i] * cnd(d1) - strikes[i] * math.exp(-rate * years[i]) * cnd(d2)
    return calls


def setup():
    rng = np.random.default_rng(2)
    return rng.uniform(5.0, 30.0, 20_000), rng.uniform(1.0, 100.0, 20_000), rng.uniform(0.25, 10.0, 20_000), 0.02, 0.3
