"""An image of bytes in shades of grey."""
import numpy as np


def run(rgb):
    h, w, _ = rgb.shape
    out = np.empty((h, w), dtype=np.uint8)
    for y in range(h):
        for x in range(w):
            r = int(rgb[y, x, 0])
            g = int(rgb[y, x, 1])
            b = int(rgb[y, x, 2])
            out[y, x] = (299 * r + 587 * g + 114 * b) // 1000
    return out


def setup():
    return (np.random.default_rng(1).integers(0, 256, (120, 120, 3)).astype(np.uint8),)
