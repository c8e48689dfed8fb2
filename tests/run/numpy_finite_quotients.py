# Quotients show that their dividends are finite, not their divisors; which of two numbers is the larger one.
import math
import warnings

import numpy as np

warnings.simplefilter("always")


def scaled(a, shift, by, out):
    for i in range(a.size):
        out[i] = (a[i] - shift) / by
    return out


def inverse(a, shift, out):
    for i in range(a.size):
        out[i] = 1.0 / (a[i] * shift)
    return out


def clamp(x, low, high):
    if x < low:
        return low
    if x > high:
        return high
    return x


def smooth(x):
    t = clamp((x - 0.2) / 0.6, 0.0, 1.0)
    return t * t * (3.0 - 2.0 * t)


def curve(a, out):
    for i in range(a.size):
        out[i] = smooth(a[i])
    return out


def steps(a, out):
    for i in range(a.size):
        x = a[i]
        if x < 0.25:
            y = x * 2.0
        elif x < 0.5:
            y = x + 1.0
        elif x < 0.75:
            y = x / 3.0
        else:
            y = x - 4.0
        if x > 0.1:
            y = y * 1e300
        out[i] = y
    return out


def shown(name, f, *args):
    with warnings.catch_warnings(record=True) as seen:
        warnings.simplefilter("always")
        result = f(*args)
    print(name, [float(x) for x in result[:3]], [float(x) for x in result[-3:]], len(seen) > 0, sorted({str(w.message) for w in seen}))


for n in (5, 8, 40, 203):
    a = np.linspace(-1.0, 2.0, n)
    out = np.empty(n)
    shown("scaled", scaled, a, np.float64(0.5), np.float64(3.0), out)
    shown("by zero", scaled, a, a[n // 2], np.float64(0.0), out)
    shown("too large", scaled, a * 1e308, np.float64(-1e308), np.float64(2.0), out)
    shown("quotient", scaled, a * 1e308, np.float64(0.0), np.float64(1e-3), out)
    shown("inverse", inverse, a + 3.0, np.float64(2.0), out)
    shown("of infinity", inverse, (a + 3.0) * 1e300, np.float64(1e200), out)
    shown("curve", curve, a, out)
    steep = a.copy()
    steep[n // 3] = np.inf
    steep[n // 2] = np.nan
    shown("there already", curve, steep, out)
    shown("overflow", curve, a * 1.7e308, out)
    shown("steps", steps, a / 3.0 + 0.3, out)
    shown("large steps", steps, a * 1e9, out)

with np.errstate(all="raise"):
    for f, args in ((scaled, (np.linspace(0.0, 1.7e308, 100), np.float64(0.0), np.float64(0.5))), (inverse, (np.full(50, 1e300), np.float64(1e200)))):
        out = np.zeros(args[0].size)
        try:
            f(*args, out)
        except FloatingPointError as e:
            print(e, np.count_nonzero(out))


def extremes(numbers):
    most, least = -math.inf, math.inf
    for x in numbers:
        most = max(most, x)
        least = min(least, x)
    return most, least


def kept(numbers):
    most = least = numbers[0]
    for x in numbers:
        if x > most:
            most = x
        if x < least:
            least = x
    return most, least


nan = math.nan
for numbers in ([1.0, 2.0, -3.0], [0.0, -0.0, 0.0], [-0.0, 0.0], [nan, 1.0, 2.0], [1.0, nan, 2.0], [nan], [math.inf, -math.inf, 1.0]):
    print(extremes(numbers), kept(numbers), max(numbers), min(numbers))
    array = np.array(numbers)
    print(*map(float, extremes(array) + kept(array)))
