"""The histogram of an image of bytes made even."""
import numpy as np


def run(image):
    hist = np.zeros(256, dtype=np.int64)
    h, w = image.shape
    for i in range(h):
        for j in range(w):
            hist[image[i, j]] += 1
    cdf = np.zeros(256, dtype=np.int64)
    total = 0
    for k in range(256):
        total += hist[k]
        cdf[k] = total
    out = np.zeros_like(image)
    for i in range(h):
        for j in range(w):
            out[i, j] = (cdf[image[i, j]] * 255) // (h * w)
    return out


def setup():
    return (np.random.default_rng(3).integers(0, 200, (200, 250)).astype(np.uint8),)
