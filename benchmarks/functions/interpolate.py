"""A value between the points of a table: a call with a number and two arrays."""
import numpy as np


def run(x, xs, ys):
    if x <= xs[0]:
        return ys[0]
    n = len(xs)
    if x >= xs[n - 1]:
        return ys[n - 1]
    low, high = 0, n - 1
    while high - low > 1:
        middle = (low + high) // 2
        if xs[middle] <= x:
            low = middle
        else:
            high = middle
    t = (x - xs[low]) / (xs[high] - xs[low])
    return ys[low] + t * (ys[high] - ys[low])


def setup():
    xs = np.linspace(0.0, 10.0, 200)
    return 3.3, xs, np.sin(xs)
