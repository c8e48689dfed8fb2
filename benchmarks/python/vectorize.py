"""`pyaot.vectorize` against Numba's, in turns in one process: the first call (decoration and compilation), and warm calls on 100, 10,000 and
1,000,000 elements. Values are compared first. Names of functions choose among them.

Wants NumPy, Numba and pyaot in the interpreter that runs it: `python benchmarks/python/vectorize.py [names…]`.
"""

import math
import sys
import time

import numba
import numpy as np

import pyaot


def price(s, k, t, r, sigma):
    d1 = (math.log(s / k) + (r + 0.5 * sigma * sigma) * t) / (sigma * math.sqrt(t))
    d2 = d1 - sigma * math.sqrt(t)
    put = k * math.exp(-r * t) * 0.5 * (1.0 + math.erf(d2 / math.sqrt(2.0)))
    return s * 0.5 * (1.0 + math.erf(d1 / math.sqrt(2.0))) - put


def logistic(x):
    return 1.0 / (1.0 + math.exp(-x))


def gauss(x, m, s):
    z = (x - m) / s
    return math.exp(-0.5 * z * z) / (s * 2.5066282746310002)


def wave(a, t):
    return math.sin(a) * math.cos(t) + math.sin(t)


def poly(x):
    return ((2.0 * x + 3.0) * x - 1.5) * x + 0.25


def relu(x):
    return x if x > 0.0 else 0.0


def clip(x, low, high):
    return min(max(x, low), high)


def haversine(a, b, c, d):
    h = math.sin((c - a) / 2.0) ** 2 + math.cos(a) * math.cos(c) * math.sin((d - b) / 2.0) ** 2
    return 2.0 * 6371.0 * math.asin(math.sqrt(h))


def mandel(x, y):
    zr = zi = 0.0
    for i in range(50):
        if zr * zr + zi * zi > 4.0:
            return i
        zr, zi = zr * zr - zi * zi + x, 2.0 * zr * zi + y
    return 50


def gcd(a, b):
    while b:
        a, b = b, a % b
    return a


RNG = np.random.default_rng(0)
SIZES = 100, 10_000, 1_000_000
TURNS = 7


def floats(low, high):
    return lambda n: RNG.uniform(low, high, n)


def ints(n):
    return RNG.integers(1, 10**6, n)


CASES = [
    (price, [floats(50, 150), floats(50, 150), floats(0.1, 2), floats(0, 0.05), floats(0.1, 0.5)]),
    (logistic, [floats(-5, 5)]),
    (gauss, [floats(-3, 3), floats(-1, 1), floats(0.5, 2)]),
    (wave, [floats(-3, 3)] * 2),
    (poly, [floats(-1, 1)]),
    (relu, [floats(-1, 1)]),
    (clip, [floats(-1, 1), floats(-1, 0), floats(0, 1)]),
    (haversine, [floats(-1, 1)] * 4),
    (mandel, [floats(-2, 1), floats(-1, 1)]),
    (gcd, [ints, ints]),
]


def seconds(f, operands, calls=1):
    start = time.perf_counter()
    for _ in range(calls):
        f(*operands)
    return (time.perf_counter() - start) / calls


def first(vectorize, function, operands):
    """The vectorized function, and the time until it has been called once."""
    start = time.perf_counter()
    f = vectorize(function)
    f(*operands)
    return f, time.perf_counter() - start


def mean(ratios):
    return math.exp(sum(map(math.log, ratios)) / len(ratios))


def main(names):
    # What each loads when it is first used is not the functions' affair.
    first(pyaot.vectorize, clip, [1.0] * 3)
    first(numba.vectorize, clip, [1.0] * 3)
    firsts, warms = [], {n: [] for n in SIZES}
    for function, makers in CASES:
        if names and function.__name__ not in names:
            continue
        one = [make(1) for make in makers]
        ours, took = first(pyaot.vectorize, function, one)
        theirs, theirs_took = first(numba.vectorize, function, one)
        firsts.append(theirs_took / took)
        row = f"{function.__name__:9} {ours.inspect().popitem()[1]:6} first {took * 1e3:6.1f} ms {firsts[-1]:5.1f}x"
        for n in SIZES:
            operands = [make(n) for make in makers]
            np.testing.assert_allclose(ours(*operands), theirs(*operands), rtol=1e-9, atol=1e-12)
            calls = max(1, int(3e-3 / seconds(theirs, operands)))
            best = [math.inf, math.inf]
            for _ in range(TURNS):
                best = [min(b, seconds(f, operands, calls)) for b, f in zip(best, (ours, theirs))]
            warms[n].append(best[1] / best[0])
            row += f" | {n}: {best[0] * 1e6:9.2f} us {warms[n][-1]:5.2f}x"
        print(row, flush=True)
    print(f"geometric means: first {mean(firsts):.1f}x, " + ", ".join(f"{n} {mean(r):.2f}x" for n, r in warms.items()))


if __name__ == "__main__":
    main(sys.argv[1:])
