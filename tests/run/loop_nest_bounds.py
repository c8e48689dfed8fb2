"""Bounds of counters of outer loops and of loops of few rounds, which are tested in front: arrays that are too short, too
long, or looked at in some rounds alone, and numbers at the end of their range."""
import numpy as np


def distances(points, queries, out):
    n, d = points.shape
    for q in range(queries.shape[0]):
        for i in range(n):
            s = 0.0
            for j in range(d):
                t = points[i, j] - queries[q, j]
                s += t * t
            out[q, i] = s


def move(pos, vel, dt, box):
    hits = 0
    for i in range(pos.shape[0]):
        for d in range(3):
            p = pos[i, d] + vel[i, d] * dt
            if p < 0.0:
                p = -p
                hits += 1
            elif p > box:
                p = 2 * box - p
                hits += 1
            pos[i, d] = p
    return hits


def last(dist, k, value):
    n = 0
    for q in range(dist.shape[0]):
        for i in range(4):
            if value + i < dist[q, k - 1]:
                n += i
    return n


def limits(a, n, k):
    total = 0
    for i in range(n):
        for j in range(3):
            total += a[i] + j * (k + 1) - (k - 1)
    return total


def sometimes(a, b, n):
    total = 0
    for i in range(n):
        for j in range(2):
            if i < len(b):
                total += b[i]
            total += a[i % len(a)] + j
    return total


def until(a, n, stop):
    for i in range(n):
        for j in range(2):
            if a[i] + j == stop:
                return i, j
    return None


def halves(a, n):
    seen = 0
    for i in range(n):
        k = 0
        while k < 2:
            seen += a[i] * k
            k += 1
        for j in range(i + 1, n):
            seen -= a[j] * a[i]
    return seen


def shrinking(rows, n):
    total = 0
    for i in range(n):
        for j in range(3):
            total += rows[i][j]
        if i == 2:
            rows.pop()
    return total


def attempt(f, *args):
    try:
        return f(*args)
    except (IndexError, ValueError, OverflowError) as e:
        return f"{type(e).__name__}: {e}"


rng = np.random.default_rng(5)
for d, e in ((3, 3), (3, 2), (2, 3), (1, 1), (12, 12), (12, 11), (0, 0)):
    out = np.zeros((4, 9))
    print(d, e, attempt(distances, np.arange(9.0 * d).reshape(9, d), np.ones((4, e)), out), out.sum())
for shape in ((4, 3), (3, 9), (5, 3), (9, 2)):
    print(shape, attempt(distances, np.ones((9, 3)), np.zeros((4, 3)), np.zeros(shape)))
for k in (3, 4, 2):
    p, v = rng.random((50, k)), rng.normal(size=(50, k))
    print(k, attempt(move, p, v, 0.5, 1.0), round(float(p.sum()), 9))
print(attempt(move, np.ones((5, 3)), np.ones((4, 3)), 0.5, 1.0), attempt(move, np.ones((5, 3))[::-1], np.ones((3, 5)).T, 0.5, 1.0))
table = rng.integers(0, 9, (6, 5))
print([attempt(last, table, k, 1) for k in (5, 1, 0, -3, 6, -4, -9)])
print([attempt(limits, np.arange(5), n, k) for n in (0, 5, 6) for k in (1, 2**63 - 1, -(2**63), 2**62, 2**70)])
print(attempt(sometimes, np.arange(7), np.arange(3), 20), attempt(sometimes, np.arange(7), np.arange(30), 20))
print(attempt(until, np.arange(9), 10**9, 4), attempt(until, np.arange(9), 100, 40), attempt(until, list(range(9)), 100, 3))
print(attempt(halves, np.arange(6), 6), attempt(halves, np.arange(6), 7), attempt(halves, list(range(6)), 6), attempt(halves, list(range(6)), 9))
print(attempt(shrinking, [[1, 2, 3] for _ in range(5)], 5), attempt(shrinking, [[1, 2, 3] for _ in range(5)], 4))
