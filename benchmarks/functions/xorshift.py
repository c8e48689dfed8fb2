"""A generator of random bits on unsigned numbers of 64 bits."""
import numpy as np


def run(n):
    s = np.uint64(88172645463325252)
    acc = np.uint64(0)
    for i in range(n):
        s ^= s << np.uint64(13)
        s ^= s >> np.uint64(7)
        s ^= s << np.uint64(17)
        acc ^= s
    return acc


def setup():
    return (20000,)
