"""Noise between the points of a grid."""
import math

import numpy as np


def fade(t):
    return t * t * t * (t * (t * 6 - 15) + 10)


def gradient(h, x, y):
    h = h & 3
    u = x if h < 2 else y
    v = y if h < 2 else x
    return (u if h & 1 == 0 else -u) + (v if h & 2 == 0 else -v)


def run(p, h, w, scale):
    out = np.zeros((h, w))
    for i in range(h):
        for j in range(w):
            x = j * scale
            y = i * scale
            xi = int(math.floor(x))
            yi = int(math.floor(y))
            xf = x - xi
            yf = y - yi
            u = fade(xf)
            v = fade(yf)
            a = p[xi & 255] + yi
            b = p[(xi + 1) & 255] + yi
            x1 = gradient(p[a & 255], xf, yf) * (1 - u) + gradient(p[b & 255], xf - 1, yf) * u
            x2 = gradient(p[(a + 1) & 255], xf, yf - 1) * (1 - u) + gradient(p[(b + 1) & 255], xf - 1, yf - 1) * u
            out[i, j] = x1 * (1 - v) + x2 * v
    return out


def setup():
    return np.random.default_rng(3).permutation(256), 100, 120, 0.1
