# bench-args: 200
"""Convolution of an image with a kernel by four loops, in floats and in ints."""
import sys
import numpy as np


def convolve(image, kernel):
    h, w = image.shape
    kh, kw = kernel.shape
    out = np.zeros((h - kh + 1, w - kw + 1))
    for i in range(out.shape[0]):
        for j in range(out.shape[1]):
            s = 0.0
            for a in range(kh):
                for b in range(kw):
                    s += image[i + a, j + b] * kernel[a, b]
            out[i, j] = s
    return out


def convolve_int(image, kernel):
    h, w = image.shape
    k = kernel.shape[0]
    out = np.zeros((h, w), dtype=np.int64)
    for i in range(h - k + 1):
        for j in range(w - k + 1):
            for a in range(k):
                for b in range(k):
                    out[i, j] += image[i + a, j + b] * kernel[a, b]
    return out


def main():
    n = int(sys.argv[1]) if len(sys.argv) > 1 else 60
    image = np.zeros((n, n), dtype=np.int64)
    for i in range(n):
        for j in range(n):
            image[i, j] = (i * 7 + j * 13) % 31
    sharp = np.array([[0, -1, 0], [-1, 5, -1], [0, -1, 0]])
    blur = np.array([[1.0, 2.0, 1.0], [2.0, 4.0, 2.0], [1.0, 2.0, 1.0]])
    smooth = convolve(image.astype(np.float64), blur)
    edges = convolve_int(image, sharp)
    total, count = 0.0, 0
    for i in range(n - 2):
        for j in range(n - 2):
            total += smooth[i, j]
            count += edges[i, j]
    print(f"{total:.3f} {smooth[1, 2]:.3f} {count} {edges[2, 3]}")


main()
