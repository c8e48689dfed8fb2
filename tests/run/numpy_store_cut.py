"""Floats that are stored into arrays of ints: cut off where they fit, what NumPy says of them where not."""

import numpy as np


def fill(values, out):
    for i in range(len(values)):
        out[i] = values[i] * 1.5


def fill_floats(values: list[float], out):
    for i, x in enumerate(values):
        out[i] = x * 1.5


def histogram(a, n):
    out = np.zeros(n, np.int64)
    width = 1.0 / n
    for x in a:
        out[int(x / width)] += 1
    for i in range(n):
        out[i] = out[i] * 0.5
    return out


SMALL = [0.0, -0.0, 0.4, -0.4, 0.7, 1.9, 42.49, 84.9]
for dtype in (np.int8, np.uint8, np.int16, np.uint16, np.int32, np.uint32, np.int64, np.uint64):
    out = np.zeros(len(SMALL), dtype)
    fill(np.array(SMALL), out)
    print(dtype.__name__, out)
    fill(np.array(SMALL, np.float32), out)
    print(out)
    fill_floats(SMALL, out)
    print(out)
    for low in (-0.5, -0.66, -0.67, -85.0, -86.0, 170.0, 171.0):
        try:
            fill_floats([low], out)
            print(out[0])
        except OverflowError as e:
            print(e)
print(histogram(np.random.default_rng(0).random(1000), 8))

for dtype in (np.int32, np.int64):
    for bad in (float("nan"), float("inf"), -float("inf"), 1e30, -1e30):
        out = np.zeros(2, dtype)
        try:
            fill_floats([1.0, bad], out)
        except (ValueError, OverflowError) as e:
            print(dtype.__name__, bad, type(e).__name__, e, out)
print(np.iinfo(np.int64).max)
out = np.zeros(2, np.int64)
fill_floats([6148914691236516000.0, -6148914691236517205.0], out)
print(out)
out = np.zeros(1, np.uint64)
fill(np.array([7e18]), out)
print(out)
