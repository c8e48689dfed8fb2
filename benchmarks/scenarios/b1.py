# scenario: B1
# expect: 125000000.0
# numpy-calls: 20002
# goal: 150, faster than Numba
"""Ten thousand tiny arrays, summed and multiplied."""
import numpy as np


def run():
    result = np.zeros(10000)
    for i in range(10000):
        if i % 2 == 0:
            result[i] = np.sum(np.array([i, i + 1, i + 2]))
        else:
            result[i] = np.prod(np.array([i, 2]))
    return np.sum(result)


if __name__ == "__main__":
    print(run())
