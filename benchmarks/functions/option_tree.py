"""The price of an American option by a binomial tree."""
import math

import numpy as np


def run(s, k, r, sigma, t, n):
    dt = t / n
    u = math.exp(sigma * math.sqrt(dt))
    d = 1 / u
    p = (math.exp(r * dt) - d) / (u - d)
    disc = math.exp(-r * dt)
    values = np.zeros(n + 1)
    for i in range(n + 1):
        values[i] = max(0.0, k - s * u ** (n - i) * d ** i)
    for step in range(n - 1, -1, -1):
        for i in range(step + 1):
            hold = disc * (p * values[i] + (1 - p) * values[i + 1])
            exercise = k - s * u ** (step - i) * d ** i
            values[i] = max(hold, exercise)
    return values[0]


def setup():
    return 100.0, 105.0, 0.03, 0.2, 1.0, 120
