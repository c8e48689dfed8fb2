"""Lorenz's equations by the method of Runge and Kutta."""
import numpy as np


def slope(state, out):
    x, y, z = state[0], state[1], state[2]
    out[0] = 10.0 * (y - x)
    out[1] = x * (28.0 - z) - y
    out[2] = x * y - 8.0 / 3.0 * z


def run(start, steps, h):
    state = start.copy()
    k1 = np.zeros(3)
    k2 = np.zeros(3)
    k3 = np.zeros(3)
    k4 = np.zeros(3)
    other = np.zeros(3)
    path = np.zeros((steps, 3))
    for n in range(steps):
        slope(state, k1)
        for i in range(3):
            other[i] = state[i] + 0.5 * h * k1[i]
        slope(other, k2)
        for i in range(3):
            other[i] = state[i] + 0.5 * h * k2[i]
        slope(other, k3)
        for i in range(3):
            other[i] = state[i] + h * k3[i]
        slope(other, k4)
        for i in range(3):
            state[i] += h / 6.0 * (k1[i] + 2.0 * k2[i] + 2.0 * k3[i] + k4[i])
            path[n, i] = state[i]
    return path


def setup():
    return np.array([1.0, 1.0, 1.0]), 5_000, 0.01
