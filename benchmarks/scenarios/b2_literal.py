# scenario: B2, without int()
# expect: 41661665
# numpy-calls: 10000
"""A reduction chosen by the counter; the total becomes a NumPy integer."""
import numpy as np


def run():
    total = 0
    for i in range(5000):
        arr = np.array([i, i * 2, i * 3])
        if i % 3 == 0:
            total += np.sum(arr)
        elif i % 3 == 1:
            total += np.max(arr)
        else:
            total += np.min(arr)
    return total


if __name__ == "__main__":
    print(repr(run()))
