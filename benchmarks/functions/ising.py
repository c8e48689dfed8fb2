"""Spins on a grid, flipped by the rule of Metropolis."""
import math

import numpy as np


def run(spins, rounds, beta, seed):
    s = spins.copy()
    n = s.shape[0]
    state = seed
    for _ in range(rounds):
        for i in range(n):
            for j in range(n):
                around = s[(i + 1) % n, j] + s[i - 1, j] + s[i, (j + 1) % n] + s[i, j - 1]
                change = 2 * s[i, j] * around
                state = (state * 1664525 + 1013904223) % 4294967296
                if change <= 0 or state / 4294967296.0 < math.exp(-beta * change):
                    s[i, j] = -s[i, j]
    energy = 0
    for i in range(n):
        for j in range(n):
            energy -= s[i, j] * (s[(i + 1) % n, j] + s[i, (j + 1) % n])
    return energy


def setup():
    return np.random.default_rng(14).choice(np.array([-1, 1]), (64, 64)), 20, 0.5, 7
