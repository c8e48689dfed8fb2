# European and Asian options: the closed formula, a binomial tree, and simulated paths.
import math

import numpy as np


def normal_cdf(x):
    return 0.5 * (1.0 + math.erf(x / math.sqrt(2.0)))


def black_scholes(s, k, t, r, sigma, call=True):
    d1 = (math.log(s / k) + (r + sigma**2 / 2) * t) / (sigma * math.sqrt(t))
    d2 = d1 - sigma * math.sqrt(t)
    if call:
        return s * normal_cdf(d1) - k * math.exp(-r * t) * normal_cdf(d2)
    return k * math.exp(-r * t) * normal_cdf(-d2) - s * normal_cdf(-d1)


def binomial(s, k, t, r, sigma, n, american=False):
    dt = t / n
    up = math.exp(sigma * math.sqrt(dt))
    down = 1 / up
    p = (math.exp(r * dt) - down) / (up - down)
    discount = math.exp(-r * dt)
    j = np.arange(n + 1)
    values = np.maximum(k - s * up ** (n - j) * down**j, 0.0)
    for i in range(n - 1, -1, -1):
        values = discount * (p * values[:-1] + (1 - p) * values[1:])
        if american:
            j = j[: i + 1]
            values = np.maximum(values, k - s * up ** (i - j) * down**j)
    return float(values[0])


def paths(s, t, r, sigma, steps, count, rng):
    dt = t / steps
    z = rng.standard_normal((count // 2, steps))
    z = np.concatenate([z, -z])
    moves = (r - sigma**2 / 2) * dt + sigma * math.sqrt(dt) * z
    return s * np.exp(np.cumsum(moves, axis=1))


s, k, t, r, sigma = 100.0, 105.0, 0.75, 0.03, 0.25
call, put = black_scholes(s, k, t, r, sigma), black_scholes(s, k, t, r, sigma, False)
print(f"call {call:.6f} put {put:.6f} parity {call - put - s + k * math.exp(-r * t):.1e}"[:34])
for n in (10, 50, 200):
    print(n, round(binomial(s, k, t, r, sigma, n), 6), round(binomial(s, k, t, r, sigma, n, True), 6))
walk = paths(s, t, r, sigma, 50, 4000, np.random.default_rng(2024))
discount = math.exp(-r * t)
payoffs = {
    "call": np.maximum(walk[:, -1] - k, 0),
    "asian": np.maximum(walk.mean(axis=1) - k, 0),
    "lookback": walk.max(axis=1) - walk[:, -1],
    "digital": (walk[:, -1] > k).astype(float),
    "knocked out": np.where(walk.max(axis=1) < 130, np.maximum(walk[:, -1] - k, 0), 0),
}
for name, pay in payoffs.items():
    price = discount * pay.mean()
    error = discount * pay.std(ddof=1) / math.sqrt(len(pay))
    print(f"{name:12s} {price:10.6f} +- {error:.6f} {np.count_nonzero(pay):5d}")
print(np.round(np.percentile(walk[:, -1], [5, 25, 50, 75, 95]), 4))
print(np.round(np.histogram(walk[:, -1], bins=8)[1], 3), np.histogram(walk[:, -1], bins=8)[0])
strikes = np.arange(80, 121, 10)
print(np.array([[round(black_scholes(s, float(x), m, r, sigma), 3) for m in (0.25, 0.5, 1.0)] for x in strikes]))
