"""Loops over elements that end, or do something else, at one place in between; and elements of one byte that are stored."""

import numpy as np


def first_of(a, n, wanted):
    for i in range(n):
        a[i] = i
        if a[i] == wanted:
            return i
    return -1


def raises_at(a, wanted):
    for i in range(len(a)):
        a[i] = i * 2
        if i == wanted:
            raise ValueError(i, a[i])
    return a


def all_but(a, skipped):
    for i in range(len(a)):
        if i != skipped:
            a[i] = i
        else:
            break
    return a


def outside(a, low, high):
    for i in range(len(a)):
        if not low <= i < high:
            a[i] += 1.0
        else:
            return i
    return -1


def down_to(a, stop):
    for i in range(len(a) - 1, -1, -1):
        if i == stop:
            return a[i]
        a[i] = -1
    return 0


def swap_equal(p, n):
    for i in range(n):
        for j in range(i + 1, n):
            if p[j] == p[j - 1]:
                p[i], p[j] = p[j], p[i]
    return p


def push_back(p, i):
    for j in range(i + 1, len(p)):
        if p[j] == False:  # noqa: E712
            p[i], p[j] = p[j], p[i]
    return p


def marked(flags, a, limit):
    for i in range(len(flags)):
        flags[i] = a[i] > limit
    return flags


for n in (3, 17, 100, 1000):
    for wanted in (0, 3, n - 1, n, -1):
        a = np.zeros(n, dtype=np.int64)
        print(first_of(a, n, wanted), a.sum())
        try:
            print(raises_at(a, wanted).sum())
        except ValueError as e:
            print(e.args, a.sum())
        print(all_but(a * 0 - 1, wanted).sum(), down_to(a + 5, wanted))
        x = np.zeros(n)
        print(outside(x, wanted, wanted + 2), x.sum())

rng = np.random.default_rng(7)
for n in (2, 3, 9, 40, 200):
    p = rng.integers(0, 2, n).astype(bool)
    print(swap_equal(p.copy(), n).astype(np.int8), push_back(p.copy(), 0).astype(np.int8), push_back(p[::-1].copy(), n // 2).nonzero()[0].sum())
    around = np.zeros(n + 16, dtype=bool)
    marked(around[8:-8], rng.normal(size=n), 0.0)
    print(around.nonzero()[0], swap_equal(np.repeat(p, 2)[::2], n).sum())
