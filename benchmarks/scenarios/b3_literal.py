# scenario: B3, without int()
# expect: 990000
# numpy-calls: 15000
"""Nested loops with a tiny array in each round; the result becomes a NumPy integer."""
import numpy as np


def run():
    result = 0
    for i in range(100):
        for j in range(100):
            arr = np.array([i, j, i + j])
            if (i + j) % 2 == 0:
                result += np.sum(arr)
    return result


if __name__ == "__main__":
    print(repr(run()))
