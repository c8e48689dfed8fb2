"""Loops that run several rounds at once, where elements overlap: every distance, both directions, in place and not."""
import numpy as np


def add_from(a, b, n):
    for i in range(n):
        a[i] = a[i] + b[i]


def copy(a, b, n):
    for i in range(n):
        a[i] = b[i]


def copy_down(a, b, n):
    for i in range(n - 1, -1, -1):
        a[i] = b[i]


def behind(a, d):
    for i in range(d, len(a)):
        a[i] = a[i - d] * 3 + 1


def ahead(a, d):
    for i in range(len(a) - d):
        a[i] = a[i + d] * 3 + 1


def behind_down(a, d):
    for i in range(len(a) - 1, d - 1, -1):
        a[i] = a[i - d] * 3 + 1


def two_stores(a, d):
    for i in range(len(a) - d):
        a[i] = i
        a[i + d] = -i


def store_then_load(a, b, d):
    for i in range(len(b) - d):
        a[i] = b[i]
        b[i + d] = a[i + d]


def same_for_all(a, k):
    for i in range(len(a)):
        a[i] = a[i] + a[k]


def swap_rows(a, p, q):
    for j in range(a.shape[1]):
        a[p, j], a[q, j] = a[q, j], a[p, j]


def short_and_long(x, f):
    for i in range(len(f)):
        f[i] = x[i] + 1


def main():
    for n in [0, 1, 2, 3, 7, 8, 9, 15, 16, 17, 31, 33, 40, 64, 67]:
        for d in range(0, 20):
            base = np.arange(n + d + 3, dtype=np.float64)
            for function in (add_from, copy, copy_down):
                a = base.copy()
                function(a[d:], a, n)
                b = base.copy()
                function(b, b[d:], n)
                print(function.__name__, n, d, a.sum(), (a * base).sum(), b.sum(), (b * base).sum())
    for n in [9, 24, 41]:
        for d in range(1, 18):
            if d >= n:
                continue
            for function in (behind, ahead, behind_down, two_stores):
                a = np.arange(n, dtype=np.int64) % 11
                function(a, d)
                with np.errstate(over="ignore"):
                    print(function.__name__, n, d, a.sum(), (a * np.arange(n)).sum())
            a = np.arange(n) * 1.5
            b = np.arange(n) * -2.5
            store_then_load(a, b, d)
            print("store_then_load", n, d, a.sum(), b.sum(), (b * np.arange(n)).sum())
            both = np.arange(2.0 * n)
            store_then_load(both, both[d:], d + 1)
            print("within", n, d, both.sum(), (both * np.arange(2 * n)).sum())
    for n in (5, 16, 50):
        for k in (0, 1, 7, 8, 20, n - 1, -1):
            if k >= n:
                continue
            a = np.arange(n) + 1.0
            same_for_all(a, k)
            print("same_for_all", n, k, a.sum(), a[-1], a[0])
    for m in (1, 8, 13, 30):
        a = np.arange(4.0 * m).reshape(4, m)
        swap_rows(a, 1, 2)
        swap_rows(a, 3, 3)
        print(a.tolist())
        swap_rows(a.T, 0, 0)
        turned = a[:, ::-1]
        swap_rows(turned, 0, 3)
        print(a.tolist())
    words = np.arange(40.0)
    halves = words.view(np.float32)
    for shift in (0, 3, 8, 20, 40):
        w = np.arange(40.0)
        short_and_long(w.view(np.float32)[shift:], w[:30])
        print(shift, w.tolist())
    print(halves.dtype)


main()
