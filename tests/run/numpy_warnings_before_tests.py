# Warnings of float arithmetic come before what tests behind it raise, and where tests (bounds, sizes of ints, int(x)) stand between them.
import warnings
import numpy as np


def scatter(x, at, out, scale):
    total = 0.0
    for i in range(len(x)):
        a = x[i] * scale
        b = a + x[i]
        k = at[i]
        out[k] = out[k] + b * a
        total += out[k]
    return total


def binned(x, y, c, s, hits):
    for t in range(len(c)):
        rho = int(round(x * c[t] + y * s[t])) + 3
        hits[rho, t] += 1
    return int(hits.sum())


def truncated(x, scale, out):
    for i in range(len(x)):
        k = int(x[i] * scale - x[i])
        d = x[i] / scale - k
        out[i] = d * d
    return out


def images(p, box, f):
    e = 0.0
    for i in range(len(p)):
        for j in range(i + 1, len(p)):
            dx = p[i, 0] - p[j, 0]
            dy = p[i, 1] - p[j, 1]
            dx -= box * round(dx / box)
            dy -= box * round(dy / box)
            r2 = dx * dx + dy * dy
            if r2 < 4.0:
                g = 1.0 / r2
                e += g
                f[i, 0] += g * dx
                f[i, 1] += g * dy
                f[j, 0] -= g * dx
                f[j, 1] -= g * dy
    return e


def counted(x, step, big):
    n = 0
    last = 0.0
    for i in range(len(x)):
        last = x[i] * step
        n = n + big
        last = last + x[i]
    return n, last


def stored(x, out, scale, big):
    n = 0
    for i in range(len(x)):
        out[i] = x[i] * scale
        n = n + big
        out[i + 1] = x[i] * scale * scale
    return n


def show(name, f, *args):
    with warnings.catch_warnings(record=True) as seen:
        warnings.simplefilter("always")
        try:
            result = repr(f(*args))
        except Exception as e:
            result = type(e).__name__ + ": " + str(e)
    print(name, result, [(str(w.message), w.lineno) for w in seen])
    for a in args:
        if isinstance(a, np.ndarray):
            print("   ", a.tolist())


def main():
    usual = np.arange(1.0, 9.0)
    at = np.arange(8)
    for rare in (1e308, -1e308, np.inf, -np.inf, np.nan, 1e200, -0.0):
        for where in (0, 3, 7):
            x = usual.copy()
            x[where] = rare
            for scale in (2.0, 1e300, 0.5, np.float64(0.0), np.float64(np.inf)):
                show("scatter", scatter, x, at, np.zeros(8), scale)
                far = at.copy()
                far[where] = 8
                show("scatter far", scatter, x, far, np.zeros(8), scale)
                far[where] = -1
                show("scatter back", scatter, x, far, np.ones(8), scale)
                show("truncated", truncated, x, scale, np.zeros(8))
                show("truncated short", truncated, x, scale, np.zeros(where))
                show("stored", stored, x, np.zeros(9), scale, 1)
                show("stored short", stored, x, np.zeros(where + 1), scale, 2**61)
            show("counted", counted, x, 10.0, 2**60)
            show("binned", binned, x[0], x[1], x / 4.0, x / 5.0, np.zeros((40, 8), dtype=np.int32))
            p = np.stack([x / 3.0, x[::-1] / 7.0], axis=1)
            show("images", images, p, 5.0, np.zeros((8, 2)))
            show("images small", images, p, 5.0, np.zeros((6, 2)))
            show("images same", images, p, 5.0, p)
    show("binned far", binned, 9.0, 9.0, usual, usual, np.zeros((40, 8), dtype=np.int32))
    show("binned large", binned, 1e18, 9.0, usual, usual, np.zeros((40, 8), dtype=np.int32))
    short = np.zeros((40, 8), dtype=np.int8)
    short[7] = 127
    show("binned full", binned, 0.5, 0.0, usual, usual, short)


main()
