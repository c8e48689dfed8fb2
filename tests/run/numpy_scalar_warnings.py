"""Loops over scalars that overflow now and then: each warning once, where NumPy has it, and the same values."""
import warnings

import numpy as np

warnings.simplefilter("always")


def dot(a, b):
    total = 0.0
    for i in range(len(a)):
        total += a[i] * b[i]
    return total


def horner(c, x):
    value = np.float64(0.0)
    for k in range(len(c)):
        value = value * x + c[k]
    return value


def triad(a, b, c):
    for i in range(len(a)):
        c[i] = a[i] * b[i] + c[i]


def ratio(a, b, c):
    for i in range(len(a)):
        c[i] = a[i] / b[i]


def masked(a, c):
    for i in range(len(a)):
        if a[i] > 0.0:
            c[i] = a[i] * a[i]
        else:
            c[i] = a[i] - 1.0


def tree(a, b, i):
    return (a[i] * b[i] - b[i]) * (a[i] + 1.0) / (b[i] * 2.0)


def paths(d):
    n = len(d)
    for k in range(n):
        for i in range(n):
            for j in range(n):
                if d[i, k] + d[k, j] < d[i, j]:
                    d[i, j] = d[i, k] + d[k, j]


def vector(x, y):
    v = np.array([x, y, 1.0])
    w = v * v + v
    return w[0] - w[1], np.add.reduce(w)


def show(name, f, *args):
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        result = f(*args)
    print(name, result, [(str(w.message), w.lineno) for w in caught])


def stopped(name, f, *args):
    for what in "over", "invalid", "divide":
        with np.errstate(**{what: "raise"}):
            try:
                print(name, f(*args))
            except FloatingPointError as e:
                print(name, what, e)


plain = np.linspace(0.5, 2.0, 37)
for special in 1e200, np.inf, np.nan, -1e308, 0.0:
    for at in 0, 20, 36:
        a, b = plain.copy(), plain[::-1].copy()
        a[at] = special
        b[(at + 1) % 37] = special
        for x, y in (a, b), (a, a):
            show("dot", dot, x, y)
            show("horner", horner, x, np.float64(1e160))
            for f in triad, ratio:
                c = np.ones(37)
                show(f.__name__, f, x, y, c)
                print(np.isfinite(c).sum())
            c = np.zeros(37)
            show("masked", masked, x, c)
            print(np.isfinite(c).sum())
            show("tree", tree, x, y, at)
            stopped("dot", dot, x, y)
            stopped("tree", tree, x, y, at)
            stopped("horner", horner, x, np.float64(1e160))
for special in 3e38, np.inf, np.nan, 1e-45:
    for at in 0, 20, 36:
        a, b = plain.astype(np.float32), plain[::-1].astype(np.float32)
        a[at] = b[(at + 1) % 37] = special
        for x, y in (a, b), (a, a):
            show("dot", dot, x, y)
            show("horner", horner, x, np.float32(1e19))
            for f in triad, ratio:
                c = np.ones(37, np.float32)
                show(f.__name__, f, x, y, c)
                print(np.isfinite(c).sum())
            show("tree", tree, x, y, at)
            show("tree of two", tree, x, plain, at)
            stopped("dot", dot, x, y)
            c = np.zeros(37, np.float32)
            show("stores", triad, plain * 1e38, plain, c)
d = np.full((9, 9), np.inf)
for i in range(9):
    d[i, (i * 4 + 1) % 9] = i + 1.0
show("paths", paths, d)
print(d)
d[3, 4] = d[4, 5] = -1.7e308
d[0, 0] = -np.inf
show("paths", paths, d)
for x, y in (1e200, 1.0), (np.inf, 1.0), (np.inf, np.inf), (1e154, 1e154), (1.7e308, 1.0):
    show("vector", vector, x, y)
