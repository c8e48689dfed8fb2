"""Functions of single elements in loops: NumPy's, those of math, min, max, abs and powers."""
import math
import numpy as np


def ufuncs(a):
    out = np.zeros((len(a), 12))
    for i in range(len(a)):
        x = a[i]
        out[i, 0] = np.sqrt(np.abs(x))
        out[i, 1] = np.sin(x) + np.cos(x) - np.tan(x)
        out[i, 2] = np.exp(-x * x) * np.exp2(x)
        out[i, 3] = np.log(x * x + 1) + np.log2(x * x + 2) + np.log10(x * x + 3) + np.log1p(x * x)
        out[i, 4] = np.floor(x) + np.ceil(x * 3) + np.trunc(x * 7)
        out[i, 5] = np.maximum(x, 0.25) + np.minimum(x, a[i - 1])
        out[i, 6] = np.arctan(x) + np.arctan2(x, 2.0) + np.hypot(x, 3)
        out[i, 7] = np.tanh(x) + np.sinh(x) + np.cosh(x) + np.expm1(x)
        out[i, 8] = np.square(x) + x ** 3 + abs(x) ** 0.5 + x ** 2 + abs(x) ** 1.5
        out[i, 9] = math.sqrt(abs(x)) + math.sin(x) + math.exp(x) + math.fabs(x)
        out[i, 10] = math.floor(x) + math.ceil(x) + int(x) + round(x)
        out[i, 11] = np.arcsin(x / 10) + np.arccos(x / 10) + np.cbrt(x)
    return out


def extremes(a):
    low, high = 1e300, -math.inf
    n = 0
    for i in range(1, len(a)):
        low = min(low, a[i], a[i - 1] * 2)
        high = max(high, a[i])
        n = max(n, int(a[i]))
    return low, high, n, min(3, a[0]), max(2.5, a[1]), max(a[0], 0)


def ints(a):
    t = 0
    d = np.zeros(len(a), dtype=a.dtype)
    for i in range(1, len(a)):
        d[i] = min(a[i] + 1, a[i - 1] + 1, d[i - 1] + a[0])
        t += abs(a[i] - a[i - 1]) + np.abs(a[i]) + np.maximum(a[i], a[i - 1])
        d[i] = max(d[i], a[i])
    return d, t, type(t), type(min(a[0], a[1]))


a = np.array([0.5, -1.25, 3.0, 7.5, -0.0, 0.0, 2.0, -6.125, 1e-3, 4.75])
print(ufuncs(a))
print(extremes(a))
for kind in (np.int64, np.int32, np.int16):
    print(ints(np.array([3, -7, 12, 5, 0, -2, 9], dtype=kind)))
f = a.astype(np.float32)
print([np.sqrt(x) for x in np.abs(f)], [max(x, f[0]) for x in f], np.floor(f[3]), [abs(x) for x in f])

# What warns, or is special.
with np.errstate(all="ignore"):
    for x in np.array([np.inf, -np.inf, np.nan, -1.0, 0.0, -0.0, 1e308, 1e-310]):
        print(np.sqrt(x), np.log(x), np.exp(x), np.sin(x), np.maximum(x, 0.0), np.minimum(x, -0.0), np.floor(x), x ** 0.5, x ** 3, np.square(x))
        print(min(x, 1.0), max(x, 1.0), min(1.0, x), max(1.0, x), abs(x))


def careless(values):
    total = 0.0
    for v in values:
        total += np.sqrt(v)
    return total


print(careless(np.array([4.0, 9.0, 16.0])))
print(careless(np.array([4.0, -9.0, 16.0])))
print(np.abs(np.array([-128], dtype=np.int8)[0]), np.maximum(0.0, -0.0), np.maximum(-0.0, 0.0))
m = np.array([True, False, True])
print(sum(int(m[i]) for i in range(3)), max(m[0], m[1]))
try:
    math.sqrt(a[1])
except ValueError as e:
    print(e)
try:
    with np.errstate(under="raise"):
        for v in np.array([1.0, 1e-310]):
            print(np.sin(v))
except FloatingPointError as e:
    print(e)
