# Complex scalars of NumPy in loops: with each other, with Python's numbers, at the edges where something is to be warned of.
import cmath
import warnings

import numpy as np

NAN = float("nan")
INF = float("inf")


def show(*values):
    print(*[f"{type(v).__name__}:{v!r}" for v in values])


def total(a, start):
    s = start
    for i in range(len(a)):
        s += a[i]
    return s


def total_from_zero(a):
    s = 0
    for x in a:
        s = s + x
    return s


def total_from_complex(a, w):
    s = 0j
    for x in a:
        s = s * w + x
    return s


def total_or_nothing(a, n):
    s = 0.0
    for i in range(n):
        s = a[i] * 2 + s
    return s


def arithmetic(a, b, out):
    for i in range(len(a)):
        x = a[i]
        y = b[i]
        out[i, 0] = x + y
        out[i, 1] = x - y
        out[i, 2] = x * y
        out[i, 3] = x / y
        out[i, 4] = x ** 2
        out[i, 5] = y ** 3
        out[i, 6] = -x
        out[i, 7] = x.conjugate()


def with_floats(a, f, out):
    for i in range(len(a)):
        out[i] = (a[i] * f[i] + 0.5) / (2 - a[i]) + 3 * a[i] - f[i]


def with_python(a, z, f, n, out):
    for i in range(len(a)):
        out[i] = a[i] * z + a[i] / f - n + z * a[i] - f / a[i]


def sizes(a):
    s = 0.0
    for i in range(len(a)):
        s += abs(a[i]) + np.abs(a[i]) ** 2
    return s


def parts(a):
    s = 0.0
    t = 0.0
    for z in a:
        s += z.real * z.real
        t += z.imag
    return s, t


def counted(a, b):
    same = 0
    some = 0
    zero = 0
    for i in range(len(a)):
        if a[i] == b[i]:
            same += 1
        if a[i] != 0:
            some += 1
        if not a[i]:
            zero += 1
        if a[i] == 1 + 2j:
            zero += 100
    return same, some, zero


def escape(c, limit):
    out = np.zeros(c.shape, dtype=np.int64)
    for i in range(c.shape[0]):
        for j in range(c.shape[1]):
            z = 0j
            n = 0
            while n < limit and abs(z) <= 2.0:
                z = z * z + c[i, j]
                n += 1
            out[i, j] = n
    return out


def square(z):
    return z * z


def larger(a, b):
    if abs(a) > abs(b):
        return a
    return b


def through_functions(a):
    best = a[0]
    s = 0j
    for i in range(1, len(a)):
        best = larger(best, a[i])
        s += square(a[i])
    return best, s


def transform(x):
    n = len(x)
    out = np.zeros(n, dtype=np.complex128)
    for k in range(n):
        s = 0j
        for t in range(n):
            s += x[t] * cmath.exp(-2j * cmath.pi * k * t / n)
        out[k] = s
    return out


def swapped(a):
    n = len(a)
    for i in range(n // 2):
        t = a[i]
        a[i] = a[n - 1 - i]
        a[n - 1 - i] = t
    return a


def product_of(a):
    p = a[0]
    for k in range(1, len(a)):
        p = p * a[k]
    return p


def tried(f, *args):
    with warnings.catch_warnings(record=True) as seen:
        warnings.simplefilter("always")
        try:
            r = f(*args)
            show(*(r if isinstance(r, tuple) else (r,)))
        except Exception as e:
            print(type(e).__name__, e)
    return seen


def warned(f, *args):
    for w in tried(f, *args):
        print("   ", w.category.__name__, w.message)


def main():
    rng = np.random.default_rng(5)
    for dtype in (np.complex128, np.complex64):
        a = (rng.standard_normal(40) + 1j * rng.standard_normal(40)).astype(dtype)
        b = (rng.standard_normal(40) + 1j * rng.standard_normal(40)).astype(dtype)
        b[3] = 2.5
        b[4] = -1.5j
        show(total(a, 0), total(a, 0.0), total(a, 0j), total(a, a[0]), total(a, 1))
        show(total_from_zero(a), total_from_zero(a[:0]), total_from_complex(a, 0.5 + 0.25j), total_from_complex(a[:0], 1j))
        show(total_or_nothing(a, 0), total_or_nothing(a, 7))
        out = np.zeros((40, 8), dtype)
        arithmetic(a, b, out)
        print(out.tobytes().hex()[:4000], out.sum())
        row = np.zeros(40, dtype)
        for f in (rng.random(40), rng.random(40).astype(np.float32)):
            with_floats(a, f, row)
            print(row.tobytes().hex())
        with_python(a, 1.25 - 0.1j, 0.1, 3, row)
        print(row.tobytes().hex())
        show(sizes(a), *parts(a), *counted(a, b), *counted(a, a), *through_functions(a))
        a[5] = 0
        a[6] = 1 + 2j
        show(*counted(a, b), product_of(a[:4]))
        print(swapped(a.copy())[:3], escape((a[:36] * 0.5).reshape(6, 6), 50).sum())
        print(transform(a)[:5])
        # What is rare.
        rare = np.array([0, -0.0, complex(INF, 1), complex(NAN, 0), complex(1e30, -1e30), complex(-0.0, 0.0), complex(1e-30, 0)]).astype(dtype)
        warned(with_floats, np.full(3, 2 + 0j, dtype), np.ones(3), row)
        warned(total_or_nothing, np.full(3, 3e38 + 0j, dtype), 3)
        warned(sizes, np.full(3, 3e38 + 3e38j, dtype))
        for k in range(len(rare)):
            for j in range(len(rare)):
                pair = np.zeros((1, 8), dtype)
                tried(arithmetic, rare[k:k + 1], rare[j:j + 1], pair)
                print(np.array2string(pair))
        tried(sizes, rare)
        tried(total_from_complex, rare, 1e200 + 1j)
        tried(total_from_complex, np.full(20, 1e30 + 1e30j, dtype), 1e30)
        tried(counted, rare, rare)
        tried(with_python, a, 0j, 0.0, 1, row)
    narrow = np.zeros(3, np.complex64)
    tried(with_floats, np.full(3, 1e200 + 0j), np.ones(3), narrow)
    print(narrow)
    floats = np.zeros(3)
    tried(with_floats, np.full(3, 1 + 1j), np.ones(3), floats)


main()
