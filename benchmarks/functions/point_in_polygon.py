"""Whether a point lies inside of a polygon: a call with two numbers and a small array."""
import numpy as np


def run(x, y, polygon):
    n = len(polygon)
    inside = False
    j = n - 1
    for i in range(n):
        if (polygon[i, 1] > y) != (polygon[j, 1] > y):
            cut = (polygon[j, 0] - polygon[i, 0]) * (y - polygon[i, 1]) / (polygon[j, 1] - polygon[i, 1]) + polygon[i, 0]
            if x < cut:
                inside = not inside
        j = i
    return inside


def setup():
    angles = np.linspace(0.0, 6.0, 12)
    return 0.25, 0.5, np.stack([np.cos(angles), np.sin(angles)], axis=1)
