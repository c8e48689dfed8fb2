"""Jacobi's steps on a plate."""
import numpy as np


def run(plate, steps):
    u = plate.copy()
    v = plate.copy()
    n, m = u.shape
    for _ in range(steps):
        for i in range(1, n - 1):
            for j in range(1, m - 1):
                v[i, j] = 0.25 * (u[i - 1, j] + u[i + 1, j] + u[i, j - 1] + u[i, j + 1])
        u, v = v, u
    return u


def setup():
    plate = np.zeros((120, 120))
    plate[0, :] = 100.0
    return plate, 30
