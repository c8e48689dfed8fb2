# Rows, columns and slices of arrays of floats that are changed in place in loops, by numbers, by other lines, and by products of both.
import warnings

import numpy as np


def shown(f, *args):
    with warnings.catch_warnings(record=True) as seen:
        warnings.simplefilter("always")
        try:
            r = f(*args)
        except Exception as e:
            r = f"{type(e).__name__}: {e}"
    arrays = [x.tolist() for x in args if isinstance(x, np.ndarray)]
    print(f.__name__, repr(r), arrays, [str(w.message) for w in seen])


def by_numbers(a, x):
    for i in range(len(a)):
        a[i] += x
        a[i] *= 0.5
        a[i, 1:] -= a[0, 0]
        a[1:, 1] += x


def by_lines(a, b):
    for i in range(len(a)):
        a[i] += b[i]
        a[i] -= b[-1 - i]
        a[i] *= b[i]
        a[i, :2] += b[i, 1:3]


def by_products(a, b, f):
    for i in range(len(a)):
        a[i] += b[i] * f
        a[i] -= f * b[-1 - i]
        a[i] *= b[i] * f
        a[i, 1:] += f * a[i, :-1]
        a[i, :-1] -= a[i, 1:] * f


def by_itself(a, f):
    for i in range(len(a)):
        a[i] += a[i]
        a[i] -= a[i] * f
        a[i] *= f * a[i]


def eliminated(m):
    for i in range(len(m)):
        for r in range(i + 1, len(m)):
            f = m[r, i] / m[i, i]
            m[r, i:] -= f * m[i, i:]


def scaled_later(a, b, f):
    for i in range(len(a)):
        p = b[i] * f
        f = f + 1.0
        a[i] += p
    return f


def looked_at(a, b, f):
    s = 0.0
    for i in range(len(a)):
        p = b[i] * f
        a[i] += p
        s += p.sum()
    return s


def past_the_end(a, b, f):
    for i in range(len(a) + 1):
        a[i] += b[0] * f


def past_the_other_end(a, b, f):
    for i in range(len(a)):
        a[i] += b[i] * f


def unequal(a, b, f):
    for i in range(len(a)):
        a[i] += b[i, i:] * f


def of_vector(x, y, f):
    for i in range(1, len(x)):
        x[i:] += x[:-i] * f
        x[:i] -= y[:i]
        x[i:i + 3] *= f


r = np.random.default_rng(3)
a, b = r.random((4, 5)), r.random((4, 5)) - 0.5
for x in (2.5, np.float64(2.5), 3, np.float32(0.1), float("inf"), float("nan"), 1e308, 1e-320):
    shown(by_numbers, a.copy(), x)
    shown(by_products, a.copy(), b, x)
    shown(by_itself, a.copy(), x)
    shown(scaled_later, a.copy(), b, x)
shown(by_lines, a.copy(), b)
shown(by_lines, np.asfortranarray(a), b)
shown(by_lines, a.copy(), b.astype(np.float32))
shown(by_lines, np.arange(20).reshape(4, 5), np.arange(20).reshape(4, 5) % 3)
shown(by_lines, np.arange(20).reshape(4, 5), b)
shown(by_lines, np.full((4, 5), 1e308), np.full((4, 5), 1e308))
shown(by_lines, np.full((4, 5), 1e-200), np.full((4, 5), 1e-200))
shown(by_products, a[:, ::-1].copy()[:, ::-1], b, 0.5)
shown(by_products, np.asfortranarray(a), b, 0.5)
shown(by_products, r.random((2, 300)), r.random((2, 300)), 0.5) if False else None
big, other = r.random((2, 300)), r.random((2, 300))
by_products(big, other, 0.5)
print(big.sum(), big[1, ::50])
with np.errstate(under="raise"):
    shown(by_products, np.full((2, 3), 1.0), np.full((2, 3), 1e-200), 1e-200)
    shown(by_numbers, np.full((2, 3), 5e-324), 0.0)
with np.errstate(over="raise"):
    shown(by_products, np.full((2, 3), 1.0), np.full((2, 3), 1e200), 1e200)
shown(eliminated, r.random((5, 5)))
shown(eliminated, np.zeros((3, 3)))
shown(looked_at, a.copy(), b, 0.5)
shown(past_the_end, a.copy(), b, 0.5)
shown(past_the_other_end, a.copy(), b[:3], 0.5)
shown(unequal, a.copy(), b, 0.5)
shown(of_vector, r.random(8), r.random(8), 0.5)
shown(of_vector, r.random(8)[::-1], r.random(8), 0.5)
shown(of_vector, np.zeros(8), np.zeros(3), 0.5)
locked = a.copy()
locked.setflags(write=False)
shown(by_products, locked, b, 0.5)
shown(by_numbers, locked, 0.5)
past_the_end(a.copy(), b, 0.5)
