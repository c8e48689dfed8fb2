# Rows, columns and slices that are reduced, multiplied, copied, filled and changed in place in loops.
import warnings

import numpy as np


def shown(f, *args):
    with warnings.catch_warnings(record=True) as seen:
        warnings.simplefilter("always")
        try:
            r = f(*args)
        except Exception as e:
            r = f"{type(e).__name__}: {e}"
    print(f.__name__, repr(r) if not isinstance(r, np.ndarray) else (r.dtype, r.shape, r.tolist()), [str(w.message) for w in seen])


def row_sums(a):
    s = []
    for i in range(len(a)):
        s.append(a[i].sum())
    return s


def row_kinds(a):
    s = []
    for i in range(-len(a), len(a)):
        s.append((a[i].max(), a[i].min(), a[i].sum(), np.sum(a[i]), np.max(a[i])))
    return s


def row_means(a):
    s = 0.0
    for i in range(len(a)):
        s += a[i].mean() * np.mean(a[i])
    return s


def windows(a, w):
    out = np.empty(len(a) - w + 1)
    for i in range(len(out)):
        out[i] = a[i:i + w].sum()
    return out


def ends(a, n):
    out = []
    for i in range(-n, n):
        out.append((a[i:].sum(), a[:i].sum(), a[i:i + 3].sum(), a[2:i].max() if len(a[2:i]) else None))
    return out


def empty_max(a):
    s = 0.0
    for i in range(3):
        s += a[i:i].sum()
    for i in range(3):
        s += a[i:i].max()
    return s


def empty_mean(a):
    s = 0.0
    for i in range(2):
        s = a[i:i].mean()
    return s


def columns(a):
    s = []
    for j in range(a.shape[1]):
        s.append((a[:, j].sum(), a[:, j].max(), a[1:, j].min(), a[j, 1:].sum()))
    return s


def steps(a):
    s = []
    for i in range(3):
        s.append((a[i::2].sum(), a[::-1].sum(), a[i:9:3].max()))
    return s


def out_of_bounds(a):
    s = 0.0
    for i in range(len(a) + 1):
        s += a[i].sum()
    return s


def out_of_bounds_column(a):
    s = 0.0
    for j in range(len(a) + 100):
        s += a[:, j].sum()
    return s


def too_many(a, i):
    s = 0.0
    for k in range(3):
        s += a[i, k:2, k].sum()
    return s


def products(a, b):
    s = []
    for i in range(len(a)):
        for j in range(len(b)):
            s.append((np.dot(a[i], b[j]), a[i] @ b[j], np.dot(a[i, 0:], b[j, :]), np.dot(a[i], b[0]), np.dot(b[:, 0], b[:, j % 3])))
    return s


def product_with(a, x):
    s = 0.0
    for i in range(len(a)):
        s += np.dot(a[i], x) - np.dot(x, a[i])
    return s


def unequal(a, x):
    s = 0.0
    for i in range(len(a)):
        s += np.dot(a[i, i:], x)
    return s


def one(a):
    s = []
    for i in range(len(a)):
        s.append(np.dot(a[i, :1], a[i, 1:2]))
    return s


def copied(a, k):
    out = np.zeros(a.shape, a.dtype)
    for i in range(len(a)):
        out[i] = a[(i * k) % len(a)]
    for i in range(len(a)):
        out[i, 1:] = a[i, :-1]
    for j in range(a.shape[1] - 1):
        out[:, j] = out[:, j + 1]
    out[1] = out[:, 0][:a.shape[1]] if len(a) >= a.shape[1] else out[0]
    return out


def overlapping(a):
    for i in range(1, 4):
        a[i:] = a[:-i]
        a[:-i] = a[i:]
    return a


def overlapping_columns(a):
    for j in range(2):
        a[1:, j] = a[:-1, j]
        a[j, 1:] = a[j, :-1]
        a[:, 0] = a[0, :]
    return a


def cast(a, b):
    for i in range(len(a)):
        a[i] = b[i]
    return a


def shapes(a, b):
    for i in range(len(a)):
        a[i] = b[i, :2]
    return a


def broadcast(a, b):
    for i in range(len(a)):
        a[i] = b[i, :1]
    return a


def swapped(a):
    for i in range(len(a) // 2):
        t = a[i].copy()
        a[i] = a[-1 - i]
        a[-1 - i] = t
    return a


def filled(a, x):
    for i in range(len(a)):
        a[i] = x
        a[i, 1:] = i
        a[i, :1] = x * i
    for j in range(a.shape[1]):
        a[1:, j] = x - j
    return a


def fill_out_of_bounds(a):
    for i in range(len(a) + 1):
        a[i, :] = 1.5
    return a


def in_place(a, b, f):
    for i in range(len(a)):
        a[i] += b[i] * f
        a[i] -= f
        a[i, 1:] *= b[i, :-1]
        a[:, 0] += a[:, 1]
    return a


def eliminated(a):
    m = a.copy()
    for i in range(len(m)):
        for r in range(i + 1, len(m)):
            f = m[r, i] / m[i, i]
            m[r, i:] -= f * m[i, i:]
    return m


def read_only(a, b):
    for i in range(len(a)):
        a[i] = b[i]
    return a


def read_only_fill(a):
    for i in range(len(a)):
        a[i, :] = 1.0
    return a


def read_only_in_place(a):
    for i in range(len(a)):
        a[i] += 1.0
    return a


def kept(a):
    # The part is needed as an object by what comes between.
    s = []
    for i in range(len(a)):
        r = a[i]
        n = len(s)
        t = r.sum()
        s.append((t, n))
    return s, r.base is a


def changed_between(a):
    s = []
    for i in range(len(a)):
        r = a[i]
        a[i, 0] = 100.0
        s.append(r.sum())
    return s


r = np.random.default_rng(1)
a = r.random((5, 4))
b = r.random((5, 4))
n = r.integers(-50, 50, (4, 3))
for f in (row_sums, row_kinds, row_means, columns, kept):
    shown(f, a.copy())
    shown(f, a.T)
    shown(f, np.asfortranarray(a))
    shown(f, a[:, ::2])
    shown(f, a[:, ::-1])
    shown(f, n)
    shown(f, a.astype(np.float32))
    shown(f, np.zeros((3, 0)) if f is row_sums else np.zeros((3, 3)))
    shown(f, -np.zeros((3, 3)))
shown(row_sums, r.random((3, 4, 2)))
shown(row_sums, r.random((2, 300)))
shown(row_sums, r.random((2, 5000)))
shown(row_kinds, np.array([[np.nan, 1.0], [np.inf, 2.0], [-np.inf, np.inf], [0.0, -0.0], [-0.0, 0.0]]))
shown(row_sums, np.array([[1e308, 1e308, 1e308], [np.inf, -np.inf, 1.0]]))
shown(row_sums, np.array([[2**62, 2**62, 2**62], [1, 2, 3]]))
shown(row_means, np.array([[1e308, 1e308, 1e308], [1.0, 2.0, 3.0]]))
shown(windows, r.random(30), 7)
shown(windows, r.random(60)[::2], 7)
shown(windows, r.random(400), 300)
shown(ends, r.random(6), 9)
shown(ends, np.arange(6), 9)
shown(empty_max, r.random(5))
shown(empty_mean, r.random(5))
shown(steps, r.random(12))
shown(out_of_bounds, a)
shown(out_of_bounds_column, a)
shown(too_many, a, 1)
shown(products, np.round(a * 64), np.round(b * 64))
shown(products, np.round(a.T * 64), np.round(a.T[:4] * 32))
shown(products, n, n)
shown(product_with, np.round(a * 64), np.round(b[0] * 64))
shown(product_with, np.round(a * 64), np.round(b[0, ::-1] * 64))
shown(product_with, np.full((2, 3), 1e200), np.full(3, 1e200))
shown(unequal, a, b[0])
shown(one, -np.zeros((3, 3)))
shown(copied, a, 3)
shown(copied, n, 3)
shown(copied, a.astype(np.float32), 3)
shown(copied, np.asfortranarray(a), 3)
shown(overlapping, np.arange(12.0))
shown(overlapping, np.arange(24.0).reshape(6, 4))
shown(overlapping_columns, np.arange(16.0).reshape(4, 4))
shown(cast, np.zeros((3, 4)), np.arange(12).reshape(3, 4))
shown(cast, np.zeros((3, 4), np.int64), a[:3])
shown(cast, np.zeros(5), a[0])
shown(cast, np.zeros((5, 4, 2)), r.random((5, 4, 2)))
shown(shapes, np.zeros((3, 4)), a)
shown(broadcast, np.zeros((3, 4)), a)
shown(swapped, a.copy())
shown(swapped, np.arange(8))
shown(filled, np.zeros((3, 4)), 2.5)
shown(filled, np.zeros((3, 4)), 7)
shown(filled, np.zeros((3, 4)), np.float64(1.25))
shown(filled, np.zeros((3, 4)), np.float32(1.1))
shown(filled, np.zeros((3, 4), np.int64), 7)
shown(filled, np.zeros((4, 3)).T, 2.5)
shown(filled, np.zeros((3, 4), np.float32), 1.1)
shown(fill_out_of_bounds, np.zeros((3, 4)))
shown(in_place, a.copy(), b, 0.5)
shown(in_place, np.asfortranarray(a), b, 2)
shown(in_place, n.copy(), n, 2)
shown(in_place, n.copy(), n, 0.5)
shown(eliminated, r.random((5, 5)))
locked = a.copy()
locked.setflags(write=False)
shown(read_only, locked, b)
shown(read_only_fill, locked)
shown(read_only_in_place, locked)
shown(changed_between, a.copy())
