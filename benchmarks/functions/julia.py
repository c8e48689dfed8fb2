"""A Julia set on a grid, with two floats for a complex number."""
import numpy as np


def run(image, cr, ci, limit):
    height, width = image.shape
    for row in range(height):
        for column in range(width):
            x = -1.5 + 3.0 * column / width
            y = -1.5 + 3.0 * row / height
            n = 0
            while x * x + y * y <= 4.0 and n < limit:
                x, y = x * x - y * y + cr, 2.0 * x * y + ci
                n += 1
            image[row, column] = n
    return image


def setup():
    return np.zeros((150, 150), dtype=np.uint8), -0.8, 0.156, 200
