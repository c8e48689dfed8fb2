"""round() of floats and of NumPy's numbers, in loops and with what is no number: always a Python int."""
import math

import numpy as np


def nearest(a):
    out = []
    for i in range(len(a)):
        out.append(round(a[i]))
    return out


def histogram(x, step, bins):
    counts = np.zeros(bins, np.int64)
    for i in range(x.shape[0]):
        k = int(round(x[i] / step))
        if 0 <= k < bins:
            counts[k] += 1
    return counts


def images(d, box):
    total = 0.0
    for i in range(len(d)):
        total += d[i] - box * round(d[i] / box)
    return total


def even(n):
    return sum(round(k / 2) for k in range(n))


def whole(a, out):
    for i in range(len(a)):
        out[i] = np.rint(a[i])
    return out


halves = np.arange(-5, 6) / 2
print(nearest(halves), nearest(halves.astype(np.float32)), nearest(np.arange(3)), nearest(np.arange(3, dtype=np.uint8)))
print(nearest([0.5, 1.5, -0.5, -1.5, 2.5, 1e18, -9.3e18, 1e300, 2**53 + 1.0]))
print([type(x).__name__ for x in nearest(halves)[:2] + nearest(np.arange(2)) + nearest(np.array([2**63], np.uint64))])
print(nearest(np.array([1e19, -1e30, 4503599627370497.5])))
rng = np.random.default_rng(1)
print(histogram(rng.normal(5, 2, 1000), 0.25, 40))
print(images(rng.normal(0, 10, 100), 3.5), even(101))
print(whole(halves, np.zeros(11)), whole(np.linspace(-3, 3, 101), np.zeros(101)).sum())
print(np.signbit(whole(np.array([-0.25, -0.0, 0.25] * 10), np.zeros(30)))[:6])
for bad in (math.nan, math.inf, np.float64("nan"), np.float32("-inf"), np.array([1.5]), np.True_, np.complex128(1)):
    try:
        print(round(bad))
    except (ValueError, OverflowError, TypeError) as e:
        print(type(e).__name__, e)


def mixed(flag, x):
    y = x
    if flag:
        y = 3
    return round(y), round(2**70), round(True), round(np.int8(-3))


print(mixed(True, np.float64(2.5)), mixed(False, np.float64(2.5)))
for x in (2.5, np.float64(2.675), np.float32(0.1), np.int64(12)):
    print(repr(round(x, 1)), repr(round(x, -1)), repr(round(x, None)))
try:
    nearest(np.array([1.0, np.nan]))
except ValueError as e:
    print(e)
