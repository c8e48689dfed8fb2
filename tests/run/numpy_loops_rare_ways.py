"""Loops whose rare ways are taken: indices from the end, warnings on the way to squares and ints, numbers that outgrow a word."""
import warnings

import numpy as np


def gather(a, shift):
    total = 0
    for i in range(len(a)):
        total = total * 3 % 1_000_003 + a[i - shift]
    return int(total)


def mark(counts, places):
    for p in places:
        counts[p] += 1
    return counts


def nearest(points, centres):
    best = []
    for i in range(points.shape[0]):
        least, at = np.inf, -1
        for j in range(centres.shape[0]):
            total = 0.0
            for k in range(points.shape[1]):
                total += (points[i, k] - centres[j, k]) ** 2
            if total < least:
                least, at = total, j
        best.append((at, float(least)))
    return best


def squares(a):
    s = 0.0
    for i in range(len(a)):
        s += (a[i] * 2.0 - 1.0) ** 2
    return float(s)


def bins(values, low, scale, n):
    counts = [0] * n
    for x in values:
        counts[int((x - low) * scale)] += 1
    return counts


def collatz(n):
    steps, most = 0, n
    while n != 1:
        if n % 2 == 0:
            n //= 2
        else:
            n = 3 * n + 1
        steps += 1
        if n > most:
            most = n
    return steps, most


def times(n, rounds):
    out = []
    for _ in range(rounds):
        if n & 4:
            n = 5 * n - 7
        else:
            n = 9 * n + 3
        out.append(n % 1000)
    return n, out[-3:]


def inside(image):
    h, w = image.shape
    found = 0
    for y in range(-1, h + 1):
        for x in range(-1, w + 1):
            for dy, dx in ((-1, 0), (1, 0), (0, -1), (0, 1)):
                v, u = y + dy, x + dx
                if 0 <= v < h and 0 <= u < w and image[v, u]:
                    found += v * 7 + u
    return found


def f(x, a):
    return x * x * x - a * x - 1.0


def root(a, low, high):
    below = f(low, a)
    for _ in range(60):
        middle = 0.5 * (low + high)
        value = f(middle, a)
        if (value < 0.0) == (below < 0.0):
            low, below = middle, value
        else:
            high = middle
    return 0.5 * (low + high)


def signs(a, bits):
    s = 0.0
    for i in range(len(a)):
        x = a[i]
        s += (x if bits[i] & 1 == 0 else -x) - (-x if bits[i] & 2 else x)
    return float(s)


def told(what, *args):
    with warnings.catch_warnings(record=True) as all_told:
        warnings.simplefilter("always")
        try:
            print(what.__name__, what(*args), end=" ")
        except (ValueError, OverflowError, IndexError) as e:
            print(what.__name__, type(e).__name__, e, end=" ")
    print([str(w.message) for w in all_told])


def main():
    a = np.arange(50)
    for shift in (0, 1, 7, 50):
        print(gather(a, shift))
    told(gather, a, 51)
    told(mark, np.zeros(5, dtype=np.int64), [0, -1, 4, -5, 2, -1])
    told(mark, np.zeros(5, dtype=np.int64), [0, -1, 4, -6, 2])
    rng = np.random.default_rng(1)
    points, centres = rng.normal(size=(40, 3)), rng.normal(size=(4, 3))
    print(nearest(points, centres))
    points[3, 1] = np.inf
    centres[2, 1] = np.inf
    points[5, 0] = 1e300
    points[7, 2] = np.nan
    told(nearest, points, centres)
    x = rng.normal(size=300)
    told(squares, x)
    x[100] = 1e308
    told(squares, x)
    x[100] = 1e200
    told(squares, x)
    x[100] = np.nan
    told(squares, x)
    with np.errstate(all="raise"):
        x[100] = 1e308
        try:
            squares(x)
        except FloatingPointError as e:
            print(e)
    v = rng.random(200)
    told(bins, v, 0.0, 10.0, 10)
    told(bins, v - 0.5, 0.0, 10.0, 10)
    v[50] = np.nan
    told(bins, v, 0.0, 10.0, 10)
    v[50] = np.inf
    told(bins, v, 0.0, 10.0, 10)
    v[50] = 1e308
    told(bins, v, -1e308, 10.0, 10)
    print([collatz(n) for n in (1, 7, 27, 97, 2**61 - 1, 2**62 + 5, 2**70 + 1)])
    print(times(1, 40), times(-3, 12), times(2**60, 30))
    print(inside(rng.random((6, 7)) < 0.5))
    print(root(2.0, 0.0, 10.0), root(np.float64(3.0), 0.0, 10.0))
    told(root, np.float64(1e200), 0.0, 1e200)
    told(root, np.float64(np.inf), 0.0, 10.0)
    bits = rng.integers(0, 4, 300)
    x[100] = 0.0
    print(signs(x, bits), signs(x[::2], bits[::-2]))


main()
