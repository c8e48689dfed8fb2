# Expressions over parts of grids, with rows that are short, and masks made of several comparisons.
import numpy as np


def heat(a, b, steps):
    for _ in range(steps):
        b[1:-1, 1:-1, 1:-1] = (0.125 * (a[2:, 1:-1, 1:-1] - 2.0 * a[1:-1, 1:-1, 1:-1] + a[:-2, 1:-1, 1:-1])
                               + 0.125 * (a[1:-1, 2:, 1:-1] - 2.0 * a[1:-1, 1:-1, 1:-1] + a[1:-1, :-2, 1:-1])
                               + a[1:-1, 1:-1, 1:-1])
        a[1:-1, 1:-1, 1:-1] = b[1:-1, 1:-1, 1:-1] * 0.5 + b[1:-1, 1:-1, :-2] * 0.25 + b[1:-1, 1:-1, 2:] * 0.25
    return a


def smooth(a):
    a[1:-1, 1:-1] += 0.25 * (a[:-2, 1:-1] + a[2:, 1:-1]) - a[1:-1, 1:-1] * 0.5
    return a


for shape in [(3, 3, 3), (4, 5, 6), (5, 4, 30), (7, 70, 9), (3, 300, 4)]:
    n = shape[0] * shape[1] * shape[2]
    a = (np.arange(n, dtype=np.float64) * 37 % 101).reshape(shape) / 7
    print(shape, heat(a.copy(), np.zeros(shape), 3).sum(), heat(a, a.copy(), 2).ravel()[:: max(1, n // 5)])

for rows, columns in [(3, 3), (9, 17), (40, 33), (100, 120), (5, 600)]:
    g = (np.arange(rows * columns) * 31 % 97).reshape(rows, columns)
    print(rows, columns, smooth(g / 3).sum(), smooth((g / 3).astype(np.float32)).max())
    i = g.copy()
    i[1:-1, 1:-1] = i[1:-1, 2:] * 3 - i[1:-1, :-2] + i[2:, 1:-1] * i[:-2, 1:-1]
    print(i.dtype, i.sum(), i.min(), i.max())
    m = (g[1:, 1:] > g[:-1, 1:]) & (g[1:, 1:] >= 40) | ~(g[1:, 1:] != g[1:, :-1])
    print(m.dtype, m.shape, m.sum())

# What lies between rows is no part of the expression: no warning about it.
b = np.full((6, 8), 2.0)
b[:, 0] = 0.0
b[:, -1] = 0.0
c = np.ones((6, 8))
c[1:-1, 1:-1] = c[1:-1, 1:-1] / b[1:-1, 1:-1] + 1.0 / b[1:-1, 1:-1]
print(c)
c[1:-1, 1:] = c[1:-1, 1:] / b[1:-1, 1:] + 1.0
print(c)
print(1.0 / b[1:, 1:-1] + np.sqrt(b[1:, :-2] - 1))

x = np.array([0.5, -1.0, np.nan, 3.0, np.inf, 2.0, -0.0, 0.0])
print((x > 0) & (x < 2.5), (x == 0) | (x != x), ~(x >= 1) ^ (x < 0))
print(np.logical_and(0 <= x, x < 2), np.logical_or(x > 1, np.logical_not(x > 0)), np.logical_xor(x > 0, x > 1))
print((x * 2 > 1) + (x < 0), ((x > 0) * 1).sum(), (x - 1 > x / 2).sum())
for dtype in (np.int32, np.uint8, np.int64, np.float32, np.complex128, np.int16):
    y = (np.arange(1100) * 7 % 250).astype(dtype)
    mask = (y * 2 == y + y) & (y != 3)
    print(y.dtype, mask.sum(), (y * y + y).dtype, (y * y + y)[::200], ((y + 1) * (y - y)).sum())
    print(y[mask][:5], y[(y != 0) & (y != 1)].sum())
try:
    print((np.arange(4) > 1) - (np.arange(4) > 2))
except TypeError as e:
    print("TypeError", str(e)[:60])
try:
    print(np.arange(4, dtype=np.uint8) * 300 + 1)
except OverflowError as e:
    print(e)
print(np.arange(4, dtype=np.uint8) < 300, (np.arange(5) / 2 > 2**60) | (np.arange(5) > 3))

z = np.array([1 + 2j, 0, 3 - 1j, 1e200j])
w = z * z + z * 2 - 1j
print(w)
w += z * 0.5 - 1
print(w, (w == w) & (z != 0))
print((z * z).real + 1)

# Elements that a mask picks: few, many, all, none; of all sizes.
for n in (0, 1, 7, 31, 32, 33, 64, 100, 1000):
    for dtype in (np.int8, np.int16, np.float32, np.int64, np.complex128):
        v = np.arange(n).astype(dtype)
        for k in (1, 2, 3, 40):
            m = np.arange(n) % k == 0
            print(n, k, v[m].sum(), v[~m].size, v[~m][-3:], end=" ")
        print(v[np.ones(n, dtype=bool)].sum(), v[np.zeros(n, dtype=bool)].size)
odd = np.array([0, 2, 255, 1, 0, 128] * 20, dtype=np.uint8).view(bool)
print(np.arange(120)[odd].sum(), odd.sum())
