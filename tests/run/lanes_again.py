"""Loops that run several rounds at once and look at the processor's flags behind many of them; and sums of short ints, which must not leave
their range on the way."""
import warnings

import numpy as np


def scale(a, out):
    for i in range(len(a)):
        out[i] = a[i] * 1e300 - 1.0


def shares(a, b, out):
    for i in range(len(a)):
        out[i] = a[i] / b[i] + 1.5


def clipped(a, out):
    for i in range(len(a)):
        x = (a[i] - 0.25) / 0.5
        if x < 0.0:
            x = 0.0
        elif x > 1.0:
            x = 1.0
        out[i] = x * x * (3.0 - 2.0 * x)


def until(a, out, stop):
    for i in range(len(a)):
        if a[i] == stop:
            break
        out[i] = a[i] * a[i]
    return i


def shifted(a, d):
    for i in range(len(a) - d):
        a[i] = a[i + d] * 2.0 + 1.0


def rows(m, r):
    for j in range(m.shape[1]):
        m[r, j] = m[r - 1, j] * 1.5 + m[r - 1, 0]


def total(a):
    s = 0
    for i in range(len(a)):
        s += a[i]
    return s


def total_from(a, s):
    for i in range(len(a)):
        s += a[i]
    return s


def differences(a, b):
    s = a[0] - a[0]
    for i in range(len(a)):
        s += a[i]
        s -= b[i]
    return s


def positive(a):
    s = a[0] - a[0]
    for x in a:
        if x > 0:
            s += x
    return s


def products(a, b):
    s = a[0] - a[0]
    for i in range(len(a)):
        s += a[i] * b[i]
    return s


def told(f, *args):
    with warnings.catch_warnings(record=True) as all:
        warnings.simplefilter("always")
        r = f(*args)
    lines = {}
    for w in all:
        lines[str(w.message), w.lineno] = lines.get((str(w.message), w.lineno), 0) + 1
    return r, sorted(lines.items())


def digest(data):
    return int(np.frombuffer(data, dtype=np.uint8).astype(np.int64).cumsum().sum())


def main():
    rng = np.random.default_rng(3)
    for n in (600, 1024, 1500, 5000):
        a = rng.normal(size=n)
        for bad in ([], [0], [n - 1], [n // 2, n // 2 + 1], [5, 1030 % n, n - 9]):
            for value in (1e10, np.inf, np.nan, -np.inf):
                x = a.copy()
                x[bad] = value
                out = np.zeros(n)
                print(n, bad, value, told(scale, x, out)[1], digest(out.tobytes()))
                y = x.copy()
                y[bad] = 0.0
                print(told(shares, x, y, out)[1], digest(out.tobytes()))
                print(told(clipped, x, out)[1], digest(out.tobytes()))
                if value == value:
                    print(told(until, x, out, value), digest(out.tobytes()))
                print(told(scale, x, x)[1], digest(x.tobytes()))
        for d in (1, 8, 127, 128, 129, 511, 512, 513):
            x = rng.normal(size=n)
            shifted(x, d)
            print(d, digest(x.tobytes()))
        m = rng.normal(size=(3, n))
        rows(m, 1)
        rows(m, 2)
        rows(m.T.copy().T, 2)
        print(digest(m.tobytes()))
    for dtype in (np.int8, np.int16, np.int32, np.uint16, np.uint32, np.uint8, np.int64):
        info = np.iinfo(dtype)
        for n in (7, 40, 300, 3000):
            for least, most in ((0, 2), (-3, 4), (-100, 100), (info.min // 40, info.max // 40), (info.min, info.max)):
                least = max(least, info.min)
                a = rng.integers(least, most, n, dtype=dtype, endpoint=True)
                b = rng.integers(least, most, n, dtype=dtype, endpoint=True)
                print(dtype.__name__, n, told(total, a), told(differences, a, b), told(positive, a), told(products, a, b))
                for s in (dtype(info.max), dtype(info.min), dtype(info.max - 50), dtype(info.max // 2), info.max, info.max - 3):
                    print(told(total_from, a, s))


main()
