# scenario: B2
# expect: 41661665
# numpy-calls: 10000
# goal: 150, faster than Numba
"""A reduction chosen by the counter."""
import numpy as np


def run():
    total = 0
    for i in range(5000):
        arr = np.array([i, i * 2, i * 3])
        if i % 3 == 0:
            total += int(np.sum(arr))
        elif i % 3 == 1:
            total += int(np.max(arr))
        else:
            total += int(np.min(arr))
    return total


if __name__ == "__main__":
    print(run())
