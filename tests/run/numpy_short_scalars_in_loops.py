# Python's numbers that meet with NumPy's scalars of fewer than 64 bits in loops: of which type they are, when they are rounded, what warns.
import numpy as np

KINDS = ["float32", "int8", "int16", "int32", "uint8", "uint16", "uint32"]


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
        s += x
    return s


def total_of_floats(a):
    s = 0.0
    for x in a:
        s = s + x
    return s


def damped(a, start):
    s = start
    for x in a:
        s = s * 0.9 + x
    return s


def halved(a):
    s = 1.1
    t = 0.0
    for x in a:
        s = s * 0.3
        if t > 0.5:
            s = s + x
        t = t + 0.2
    return s, t


def largest(a, start):
    best = start
    at = -1
    for i in range(len(a)):
        if a[i] > best:
            best = a[i]
            at = i
    return best, at


def smallest(a, start):
    best = start
    for x in a:
        best = min(best, x)
    return best


def count_between(a, low, high):
    n = 0
    for x in a:
        if low <= x < high:
            n += 1
        elif x == high:
            n += 100
    return n


def product(a, start):
    p = start
    for x in a:
        p = p * x
    return p


def ratio(a, start):
    r = start
    for x in a:
        r = r / x
    return r


def floored(a, start):
    r = start
    for x in a:
        r = r // x + x % 3
    return r


def bits(a, start):
    b = start
    for x in a:
        b = (b ^ x) & 127
    return b


def negated(a):
    s = 0
    for x in a:
        s = -s + x
    return s


def either(a, flag):
    s = 0.1
    if flag:
        s = a[0]
    t = s * 0.1
    return s, t, s < 0.1, s == 0.1, s > t, t + 1


def blurred(image):
    h, w = image.shape
    out = np.zeros_like(image)
    for i in range(h):
        for j in range(w):
            s = 0
            n = 0
            for u in range(max(0, i - 1), min(h, i + 2)):
                for v in range(max(0, j - 1), min(w, j + 2)):
                    s += image[u, v]
                    n += 1
            out[i, j] = s / n
    return out


for name in KINDS:
    print(name)
    small = (np.arange(12) % 5 + 1).astype(name)
    for n in [0, 1, 2, 7, 12]:
        a = small[:n]
        show(total(a, 0), total(a, 0.0), total(a, 0.1), total(a, 5), total_from_zero(a), total_of_floats(a))
        show(damped(a, 0.0), damped(a, 1), damped(a, 0.1), *halved(a))
        show(*largest(a, 0), *largest(a, -1e300), *largest(a, float("-inf")), *largest(a, 3), *largest(a, 2.5))
        show(smallest(a, 100), smallest(a, 3), smallest(a, float("inf")), smallest(a, 2.000000001))
        show(count_between(a, 1, 3), count_between(a, 0.1, 3.0), count_between(a, float("-inf"), float("inf")))
        show(product(a[:4], 1), product(a[:4], 1.0), product(a[:4], 0.1), ratio(a, 1), ratio(a, 0.1))
        show(floored(a, 100), negated(a[:1]))
        if name != "float32":
            show(bits(a, 0), bits(a, 77))
    for flag in [False, True]:
        show(*either(small, flag))
    print(blurred(small.reshape(3, 4)).tolist())

with np.errstate(all="ignore"):
    for name in KINDS[1:]:
        info = np.iinfo(name)
        for a in [np.full(5, info.max // 2, dtype=name), np.full(3, info.min, dtype=name), np.array([info.max, 1, 1], dtype=name)]:
            show(total(a, 0), total(a, 0.0), total_from_zero(a), product(a, 1), product(a, 1.0), *largest(a, 0), negated(a))
        for start in [info.max + 1, info.min - 1, 2 ** 70]:
            try:
                show(total(small.astype(name), start))
            except OverflowError as e:
                print(e)
    short = np.array([3e38, 3e38, -3e38, 1.0], dtype=np.float32)
    show(total(short, 0.0), total(short, 0), total(short, 1e300), product(short, 1.0), *largest(short, 1e300))
    rare = np.array([1.0, np.inf, -np.inf, np.nan, -0.0, 1e-45], dtype=np.float32)
    for k in range(6):
        a = rare[k:]
        show(total(a, 0.0), total(a, -0.0), total(a, float("inf")), *largest(a, 0.0), *largest(a, float("nan")), count_between(a, -1.0, float("inf")))
        show(ratio(a[:3], 1.0), product(a, -1.0), smallest(a, 0.0))
    exact = np.array([16777216, 1, 1, 1], dtype=np.float32)
    show(total(exact, 0), total(exact, 1), total(exact, 16777217), total(exact, 0.1), count_between(exact, 1, 16777217))

try:
    show(floored(np.array([3, 0, 2], dtype=np.int16), 7))
except ZeroDivisionError as e:
    print(e)
show(total(np.array([100, 100], dtype=np.int8), 0))
show(total(np.array([3e38, 3e38], dtype=np.float32), 0))
