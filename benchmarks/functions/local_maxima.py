"""Peaks of an image, and how far the brightest lies from the middle."""
import numpy as np


def run(image):
    height, width = image.shape
    count = 0
    brightest = -1.0
    place = (0, 0)
    for i in range(1, height - 1):
        for j in range(1, width - 1):
            x = image[i, j]
            if (x > image[i - 1, j] and x > image[i + 1, j] and x > image[i, j - 1] and x > image[i, j + 1]):
                count += 1
                if x > brightest:
                    brightest = x
                    place = (i, j)
    return count + abs(place[0] - height // 2) + abs(place[1] - width // 2)


def setup():
    return (np.random.default_rng(18).random((400, 400)),)
