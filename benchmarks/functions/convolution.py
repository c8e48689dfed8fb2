"""A small kernel over an image of float32."""
import numpy as np


def run(image, kernel):
    h, w = image.shape
    kh, kw = kernel.shape
    out = np.zeros((h - kh + 1, w - kw + 1), dtype=np.float32)
    for i in range(h - kh + 1):
        for j in range(w - kw + 1):
            s = np.float32(0.0)
            for u in range(kh):
                for v in range(kw):
                    s += image[i + u, j + v] * kernel[u, v]
            out[i, j] = s
    return out


def setup():
    rng = np.random.default_rng(3)
    return rng.random((100, 120)).astype(np.float32), rng.random((5, 5)).astype(np.float32)
