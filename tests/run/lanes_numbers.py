"""Loops that run several rounds at once: NaN, zeros with a sign, ints near their ends, errors in the middle, masks, sums."""
import numpy as np

INF = float("inf")
NAN = float("nan")


def smaller(a, b, out):
    for i in range(len(a)):
        out[i] = a[i] if a[i] < b[i] else b[i]


def least(a, b, out):
    for i in range(len(a)):
        out[i] = min(a[i], b[i])
        out[i] = max(out[i], -5.0)


def keep(a, low, high):
    for i in range(len(a)):
        if a[i] < low:
            a[i] = low
        elif a[i] > high:
            a[i] = high


def classes(a, out):
    for i in range(len(a)):
        if a[i] != a[i]:
            out[i] = 3
        elif a[i] > 0 and a[i] < 2:
            out[i] = 1
        elif a[i] >= 2 or a[i] == 0:
            out[i] = 2
        else:
            out[i] = -abs(a[i])


def add(a, b, out):
    for i in range(len(a)):
        out[i] = a[i] + b[i]


def subtract(a, b, out):
    for i in range(len(a)):
        out[i] = a[i] - b[i]


def multiply(a, b, out):
    for i in range(len(a)):
        out[i] = a[i] * b[i]


def of_list(a, k):
    for i in range(len(a)):
        a[i] = a[i] + k
    return a


def products(a, k):
    for i in range(len(a)):
        a[i] *= k
    return a


def numbers(n):
    out = np.zeros(n)
    for i in range(n):
        out[i] = i * 0.5 - 1
    return out


def rest(a, n):
    for i in range(n):
        a[i] = i


def total(a):
    s = 0
    for x in a:
        s += x
    return s


def positive(a):
    n = 0
    for i in range(len(a)):
        if a[i] > 0:
            n += 1
    return n


def steps(a, b):
    near = far = 0
    for i in range(len(a)):
        d = a[i] - b[i]
        if d < 0:
            d = -d
        if d < 3:
            near += 1
        else:
            far += int(d)
    return near, far


def divided(a, b, out):
    for i in range(len(a)):
        out[i] = a[i] / b[i]


def inverse(a):
    for i in range(len(a)):
        a[i] = 1.0 / a[i]


def bounded(a, b):
    k = 0
    try:
        for i in range(len(a)):
            k = i
            a[i] = b[i] * 2
    except IndexError as e:
        print("stopped at", k, e)
    return a


def flags(a, f):
    for i in range(len(a)):
        f[i] = a[i] > 2


def with_flags(a, f):
    for i in range(len(a)):
        if f[i]:
            a[i] = -a[i]


def rows(a, b):
    n, m = a.shape
    for i in range(n):
        for j in range(m):
            b[i, j] = 2 * a[i, j] + a[i, 0]


RARE = [0.0, -0.0, 1.0, -1.0, NAN, INF, -INF, 2.0, 5e-324, 1e308, -7.5, 3.0]


def main():
    for n in (1, 5, 8, 11, 24, 40):
        a = np.array([RARE[i % len(RARE)] for i in range(n)])
        b = np.array([RARE[(i * 5 + 3) % len(RARE)] for i in range(n)])
        out = np.empty(n)
        for function in (smaller, least, add, subtract, multiply):
            with np.errstate(all="ignore"):
                function(a, b, out)
            print(function.__name__, out.tolist())
        c = a.copy()
        keep(c, -1.5, 1.5)
        print(c.tolist())
        classes(a, out)
        print(out.tolist())
        with np.errstate(all="ignore"):
            divided(a, b, out)
        print(out.tolist())
    for n in range(0, 71):
        print(n, numbers(n).sum(), total(list(range(n))), positive([i % 3 - 1 for i in range(n)]))

    ends = [0, 1, -1, 2**62, -(2**62), 2**63 - 1, -(2**63), 2**32, 2**31, -(2**31) - 1, 3_037_000_500]
    for at in (0, 3, 8, 20):
        for x in ends:
            for y in ends:
                a = np.full(24, 3)
                b = np.full(24, 4)
                a[at], b[at] = x, y
                out = np.zeros(24, dtype=np.int64)
                with np.errstate(over="ignore"):
                    add(a, b, out)
                    s = out.tolist()
                    subtract(a, b, out)
                    d = out.tolist()
                    multiply(a, b, out)
                print(x, y, s[at], d[at], out[at], s[at - 1], d[-1], out[(at + 1) % 24], sum(s) % 1000003)
            for k in (1, 2**61, -(2**62), 2**62 - 1, 2**64):
                values = [5] * 24
                values[at] = x
                print(sum(of_list(values, k)) % (10**9 + 7), values[at])
                print(sum(products([7] * 20 + [x], k)) % (10**9 + 7))
    with np.errstate(over="raise"):
        a = np.arange(30)
        b = np.arange(30)
        a[21] = 2**63 - 1
        out = np.zeros(30, dtype=np.int64)
        try:
            add(a, b, out)
        except FloatingPointError as e:
            print(e, out.tolist())
    print(total([2**61] * 20), total([2**62, 2**62, -(2**62)] * 9), total([1.5] * 20))
    print(total(np.arange(100)), total(np.arange(100, dtype=np.int16)), positive(np.arange(-9, 40)))
    print(steps([i * 7 % 11 for i in range(50)], [i * 3 % 13 for i in range(50)]))
    try:
        inverse(values := [float(i - 17) for i in range(40)])
    except ZeroDivisionError as e:
        print(e, values)
    print(bounded([0.0] * 30, [1.5] * 21))
    print(bounded(np.zeros(30), np.ones(25)).tolist())
    print(bounded([0] * 30, list(range(12))))
    for dtype in (np.float32, np.int32, np.uint8, np.int8, np.int16, np.bool_):
        a = np.zeros(21, dtype=dtype)
        try:
            rest(a, 21)
        except OverflowError as e:
            print(e)
        print(a.tolist())
        try:
            rest(np.zeros(300, dtype=dtype), 300)
        except OverflowError as e:
            print(e)
    a = np.arange(19) % 5
    f = np.zeros(19, dtype=np.bool_)
    flags(a, f)
    print(f.tolist())
    with_flags(a, f)
    print(a.tolist())
    for m in (3, 8, 20):
        a = np.arange(5.0 * m).reshape(5, m)
        b = np.zeros((5, m))
        rows(a, b)
        rows(a, a)
        print(b.tolist(), a.tolist())
        rows(a[::2, ::-1], b[:3])
        rows(np.asfortranarray(a), b)
        print(b.tolist())


main()
