# Operators and functions of NumPy's scalars in loops: shifts, powers, remainders, tests; rows set by tuples; indices that may be NumPy's.
import math
import warnings

import numpy as np

INTS = [np.int8, np.uint8, np.int16, np.uint16, np.int32, np.uint32, np.int64, np.uint64]


def show(*values):
    print(*[f"{type(v).__name__}:{v!r}" for v in values])


def tried(f, *args):
    with warnings.catch_warnings(record=True) as seen:
        warnings.simplefilter("always")
        try:
            r = f(*args)
            show(*(r if isinstance(r, tuple) else (r,)))
        except Exception as e:
            print(type(e).__name__, e)
    for w in seen:
        print("   ", w.category.__name__, w.message)


def shifts(a, n, out):
    for i in range(len(a)):
        out[i, 0] = a[i] << 3
        out[i, 1] = a[i] >> 2
        out[i, 2] = a[i] << n[i]
        out[i, 3] = a[i] >> n[i]
        out[i, 4] = ~a[i]
        out[i, 5] = (a[i] ^ (a[i] >> 1)) & 5 | 2


def mixed(a):
    h = 7
    k = 1
    for x in a:
        h = (h << 1) ^ x
        k = k << 2
        h = h >> 1
    return h, k


def powers(a):
    s = 0
    for x in a:
        s = s + x ** 2 - x ** 3
    return s


def parts(a, m):
    s = 0
    for x in a:
        s += x % m + x // m
    return s


def float_powers(a, y):
    s = 0.0
    for x in a:
        s += x ** y + x ** 2 + x ** 3 - x ** 4
    return s


def grown(u, n):
    s = 0.0
    for i in range(n):
        s += u ** i + u ** (n - i) + u ** -2
    return s


def remainders(a, y, out):
    for i in range(len(a)):
        out[i, 0] = a[i] % y
        out[i, 1] = a[i] // y
        out[i, 2] = y % (a[i] + 10)
        out[i, 3] = a[i] % a[-1]


def tests(a):
    n = 0
    for x in a:
        if np.isnan(x):
            n += 1
        if np.isinf(x):
            n += 100
        if np.isfinite(x) and not np.isnan(x + 1):
            n += 10000
    return n, np.isnan(a[0]), np.isfinite(0.5)


def signs(a):
    s = 0.0
    for x in a:
        s = s * 0.5 + np.sign(x)
    return s


def rows(out, a):
    for i in range(len(a)):
        out[i] = a[i], 2, a[i] + 0.5
        out[i, :] = (out[i, 1], out[i, 0], out[i, 2])
        out[-1] = (1, a[i] * 2, 3)


def int_rows(out, a):
    for i in range(len(a)):
        out[i] = i, a[i], 7


def wrong_row(out, a):
    for i in range(len(a)):
        out[i] = (a[i], 1.0)


def one_row(out, x, n):
    row = (x, x + 1, x + 2)
    for i in range(n):
        out[i] = row


def chosen(a, b):
    c = np.where(a > b, a, b)
    d = np.where(a > 0.5, 1, 0)
    e = np.where(a > b)
    s = 0.0
    n = 0
    for i in range(len(c)):
        s += c[i]
        n += d[i]
    return s, n, len(e), np.where(a > 0.5, a, 0.0)[1], np.where(True, 1.5, 2)


def xorshift(seed, n):
    s = np.uint64(seed)
    total = np.uint64(0)
    large = 0
    for _ in range(n):
        s ^= s << np.uint64(13)
        s ^= s >> np.uint64(7)
        s ^= s << np.uint64(17)
        total ^= s
        if s > np.uint64(1 << 63):
            large += 1
        if s < 1000 or s == 5 or s >= total:
            large += 1000
    return s, total, large, ~s


def words(a, b, out):
    n = 0
    x = 0
    for i in range(len(a)):
        out[i, 0] = a[i] + b[i]
        out[i, 1] = a[i] * 3
        out[i, 2] = a[i] // 7
        out[i, 3] = a[i] % b[i]
        out[i, 4] = a[i] - b[i]
        out[i, 5] = 5 | a[i]
        n += int(a[i] & 0xFF)
        x = x | a[i]
        x = x >> 1
    return n, x, float(a[0]) + 0.5, a[0] * 0.5, a[-1] + 1.0, math.sqrt(a[0])


def ones(a):
    n = 0
    for w in a:
        while w:
            w &= w - np.uint64(1)
            n += 1
    return n


def looked_up(table, at):
    s = 0.0
    for k in at:
        s += table[k]
    return s


def farthest(points, k):
    least = np.full(len(points), 1e9)
    at = 0
    seen = []
    for _ in range(k):
        seen.append(int(at))
        for i in range(len(points)):
            d = 0.0
            for j in range(points.shape[1]):
                t = points[i, j] - points[at, j]
                d += t * t
            if d < least[i]:
                least[i] = d
        at = np.argmax(least)
    return at, seen


def main():
    rng = np.random.default_rng(3)
    for t in INTS:
        info = np.iinfo(t)
        a = np.array([0, 1, 5, info.max, info.min, info.max // 3, info.min // 2 + 1], t)
        n = np.array([0, 1, 2, 3, 5, 7, 7], t)
        out = np.zeros((7, 6), t)
        tried(shifts, a, n, out)
        print(out.tolist())
        wide = np.array([100, 64, 63, 32, 31, 16, 8], t)
        tried(shifts, a, wide, out)
        print(out.tolist())
        if info.min < 0:
            tried(shifts, a, -n, out)
            print(out.tolist())
        small = rng.integers(0, 5, 30).astype(t)
        tried(mixed, small)
        tried(powers, small)
        tried(powers, a)
        for m in (3, t(4), 0, t(0)):
            tried(parts, small, m)
        if info.min < 0:
            tried(parts, a, -3)
            tried(parts, a[4:], -1)
    tried(xorshift, 88172645463325252, 500)
    tried(xorshift, -1, 5)
    u = rng.integers(0, 2**64, 40, dtype=np.uint64)
    v = u >> np.uint64(3)
    v[3] = 5
    out = np.zeros((40, 6), np.uint64)
    tried(words, v >> np.uint64(2), v, out)
    tried(words, v, v >> np.uint64(1), out)
    print(out.tolist())
    tried(words, u, v, out)
    tried(words, v, u * np.uint64(0), out)
    print(out.tolist())
    tried(ones, u)
    tried(looked_up, rng.random(10), np.array([1, 5, 9, 0], np.uint64))
    for t in (np.float64, np.float32):
        a = rng.standard_normal(40).astype(t)
        b = np.abs(a)
        b[7] = 0
        for y in (0.5, 3, -1.5, t(2.5), 0, 7, 40):
            tried(float_powers, b, y)
            tried(float_powers, a, y)
        tried(float_powers, (b * 1e30).astype(t), 5)
        tried(grown, t(1.01), 150)
        tried(grown, t(-1.5), 12)
        tried(grown, t(0), 5)
        tried(grown, t(1e30), 30)
        out = np.zeros((40, 4), t)
        for y in (0.3, -0.7, t(2), 0.0, float("inf"), 3):
            tried(remainders, a, y, out)
            print(str(out.tolist())[:1000])
        special = np.array([0.0, -0.0, np.nan, np.inf, -np.inf, 1e-310, 5.0], t)
        tried(remainders, special, 2.0, out)
        print(out[:7].tolist())
        tried(tests, a)
        tried(tests, special)
        tried(signs, a)
        tried(signs, special)
        rows(out[:, :3], a)
        print(out[:, :3].sum(), out[-1].tolist())
        tried(wrong_row, out[:, :3], a)
        one_row(out[:, :3], a[0], 30)
        print(out[29].tolist())
        read_only = np.zeros((40, 3), t)
        read_only.flags.writeable = False
        tried(rows, read_only, a)
        tried(rows, np.zeros((20, 3), t), a)
        tried(chosen, a, b)
    ints = np.zeros((5, 3), np.int32)
    int_rows(ints, np.arange(5, dtype=np.int16))
    print(ints.tolist())
    tried(int_rows, ints, np.array([2**40, 1]))
    tried(int_rows, np.zeros((5, 3), np.uint8), np.array([-1, 3]))
    print(farthest(rng.random((50, 3)), 8))


main()
