# scenario: C3
# expect: 2089 digits 11682869672089350176 06232326236173097134
# numpy-calls: 2000
# goal: 8
# numba: wraps
"""Fibonacci numbers of thousands of digits; every tenth pair is summed by way of an array."""
import numpy as np


def run():
    a, b = 0, 1
    total = 0
    for i in range(10000):
        c = a + b
        a = b
        b = c
        if i % 10 == 0:
            total += int(np.sum(np.array([a, b])))
    return total


if __name__ == "__main__":
    print(run())
