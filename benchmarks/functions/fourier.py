"""The fast Fourier transform, real and imaginary parts apart."""
import math

import numpy as np


def run(re, im):
    re = re.copy()
    im = im.copy()
    n = len(re)
    j = 0
    for i in range(1, n):
        bit = n >> 1
        while j & bit:
            j ^= bit
            bit >>= 1
        j ^= bit
        if i < j:
            re[i], re[j] = re[j], re[i]
            im[i], im[j] = im[j], im[i]
    length = 2
    while length <= n:
        ang = -2 * math.pi / length
        wr = math.cos(ang)
        wi = math.sin(ang)
        for i in range(0, n, length):
            cr = 1.0
            ci = 0.0
            half = length // 2
            for k in range(half):
                ur = re[i + k]
                ui = im[i + k]
                vr = re[i + k + half] * cr - im[i + k + half] * ci
                vi = re[i + k + half] * ci + im[i + k + half] * cr
                re[i + k] = ur + vr
                im[i + k] = ui + vi
                re[i + k + half] = ur - vr
                im[i + k + half] = ui - vi
                nr = cr * wr - ci * wi
                ci = cr * wi + ci * wr
                cr = nr
        length *= 2
    return re[7] + im[9]


def setup():
    rng = np.random.default_rng(3)
    return rng.random(4096), rng.random(4096)
