"""Planets on their ways, by symplectic Euler steps."""
import math

import numpy as np


def run(position, velocity, mass, steps, dt):
    x = position.copy()
    v = velocity.copy()
    n = len(mass)
    for _ in range(steps):
        for i in range(n):
            for j in range(i + 1, n):
                dx = x[i, 0] - x[j, 0]
                dy = x[i, 1] - x[j, 1]
                dz = x[i, 2] - x[j, 2]
                d2 = dx * dx + dy * dy + dz * dz
                mag = dt / (d2 * math.sqrt(d2))
                v[i, 0] -= dx * mass[j] * mag
                v[i, 1] -= dy * mass[j] * mag
                v[i, 2] -= dz * mass[j] * mag
                v[j, 0] += dx * mass[i] * mag
                v[j, 1] += dy * mass[i] * mag
                v[j, 2] += dz * mass[i] * mag
        for i in range(n):
            for k in range(3):
                x[i, k] += dt * v[i, k]
    energy = 0.0
    for i in range(n):
        energy += 0.5 * mass[i] * (v[i, 0] ** 2 + v[i, 1] ** 2 + v[i, 2] ** 2)
    return energy


def setup():
    rng = np.random.default_rng(1)
    return rng.normal(size=(5, 3)) * 10, rng.normal(size=(5, 3)), rng.uniform(0.1, 4.0, 5), 2_000, 0.001
