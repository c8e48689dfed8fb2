"""Loops that run several rounds at once over elements that are not side by side: columns, channels, parts of complex numbers; and quotients."""
import numpy as np


def grey(rgb, out):
    h, w, _ = rgb.shape
    for y in range(h):
        for x in range(w):
            r = int(rgb[y, x, 0])
            g = int(rgb[y, x, 1])
            b = int(rgb[y, x, 2])
            out[y, x] = (299 * r + 587 * g + 114 * b) // 1000


def distances(p, q, out):
    for i in range(p.shape[0]):
        dx = p[i, 0] - q[0]
        dy = p[i, 1] - q[1]
        out[i] = (dx * dx + dy * dy) * 0.5


def columns(a, b, j, k):
    for i in range(a.shape[0]):
        a[i, j] = (a[i, j] * 3 - b[i, k] * 2) * 2 + (b[i, k] - 1) * (a[i, j] + 1)


def columns_of_one(a, j, k):
    for i in range(a.shape[0]):
        t = a[i, j] * 2 + a[i, k] * 3
        a[i, k] = (t - 1) * 2 - a[i, j] * 5
        a[i, j] = (t + 1) * 3 - a[i, j] * 7


def turned(a, out):
    n = len(a)
    for i in range(n):
        out[i] = (a[n - 1 - i] * 3 + a[i] - 1) * (a[n - 1 - i] + 2)


def every(a, out, s):
    for i in range(len(out)):
        out[i] = (a[s * i] * 3 + 2) * (a[2 * i] - 1) + a[2 * i] * 5


def laplace(z, lap):
    for i in range(1, len(z) - 1):
        lap[i] = z[i - 1] - 2.0 * z[i] + z[i + 1]


def evolve(z, v, lap, dt):
    for i in range(1, len(z) - 1):
        z[i] = z[i] - 1j * dt * (v[i] * z[i] - 0.5 * lap[i])


def behind(z, d):
    for i in range(d, len(z)):
        z[i] = z[i - d] * 2 + 1j


def ahead(z, d):
    for i in range(len(z) - d):
        z[i] = z[i + d] * 2 + 1j


def parts(z, out):
    for i in range(len(z)):
        out[i] = z[i].real * z[i].real + z[i].imag * z[i].imag


def turn(z):
    for i in range(len(z)):
        z[i] = complex(z[i].imag, -z[i].real)


def down(z):
    for i in range(len(z) - 1, -1, -1):
        z[i] = z[i] * z[i]


def quotient(a, out):
    for i in range(len(a)):
        out[i] = int(a[i]) // 7 + int(a[i]) % 7


def quotients(a, b, out):
    for i in range(len(a)):
        x = int(a[i])
        out[i] = x // 1000 + x % 1000 - x // 64 + x % 2147483647 - x // 3 + x % 10 + (x + int(b[i])) // 5


def clock(n, out):
    for i in range(n):
        out[i] = (i * i - 40) % 12 + (50 - i) // 7


def bytes_of(a, out):
    for i in range(len(a)):
        out[i] = (int(a[i]) * 77 + 29) % 256


def fresh(rng, dtype, *shape):
    if np.dtype(dtype).kind in "iu":
        info = np.iinfo(dtype)
        return rng.integers(max(info.min, -50), min(info.max, 60), shape).astype(dtype)
    if np.dtype(dtype).kind == "c":
        return (rng.normal(size=shape) + 1j * rng.normal(size=shape)).astype(dtype)
    return rng.normal(size=shape).astype(dtype)


def show(*arrays):
    for a in arrays:
        print(a.dtype, a.shape, a.tobytes().hex())


def main():
    rng = np.random.default_rng(5)
    for w in list(range(1, 20)) + [64, 67]:
        rgb = rng.integers(0, 256, (3, w, 3)).astype(np.uint8)
        for picture in (rgb, rgb[::-1, ::-1], np.asfortranarray(rgb), rgb[:, :, ::-1]):
            out = np.zeros((3, w), dtype=np.uint8)
            grey(picture, out)
            show(out)
    for n in (1, 7, 8, 9, 16, 30, 41):
        for dtype in (np.float64, np.float32):
            p = fresh(rng, dtype, n, 3)
            out = np.zeros(n, dtype)
            distances(p, p[n // 2], out)
            show(out)
            distances(np.asfortranarray(p), p[0], out)
            show(out)
            distances(p[::-1], p[0], p[:, 2])
            show(p)
        for dtype in (np.float64, np.int64, np.float32, np.int32, np.int16):
            a, b = fresh(rng, dtype, n, 3), fresh(rng, dtype, n, 2)
            columns(a, b, 1, 0)
            columns(a[::-1], b, 0, 1)
            columns(a, a, 2, 1)
            show(a)
            a = fresh(rng, dtype, n, 3)
            columns_of_one(a, 0, 2)
            columns_of_one(a, 1, 1)
            columns_of_one(a[:, ::2], 0, 1)
            show(a)
        for dtype in (np.float64, np.int64):
            a = fresh(rng, dtype, n)
            out = np.zeros_like(a)
            turned(a, out)
            show(out)
            turned(a, a)
            show(a)
            a, out = fresh(rng, dtype, 3 * n), np.zeros(n, dtype)
            every(a, out, 3)
            show(out)
            every(a, a[:n], 2)
            show(a)
        for dtype in (np.complex128, np.complex64):
            z, lap, v = fresh(rng, dtype, n), fresh(rng, dtype, n), fresh(rng, np.float64, n)
            laplace(z, lap)
            show(lap)
            evolve(z, v, lap, 0.01)
            show(z)
            laplace(z, z)
            show(z)
            big = fresh(rng, dtype, 2 * n)
            laplace(big[::2], lap)
            evolve(big[::-2], v, big[::2], 0.01)
            show(lap, big)
            for d in range(1, 12):
                for move in (behind, ahead):
                    if d < n:
                        z = fresh(rng, dtype, n)
                        move(z, d)
                        show(z)
            z, out = fresh(rng, dtype, n), np.zeros(n)
            parts(z, out)
            turn(z)
            show(out, z)
            down(z)
            show(z)
    for n in (5, 8, 17, 100):
        for dtype in (np.int64, np.int32, np.int16, np.uint8):
            a = fresh(rng, dtype, n)
            out = np.zeros(n, np.int64)
            quotient(a, out)
            show(out)
            quotients(a, a[::-1], out)
            show(out)
            bytes_of(a, out)
            show(out)
            small = np.zeros(n, np.uint8)
            bytes_of(a, small)
            show(small)
        for edge in (0, 1, 2**31 - 1, 2**31, 2**32, 2**40, 2**62):
            a = np.arange(n, dtype=np.int64) - n // 2 + edge
            out = np.zeros(n, np.int64)
            quotients(a, a, out)
            show(out)
            quotients(-a, a, out)
            show(out)
        out = np.zeros(n, np.int64)
        clock(n, out)
        show(out)
    # What does not fit, and what there is to warn of.
    big = np.full(40, 1e308 + 1e308j)
    with np.errstate(all="ignore"):
        behind(big, 1)
    show(big)
    with np.errstate(all="raise"):
        try:
            down(np.full(20, 1e200 + 1j))
        except FloatingPointError as e:
            print(e)
    pixels = np.full((2, 20, 3), 255, np.uint8)
    try:
        grey(pixels.astype(np.int64) * 2, np.zeros((2, 20), np.uint8))
    except OverflowError as e:
        print(e)


main()
