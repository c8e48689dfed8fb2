# Quotients by powers of two are products: the same numbers, and the same warnings.
import warnings

import numpy as np

warnings.simplefilter("error")


def halves(a, out):
    for i in range(a.size):
        out[i] = a[i] / 2.0 + a[i] / -0.25 + a[i] / 3.0
    return out


def tiny(a, out):
    for i in range(a.size):
        out[i] = a[i] / 1.3407807929942597e154
    return out


def huge(a, out):
    for i in range(a.size):
        out[i] = a[i] / 2.2250738585072014e-308
    return out


def least(a, out):
    for i in range(a.size):
        out[i] = a[i] / 5e-324
    return out


def most(a, out):
    for i in range(a.size):
        out[i] = a[i] / 8.98846567431158e307
    return out


def spread(state, n):
    total = 0.0
    for _ in range(n):
        state = (state * 1664525 + 1013904223) % 4294967296
        total += state / 4294967296.0 - state / 4294967296
    return total, state / 1024.0


for n in (3, 50):
    a = np.linspace(-3.0, 5.0, n)
    for f, scale in ((halves, 1.0), (halves, 5e-324), (tiny, 1.0), (tiny, 1e-160), (huge, 1e-300), (huge, 1.0), (least, 5e-324), (least, 1.0), (most, 1e-5), (most, 1e300)):
        out = np.zeros(n)
        try:
            print(f.__name__, f(a * scale, out).tolist()[:4], out.tolist()[-3:])
        except RuntimeWarning as e:
            print(f.__name__, e, np.count_nonzero(out))
    b = (a * 1e3).astype(np.float32)
    print(halves(b, np.zeros(n, dtype=np.float32)).tolist()[:5])
print(spread(7, 1000))
print([x / 4.0 for x in (1, 3.5, -0.0, 1e308, 5e-324)], [x / 2 for x in (5, 2**60 + 1)])
