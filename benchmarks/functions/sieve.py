"""Primes below a limit, by Eratosthenes' sieve."""
import numpy as np


def run(n):
    flags = np.ones(n + 1, dtype=np.bool_)
    flags[0] = flags[1] = False
    i = 2
    while i * i <= n:
        if flags[i]:
            for j in range(i * i, n + 1, i):
                flags[j] = False
        i += 1
    count = 0
    for i in range(n + 1):
        if flags[i]:
            count += 1
    return count


def setup():
    return (1_000_000,)
