"""The fast Fourier transform of an array of complex numbers."""
import math

import numpy as np


def run(x):
    x = x.copy()
    n = len(x)
    j = 0
    for i in range(1, n):
        bit = n >> 1
        while j & bit:
            j ^= bit
            bit >>= 1
        j ^= bit
        if i < j:
            t = x[i]
            x[i] = x[j]
            x[j] = t
    length = 2
    while length <= n:
        ang = -2.0 * math.pi / length
        wl = complex(math.cos(ang), math.sin(ang))
        for i in range(0, n, length):
            w = 1.0 + 0j
            for k in range(length // 2):
                u = x[i + k]
                v = x[i + k + length // 2] * w
                x[i + k] = u + v
                x[i + k + length // 2] = u - v
                w = w * wl
        length <<= 1
    return x


def setup():
    r = np.random.default_rng(1)
    return (r.random(1024) + 1j * r.random(1024),)
