"""Explicit steps of Schrödinger's equation on a line."""
import numpy as np


def run(psi, v, dt, steps):
    n = len(psi)
    psi = psi.copy()
    lap = np.zeros(n, dtype=np.complex128)
    for s in range(steps):
        for i in range(1, n - 1):
            lap[i] = psi[i - 1] - 2.0 * psi[i] + psi[i + 1]
        for i in range(1, n - 1):
            psi[i] = psi[i] - 1j * dt * (v[i] * psi[i] - 0.5 * lap[i])
    norm = 0.0
    for i in range(n):
        norm += abs(psi[i]) ** 2
    return norm


def setup():
    x = np.linspace(-5, 5, 300)
    return np.exp(-x * x) * np.exp(2j * x), 0.5 * x * x, 1e-3, 20
