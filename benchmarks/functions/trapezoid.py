# expect: 0.7468241328124271 within 1e-10
"""An integral by the rule of trapezoids."""
import math


def f(x):
    return math.exp(-x * x)


def run(a, b, n):
    h = (b - a) / n
    total = 0.5 * (f(a) + f(b))
    for i in range(1, n):
        total += f(a + i * h)
    return total * h


def setup():
    return 0.0, 1.0, 300_000
