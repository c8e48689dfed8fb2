# Loops whose rounds go on from what the round before has stored: over arrays that overlap, of all sizes, left in the middle.
import numpy as np


def prefix(x, out):
    for i in range(1, len(x)):
        out[i] = out[i - 1] + x[i]


def two_back(f):
    for i in range(2, len(f)):
        f[i] = f[i - 1] + f[i - 2]


def two_back_mod(f, m):
    for i in range(2, len(f)):
        f[i] = (f[i - 1] + f[i - 2]) % m


def total(x, out, at):
    for i in range(len(x)):
        out[at] += x[i]


def product(a, b, c):
    n, m = a.shape
    for i in range(n):
        for j in range(b.shape[1]):
            for k in range(m):
                c[i, j] += a[i, k] * b[k, j]


def thomas(a, b, c, d, cp, dp):
    for i in range(1, len(d)):
        m = b[i] - a[i] * cp[i - 1]
        cp[i] = c[i] / m
        dp[i] = (d[i] - a[i] * dp[i - 1]) / m


def back(x, c, d):
    for i in range(len(d) - 2, -1, -1):
        x[i] = d[i] - c[i] * x[i + 1]


def seidel(u, rounds):
    n, m = u.shape
    for _ in range(rounds):
        for i in range(1, n - 1):
            for j in range(1, m - 1):
                u[i, j] = 0.25 * (u[i - 1, j] + u[i + 1, j] + u[i, j - 1] + u[i, j + 1])


def rows(a, b, previous, current):
    for i in range(len(a)):
        current[0] = i + 1
        for j in range(len(b)):
            cost = 0 if a[i] == b[j] else 1
            current[j + 1] = min(previous[j + 1] + 1, current[j] + 1, previous[j] + cost)
        previous, current = current, previous
    return previous


def table(a, b, t):
    for i in range(1, len(a) + 1):
        for j in range(1, len(b) + 1):
            if a[i - 1] == b[j - 1]:
                t[i, j] = t[i - 1, j - 1] + 1
            elif t[i - 1, j] >= t[i, j - 1]:
                t[i, j] = t[i - 1, j]
            else:
                t[i, j] = t[i, j - 1]


def smooth(x, alpha, out):
    for i in range(1, len(x)):
        out[i] = alpha * x[i] + (1 - alpha) * out[i - 1]


def until(x, out, limit):
    for i in range(1, len(x)):
        out[i] = out[i - 1] + x[i]
        if out[i] > limit:
            return i
    return -1


def listed(values, n):
    for i in range(1, n):
        values[i] = values[i - 1] + values[i]
    return values


def twice(x, out):
    for i in range(1, len(x)):
        out[i] = out[i - 1] + x[i]
        x[i] = out[i] * 2


def sometimes(x, out):
    for i in range(1, len(x)):
        out[i] = out[i - 1]
        if x[i] > 0:
            out[i] = x[i]


def shown(*arrays):
    for a in arrays:
        print(a.tolist() if isinstance(a, np.ndarray) else a, end=" ")
    print()


for n in [1, 2, 3, 4, 5, 8, 9, 10, 11, 12, 13, 20, 23]:
    print("n", n)
    x = np.linspace(-1.0, 2.0, n)
    for out in [np.full(n, -0.0), np.full(n, np.nan), np.zeros(2 * n)[::2], np.zeros(n)[::-1]]:
        prefix(x, out)
        shown(out)
    same = x.copy()
    prefix(same, same)
    room = np.arange(2.0 * n + 4)
    for shift in [0, 1, 2, 3]:
        prefix(room[shift:shift + n], room[1:1 + n])
        prefix(room[1:1 + n], room[shift:shift + n])
    shown(same, room)
    for dtype in [np.int64, np.float64, np.int32, np.uint8, np.int8, np.uint16, np.float32]:
        f = np.ones(n, dtype=dtype)
        with np.errstate(over="ignore"):
            two_back(f[:12])
        g = np.arange(n).astype(dtype)
        total(g, g, n // 2)
        shown(f, g)
    f = np.ones(n, dtype=np.int64)
    two_back_mod(f, 1000)
    sums = np.zeros(3)
    total(x, sums, 1)
    total(sums, sums, -1)
    shown(f, sums)
    c = np.zeros((n, n))
    a = np.linspace(0.0, 1.0, n * n).reshape(n, n)
    product(a, a.T, c)
    product(c[:2], c, c[:2])
    shown(c.sum(), c[:2])
    p, q = np.full(n, 0.5), np.full(n, 0.25)
    thomas(x, x + 4, x, x, p, q)
    shown(p, q)
    thomas(x, x + 4, x, x, p, p)
    thomas(x, x + 4, x, x, room[:n], room[1:1 + n])
    thomas(x, x + 4, x, x, room[1:1 + n], room[:n])
    back(room[:n], x, x)
    back(room[1:1 + n], x, room[:n])
    shown(p, room)
    u = np.arange(float(n * n)).reshape(n, n)
    seidel(u, 3)
    seidel(u.T, 1)
    shown(u.sum(), u[n // 2])
    s, t = np.arange(n) % 3, np.arange(n) % 4
    shown(rows(s, t, np.arange(n + 1), np.zeros(n + 1, dtype=np.int64)))
    row = np.arange(n + 1)
    shown(rows(s, t, row, row))
    for dtype in [np.int64, np.int32, np.int16, np.float64]:
        d = np.zeros((n + 1, n + 1), dtype=dtype)
        table(s, t, d)
        shown(d[n], d.sum())
    for dtype in [np.float64, np.float32]:
        y = np.linspace(0.0, 1.0, n).astype(dtype)
        out = np.zeros_like(y)
        smooth(y, 0.3, out)
        smooth(out, 0.1, out)
        shown(out)
    out = np.zeros(n)
    shown(until(np.arange(float(n)), out, 20.0), out)
    shown(listed([float(k) for k in range(n)], n), listed(list(range(n)), n))
    y, out = np.arange(float(n)), np.zeros(n)
    twice(y, out)
    twice(out, out)
    twice(room[:n], room[1:1 + n])
    sometimes(x, out)
    sometimes(out, out)
    shown(y, out, room)


# Ints that grow out of 63 bits, and out of the dtype; indices that are too large.
big = np.full(30, 2 ** 60)
values = [2 ** 58] * 40
listed(values, 40)
print(values[-3:])
with np.errstate(over="ignore"):
    prefix(big, big)
print(big.tolist())
fib = [1] * 100
two_back(fib)
print(fib[-2:])
for n in [3, 12, 30]:
    short = np.zeros(n)
    try:
        prefix(np.ones(40), short)
    except IndexError as e:
        print(e, short.tolist())
    try:
        total(np.ones(n), short, n)
    except IndexError as e:
        print(e)
