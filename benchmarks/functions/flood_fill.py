"""Connected regions of an image, filled from a stack."""
import numpy as np


def run(image):
    h, w = image.shape
    labels = np.zeros((h, w), dtype=np.int32)
    stack = np.zeros((h * w, 2), dtype=np.int32)
    count = 0
    for i in range(h):
        for j in range(w):
            if image[i, j] and labels[i, j] == 0:
                count += 1
                top = 0
                stack[top, 0] = i
                stack[top, 1] = j
                labels[i, j] = count
                top += 1
                while top > 0:
                    top -= 1
                    y = stack[top, 0]
                    x = stack[top, 1]
                    for dy, dx in ((-1, 0), (1, 0), (0, -1), (0, 1)):
                        v = y + dy
                        u = x + dx
                        if 0 <= v < h and 0 <= u < w and image[v, u] and labels[v, u] == 0:
                            labels[v, u] = count
                            stack[top, 0] = v
                            stack[top, 1] = u
                            top += 1
    return count * 1000 + int(labels[h - 2, w - 2])


def setup():
    return (np.random.default_rng(2).random((120, 150)) < 0.6,)
