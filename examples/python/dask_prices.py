"""Prices of options in a Dask array, by a universal function of pyaot's: each worker compiles it once.

Wants `pip install dask distributed numpy` beside pyaot; run by CPython: `python dask_prices.py`.
"""

import math

import dask.array as da
import numpy as np
from distributed import Client

import pyaot


def cdf(x):
    return 0.5 * (1.0 + math.erf(x / math.sqrt(2.0)))


@pyaot.vectorize
def call_price(s, k, t, r, sigma):
    d1 = (math.log(s / k) + (r + 0.5 * sigma * sigma) * t) / (sigma * math.sqrt(t))
    d2 = d1 - sigma * math.sqrt(t)
    return s * cdf(d1) - k * math.exp(-r * t) * cdf(d2)


def main():
    with Client(n_workers=2, threads_per_worker=1, dashboard_address=None):
        spots = da.linspace(50.0, 150.0, 4_000_000, chunks=500_000)
        prices = call_price(spots, 100.0, 0.5, 0.02, 0.25)
        print(type(prices).__module__, prices.dtype, prices.shape)
        print("mean", round(float(prices.mean().compute()), 6))
        middle = prices[2_000_000:2_000_003].compute()
        print(np.array_equal(middle, call_price(spots[2_000_000:2_000_003].compute(), 100.0, 0.5, 0.02, 0.25)))


if __name__ == "__main__":
    main()
