# Floats in lists about which nothing is known before the program runs: generic arithmetic, whose results go into objects that
# nobody else has.
import numpy as np


def unknown(x):
    box = np.empty(1, dtype=object)
    box[0] = x
    return box[0]


def total(xs):
    t = 0.0
    for x in xs:
        t += x
    return t


def deviations(xs, ys):
    t = u = 0.0
    for i in range(len(xs)):
        d = xs[i] - ys[i]
        t += d * d
        u += abs(d)
    return t, u


def horner(cs, x):
    r = 0
    steps = []
    for c in cs:
        r = r * x + c
        steps.append(r)
    return r, steps[:4]


def kept(xs):
    # The same object has several names: none of them may change with another.
    a = xs[0]
    b = a
    a += 1.5
    c = a
    a = a * 2 + b
    held = [a, a]
    a -= 0.25
    a /= 3
    return a, b, c, held, xs[0]


def mixed(xs, n):
    out = []
    for x in xs:
        y = x * n - 1
        z = 2 - y
        out.append((y < z, y <= n, z == 2 - y, n > x, x != n, y / 4))
    return out


def texts(parts):
    s = parts[0]
    t = s
    for p in parts[1:]:
        s = s + p + "-" + p
    return s, t


def bigs(xs):
    p = 1
    for x in xs:
        p = p * x + x - 1
    return p


def errors(xs):
    out = []
    for f in (lambda x: x / 0, lambda x: x % 0, lambda x: x + "a", lambda x: x / 0.0, lambda x: x * [1], lambda x: x // 0.0, lambda x: x < "b"):
        try:
            out.append(f(xs[1] + 1))
        except (ZeroDivisionError, TypeError) as e:
            out.append(str(e))
    return out


class Meter(float):
    def __add__(self, other):
        return Meter(float(self) + float(other) + 1000)

    def __mul__(self, other):
        return "times"


def main():
    xs = np.array([0.5, -1.25, 3.0, 1e300, 7.75, 0.1]).tolist()
    ys = xs[::-1]
    print(total(xs), deviations(xs, ys), horner(xs, 0.5))
    print(kept(xs), xs[0])
    print(mixed(xs[:3], 3), mixed(xs[:2], 2**53 + 1), mixed(xs[:2], True))
    print(texts(unknown(["ab", "c", "", "déf"])), bigs(np.arange(1, 40).tolist()))
    print(errors(xs))
    for odd in unknown([float("nan"), float("inf"), -0.0, 5e-324, True, 2**62, -(2**62) - 1, 1j]):
        print(odd, odd + 1, odd * 2, odd - 1, odd == odd, odd != 0)
    m = unknown(Meter(2.5))
    print(total([m, m]), m + 1, m * 2, 1 + m, m - 1, type(m - 1).__name__, m < 3)
    big = unknown(2**53 + 1)
    print(float(2**53) == big, float(2**53) < big, big > 9007199254740992.0, big - 1.0, -big < -float(2**53))


main()
