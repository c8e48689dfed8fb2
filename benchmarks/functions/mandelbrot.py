"""Mandelbrot's set on a grid, with complex numbers."""
import numpy as np


def escape(c, limit):
    z = 0j
    for i in range(limit):
        z = z * z + c
        if z.real * z.real + z.imag * z.imag > 4.0:
            return i
    return limit


def run(width, height, limit):
    image = np.zeros((height, width), dtype=np.int64)
    for row in range(height):
        for column in range(width):
            c = complex(-2.0 + 3.0 * column / width, -1.5 + 3.0 * row / height)
            image[row, column] = escape(c, limit)
    return image


def setup():
    return 120, 120, 100
