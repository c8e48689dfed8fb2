"""Nests of loops over arrays of all layouts: the rows need not be dense, nor the arrays what they were in the first round."""
import numpy as np


def smooth(src, out):
    h, w = src.shape
    for i in range(h):
        for j in range(w):
            out[i, j] = src[i, j - 1] + 2.0 * src[i, j] + src[i, (j + 1) % w] + src[i - 1, j]
    return out


def correlate(image, kernel):
    h, w = image.shape
    kh, kw = kernel.shape
    out = np.zeros((h - kh + 1, w - kw + 1), dtype=image.dtype)
    for i in range(out.shape[0]):
        for j in range(out.shape[1]):
            for a in range(kh):
                for b in range(kw):
                    out[i, j] += image[i + a, j + b] * kernel[a, b]
    return out


def column_sums(a):
    totals = np.zeros(a.shape[1])
    for j in range(a.shape[1]):
        for i in range(a.shape[0]):
            totals[j] += a[i, j]
    return totals


def relax(a, rounds):
    b = np.zeros_like(a)
    n = len(a)
    for _ in range(rounds):
        for i in range(1, n - 1):
            for j in range(1, n - 1):
                b[i, j] = (a[i - 1, j] + a[i + 1, j] + a[i, j - 1] + a[i, j + 1]) / 4
        a, b = b, a
    return a


def layouts(a):
    yield "rows", a
    yield "columns", np.asfortranarray(a)
    yield "transposed", a.T
    yield "backwards", a[::-1, ::-1]
    yield "every other", np.repeat(a, 2, axis=1)[:, ::2]
    yield "floats of 32 bits", a.astype(np.float32)
    yield "short ints", a.astype(np.int16)
    yield "one row for all", np.broadcast_to(a[0], a.shape)


def volume(a):
    total = 0.0
    for i in range(a.shape[0]):
        for j in range(a.shape[1]):
            row = a[i, j]
            for k in range(a.shape[2] - 1):
                total += row[k] * a[i, j, k + 1] - a[i, j, -k]
    return total


def grow(cells, n):
    """The array is another one in later rounds."""
    seen = []
    for i in range(n):
        total = 0
        for j in range(len(cells)):
            for k in range(3):
                total += cells[j] * k
        seen.append(int(total))
        if i % 2:
            cells = np.append(cells, i)
        else:
            cells = cells.astype(np.float64)
    return seen, cells.dtype


def first_bad(a, limit):
    for i in range(limit):
        for j in range(limit):
            if a[i, j] < 0:
                return i, j
    return None


def main():
    base = (np.arange(30.0).reshape(5, 6) * 7) % 11 - 3
    for name, a in layouts(base):
        out = np.zeros(a.shape)
        print(name, smooth(a, out).sum(), column_sums(a)[:3], volume(a.reshape(1, *a.shape)))
        print(correlate(a, a[:2, :3])[:2])
    kernel = np.array([[0, -1, 0], [-1, 5, -1], [0, -1, 0]])
    image = (np.arange(64).reshape(8, 8) * 13) % 31
    print(correlate(image, kernel))
    with np.errstate(over="ignore"):
        print(correlate(image * 2**58, kernel)[0])
    print(correlate(image[:2], kernel[:0]).shape, correlate(image[:0], kernel[:0]).shape)
    start = np.zeros((7, 7))
    start[0] = 100.0
    print(relax(start, 5).round(4)[1])
    print(grow(np.arange(4), 5))
    long = np.ones((2, 70000))
    long[1, 69999] = -1.0
    print(column_sums(long)[-2:], column_sums(long.T))
    for a in (long, np.ones((3, 3)), np.ones((3, 4)), np.ones((0, 4))):
        try:
            print(first_bad(a, 4))
        except IndexError as e:
            print(e)
    try:
        print(first_bad(np.ones(3), 1))
    except IndexError as e:
        print(e)


main()
