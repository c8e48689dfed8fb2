# scenario: B3
# expect: 990000
# numpy-calls: 15000
# goal: 150, faster than Numba
"""Nested loops with a tiny array in each round."""
import numpy as np


def run():
    result = 0
    for i in range(100):
        for j in range(100):
            arr = np.array([i, j, i + j])
            if (i + j) % 2 == 0:
                result += int(np.sum(arr))
    return result


if __name__ == "__main__":
    print(run())
