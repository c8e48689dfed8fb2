"""A polynomial at one place: a call with a number and a small array."""
import numpy as np


def run(x, coefficients):
    total = 0.0
    for i in range(len(coefficients) - 1, -1, -1):
        total = total * x + coefficients[i]
    return total


def setup():
    return 0.7, np.array([1.0, -2.0, 0.5, 3.0, -1.5])
