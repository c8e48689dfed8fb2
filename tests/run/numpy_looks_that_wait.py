"""What is not finite is looked at once for several operations, behind which stores wait: what is seen is as if each came in turn."""
import math
import warnings

import numpy as np


def butterflies(re, im, half, cr, ci):
    for k in range(half):
        ur = re[k]
        ui = im[k]
        vr = re[k + half] * cr - im[k + half] * ci
        vi = re[k + half] * ci + im[k + half] * cr
        re[k] = ur + vr
        im[k] = ui + vi
        re[k + half] = ur - vr
        im[k + half] = ui - vi


def overlapping(a, b, n):
    # What is stored may be what is read next.
    for i in range(n):
        x = a[i] * 1.5
        b[i] = x + 1.0
        y = a[i + 1] - x
        b[i + 2] = y * 2.0


def pairs(x, v, n):
    for i in range(n):
        for j in range(i + 1, n):
            dx = x[i, 0] - x[j, 0]
            dy = x[i, 1] - x[j, 1]
            d = dx * dx + dy * dy
            v[i, 0] -= dx * d
            v[i, 1] -= dy * d
            v[j, 0] += dx * d
            v[j, 1] += dy * d


def short(a, b, out, n):
    for i in range(n):
        s = a[i] + b[i]
        d = a[i] - b[i]
        out[i] = s * d
        out[i + n] = s / (d + np.float32(1))


def squares(p, q, out, n):
    for i in range(n):
        total = 0.0
        for j in range(3):
            total += (p[i, j] - q[j]) ** 2
            out[i, j] = total * 2.0
        out[i, 3] = math.floor(total) if total < 1e9 else -1.0


def attempt(name, f, *args):
    with np.errstate(all="raise"):
        try:
            f(*args)
            print(name, "done")
        except FloatingPointError as e:
            print(name, e)
    for a in args:
        if isinstance(a, np.ndarray):
            print("   ", a.tolist())


def noted(name, f, *args):
    with warnings.catch_warnings(record=True) as seen:
        warnings.simplefilter("always")
        f(*args)
    print(name, [(str(w.message), w.lineno) for w in seen])
    for a in args:
        if isinstance(a, np.ndarray):
            print("   ", a.tolist())


HUGE = 1.6e308
for where in range(8):
    for value in (HUGE, -HUGE, math.inf, -math.inf, math.nan):
        for way in (attempt, noted):
            re, im = np.arange(1.0, 9.0), np.arange(8.0, 0.0, -1.0)
            re[where] = value
            way(f"re {where} {value}", butterflies, re, im, 4, 1.5, 0.5)
            re, im = np.arange(1.0, 9.0), np.arange(8.0, 0.0, -1.0)
            im[where] = value
            way(f"im {where} {value}", butterflies, re, im, 4, -0.5, 1.25)
for where in range(6):
    for value in (HUGE, math.inf):
        for way in (attempt, noted):
            a = np.arange(1.0, 9.0)
            a[where] = value
            way(f"overlapping {where}", overlapping, a, a[1:], 4)
            way(f"apart {where}", overlapping, np.array([1.0, 2.0, HUGE, 3.0, 4.0, 5.0]), np.zeros(7), 4)
for where in range(4):
    for value in (1e200, HUGE, math.inf):
        for way in (attempt, noted):
            x = np.array([[1.0, 2.0], [3.0, 5.0], [4.0, -1.0], [0.5, 0.25]])
            x[where, where % 2] = value
            way(f"pairs {where} {value}", pairs, x, np.zeros((4, 2)), 4)
            way(f"one array {where} {value}", pairs, x, x, 4)
for where in range(5):
    for value in (3e38, math.inf, -1.0):
        for way in (attempt, noted):
            a, b = np.arange(5, dtype=np.float32), np.ones(5, dtype=np.float32)
            a[where] = value
            way(f"short {where} {value}", short, a, b, np.zeros(10, dtype=np.float32), 5)
for where in range(4):
    for value in (1e200, HUGE, math.inf, 2.0**30):
        for way in (attempt, noted):
            p = np.arange(12.0).reshape(4, 3) / 7
            p[where, where % 3] = value
            way(f"squares {where} {value}", squares, p, np.array([0.5, -HUGE, 1.0]) if where == 3 else np.array([0.5, 0.25, 1.0]), np.zeros((4, 4)), 4)


def smooth(u, v):
    for i in range(1, u.shape[0] - 1):
        for j in range(1, u.shape[1] - 1):
            v[i, j] = 0.5 * (u[i - 1, j] + u[i + 1, j] + u[i, j - 1] + u[i, j + 1])


# Vector code: infinities that were there, overflows behind them, and what the processor has noted before.
for spots in ([], [(3, 5)], [(3, 5), (3, 30)], [(2, 20), (7, 1), (7, 38)]):
    for value in (math.inf, HUGE, math.nan):
        for way in (attempt, noted):
            u = np.arange(400.0).reshape(10, 40)
            for i, j in spots:
                u[i, j] = value
            v = np.zeros_like(u)
            with np.errstate(all="ignore"):
                np.array([HUGE]) * 10.0
            way(f"smooth {spots} {value}", smooth, u, v)


def chosen(a, b, out):
    low, high, below = -1.0, 1.0, -0.5
    for i in range(a.shape[0]):
        x, y = a[i], b[i]
        if (x < 0.0) == (below < 0.0):
            low, below = x, y
        else:
            high = x
        out[i, 0] = low if x > y else high
        out[i, 1] = x if y >= 0.0 else y
        out[i, 2] = -x if x != y else x * 2.0
        out[i, 3] = high if (x <= y) != (low <= high) else below
    return low, high, below


values = np.array([0.0, -0.0, 1.0, -1.0, math.inf, -math.inf, math.nan, 2.5, -2.5, 5e-324])
for shift in range(10):
    out = np.zeros((10, 4))
    print(chosen(values, np.roll(values, shift), out))
    print(out.tolist(), np.signbit(out).tolist())
    for numbers in ([x for x in values.tolist()],):
        print([x if x < y else y for x, y in zip(numbers, numbers[shift:] + numbers[:shift])])


def flags_that_are_read(x, y, flags, seen):
    n = 0
    for i in range(len(x)):
        v = x[i] * y[i] + x[i]
        flags[i] = x[i] > 0.5
        if seen[i]:
            n += 1
        y[i] = v
    return n


for size in (5, 50, 3000):
    x = np.linspace(0, 1, size)
    flags = np.zeros(size, dtype=bool)
    print(flags_that_are_read(x, x.copy(), flags, flags), flags.sum())
    flags[:] = False
    print(flags_that_are_read(x, x.copy(), flags[::-1], flags), flags.sum())
    print(flags_that_are_read(x, x.copy(), flags.view(np.uint8), flags), flags.sum())
