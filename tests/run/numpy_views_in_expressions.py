"""Expressions over parts of arrays, and assignments of them to parts."""
import numpy as np


def heat(steps, a, b):
    for _ in range(steps):
        b[1:-1, 1:-1] = 0.2 * (a[1:-1, 1:-1] + a[1:-1, :-2] + a[1:-1, 2:] + a[2:, 1:-1] + a[:-2, 1:-1])
        a[1:-1, 1:-1] = 0.2 * (b[1:-1, 1:-1] + b[1:-1, :-2] + b[1:-1, 2:] + b[2:, 1:-1] + b[:-2, 1:-1])


def smooth(a):
    # The target overlaps with the operands.
    a[1:-1] = (a[:-2] + a[1:-1] + a[2:]) / 3.0
    a[1:] += 0.5 * a[:-1] - 0.25
    a[:-1] -= a[1:] * 0.125 + a[:-1] * 2.0
    return a


def sweep(u, n):
    p = np.zeros((n, n))
    q = np.zeros((n, n), dtype=u.dtype)
    for j in range(1, n - 1):
        p[1:n - 1, j] = -0.5 / (0.25 * p[1:n - 1, j - 1] + 2.0)
        q[1:n - 1, j] = (u[j, 0:n - 2] + 3.0 * u[j, 1:n - 1] - u[j, 2:n] - q[1:n - 1, j - 1]) / (0.5 * p[1:n - 1, j - 1] + 2.0)
    for j in range(n - 2, 0, -1):
        u[1:n - 1, j] = p[1:n - 1, j] * u[1:n - 1, j + 1] + q[1:n - 1, j]
    return p, q


def distances(x, y):
    d = (x[:, None] - x[None, :]) ** 2 + (y[:, None] - y[None, :]) ** 2
    return np.sqrt(d + 1.0), np.sum(d * 0.5 + x)


def third(f, k):
    f[:, :, k] = f[:, :, k - 1] * 2.0 + f[:, :, 0]
    f[..., -1] = f[..., 0] * 0.5 + 1.0
    f[0, 1:, ::2] = f[1, :-1, ::2] * f[0, 1:, ::2] - 1
    return f[::-1, :, k] * 2.0 + f[:, ::-1, k]


def report(name, a):
    print(name, a.shape, a.dtype, float(a.sum()), a.flags.c_contiguous, a.flags.f_contiguous)


rng = np.random.default_rng(5)
for dtype in (np.float64, np.float32):
    a = rng.random((9, 7)).astype(dtype)
    b = np.zeros_like(a)
    heat(4, a, b)
    report("heat", a)
    print(a[4], b[:, 3])
    print(smooth(rng.random(11).astype(dtype)))
    u = rng.random((6, 6)).astype(dtype)
    p, q = sweep(u, 6)
    report("p", p)
    report("q", q)
    print(u)
    d, s = distances(rng.random(5).astype(dtype), rng.random(5).astype(dtype))
    report("distances", d)
    print(s, type(s).__name__)
    f = rng.random((3, 4, 5)).astype(dtype)
    report("third", third(f, 2))
    print(f[0])

# Other dtypes and orders go the ordinary way.
i = np.arange(24).reshape(4, 6)
i[1:, 1:] = i[:-1, :-1] * 2 + i[1:, 1:]
i[:, 0] += i[:, 1] * 3 + 1
print(i)
t = np.arange(12.0).reshape(3, 4).T
report("transposed", t[1:] * 2.0 + t[:-1])
print(t[1:] * 2.0 + t[:-1])
row = np.arange(4.0)
m = np.ones((3, 4))
m[1:] = row * 2.0 + 1.0
m[0, :] = 7
m[:, 2] -= np.sqrt(np.arange(3.0)) * 2.0 + 1
print(m, (m * 2.0 + row).tolist())


def attempt(f):
    try:
        f()
    except Exception as e:
        print(type(e).__name__, e)


def wrong_shape():
    m[1:, 1:] = row * 2.0 + 1.0


def wrong_dims():
    print(row[1:, 2:] * 2.0 + 1.0)


def wrong_index():
    m[5, 1:] = row[1:] * 2.0 + 1.0


def read_only():
    r = np.zeros(4)
    r.flags.writeable = False
    r[1:] = row[1:] * 2.0 + 1.0


def wrong_cast():
    k = np.arange(4)
    k[1:] += row[1:] * 2.0 + 1.0


for f in (wrong_shape, wrong_dims, wrong_index, read_only, wrong_cast):
    attempt(f)
z = np.array([0.0, 1.0, -1.0, 4.0])
z[1:] = np.sqrt(z[1:] - 2.0) + 1.0
print(z)
with np.errstate(all="raise"):
    w = np.array([1.0, 0.0, 2.0])
    try:
        w[:2] = 1.0 / w[1:] + 1.0
    except FloatingPointError as e:
        print(e, w)
empty = np.zeros((0, 3))
empty[:, 1:] = empty[:, :2] * 2.0 + 1.0
print(empty, np.sum(empty[:, 1:] * 2.0 + 1.0))
x = y = np.arange(5.0)
x += y * 2.0 - 1.0
print(y, x is y)
