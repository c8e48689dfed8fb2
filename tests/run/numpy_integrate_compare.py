"""The same results three ways: loops over elements, whole arrays, and plain lists; they must agree."""
import numpy as np


def dot_loop(a, b):
    s = 0.0
    for i in range(len(a)):
        s += a[i] * b[i]
    return s


def dot_list(a, b):
    return sum(x * y for x, y in zip(a, b))


def variance_loop(a):
    mean = 0.0
    for v in a:
        mean += v
    mean /= len(a)
    total = 0.0
    for v in a:
        total += (v - mean) ** 2
    return total / len(a)


def histogram_loop(a, bins, low, high):
    counts = np.zeros(bins, dtype=np.int64)
    for v in a:
        k = int((v - low) / (high - low) * bins)
        if k == bins:
            k -= 1
        counts[k] += 1
    return counts


def polynomial(a, c):
    out = np.empty_like(a)
    for i in range(a.size):
        r = 0.0
        for k in range(len(c) - 1, -1, -1):
            r = r * a[i] + c[k]
        out[i] = r
    return out


def transpose_loop(m):
    out = np.empty((m.shape[1], m.shape[0]), m.dtype)
    for i in range(m.shape[0]):
        for j in range(m.shape[1]):
            out[j, i] = m[i, j]
    return out


def cumulative(a):
    out = a.copy()
    for i in range(1, len(a)):
        out[i] += out[i - 1]
    return out


def count_pairs(a, limit):
    n = 0
    for i in range(len(a)):
        for j in range(i + 1, len(a)):
            if abs(a[i] - a[j]) < limit:
                n += 1
    return n


def distances(p):
    n = len(p)
    d = np.zeros((n, n))
    for i in range(n):
        for j in range(n):
            s = 0.0
            for k in range(p.shape[1]):
                s += (p[i, k] - p[j, k]) ** 2
            d[i, j] = s ** 0.5
    return d


a = np.array([0.5, 1.25, -3.0, 2.0, 0.0, 7.5])
b = np.array([2.0, 4.0, 1.0, -1.0, 3.0, 0.5])
print(dot_loop(a, b), dot_list(a.tolist(), b.tolist()), (a * b).sum(), a @ b)
print(variance_loop(a), a.var(), np.isclose(variance_loop(a), a.var()))
print(histogram_loop(a, 4, -3.0, 7.5), np.histogram(a, 4)[0])
print(polynomial(a, [1, -2, 0.5]), 1 - 2 * a + 0.5 * a ** 2, np.polyval([0.5, -2, 1], a))
m = np.arange(6).reshape(2, 3)
print(transpose_loop(m), np.array_equal(transpose_loop(m), m.T), transpose_loop(m.astype(np.float32)).dtype)
print(cumulative(np.arange(5)), cumulative(a), np.cumsum(a))
pairs = sum(abs(x - y) < 1.6 for i, x in enumerate(a) for y in a[i + 1:])
print(count_pairs(a, 1.6), pairs, (np.triu(np.abs(a[:, None] - a) < 1.6, 1)).sum())
p = np.column_stack((a, b))
print(np.allclose(distances(p), np.sqrt(((p[:, None] - p) ** 2).sum(-1))), distances(p)[0].round(6))
for dtype in (np.int32, np.int64, np.float32, np.float64):
    v = np.arange(1, 6).astype(dtype)
    print(dot_loop(v, v), type(dot_loop(v, v)).__name__, cumulative(v), count_pairs(v, 2), variance_loop(v))
total = 0
for i in range(1000):
    v = np.array([i, i + 1])
    total += v[0] * v[1]
print(total, type(total).__name__, sum(i * (i + 1) for i in range(1000)))
x = np.zeros(1000)
for i in range(1000):
    x[i] = (i * 37 % 101) / 7
largest, where = x[0], 0
for i in range(1, 1000):
    if x[i] > largest:
        largest, where = x[i], i
print(largest, where, x.max(), x.argmax(), x[where] == largest, np.sort(x)[:3], x.sum())
