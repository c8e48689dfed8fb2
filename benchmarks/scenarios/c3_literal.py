# scenario: C3, without int()
# expect: OverflowError
"""Fibonacci numbers; the total is a NumPy integer until a sum is too large for one."""
import numpy as np


def run():
    a, b = 0, 1
    total = 0
    for i in range(10000):
        c = a + b
        a = b
        b = c
        if i % 10 == 0:
            total += np.sum(np.array([a, b]))
    return total


if __name__ == "__main__":
    print(run())
