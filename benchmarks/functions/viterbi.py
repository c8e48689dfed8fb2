"""The most probable path through a hidden Markov model."""
import numpy as np


def run(obs, logA, logB, logpi):
    T = len(obs)
    N = logA.shape[0]
    delta = np.empty((T, N))
    psi = np.zeros((T, N), dtype=np.int64)
    for s in range(N):
        delta[0, s] = logpi[s] + logB[s, obs[0]]
    for t in range(1, T):
        for j in range(N):
            best = -np.inf
            arg = 0
            for i in range(N):
                v = delta[t - 1, i] + logA[i, j]
                if v > best:
                    best = v
                    arg = i
            delta[t, j] = best + logB[j, obs[t]]
            psi[t, j] = arg
    path = np.zeros(T, dtype=np.int64)
    path[T - 1] = np.argmax(delta[T - 1])
    for t in range(T - 2, -1, -1):
        path[t] = psi[t + 1, path[t + 1]]
    return path


def setup():
    r = np.random.default_rng(1)
    return r.integers(0, 5, 500), np.log(r.random((12, 12))), np.log(r.random((12, 5))), np.log(r.random(12))
