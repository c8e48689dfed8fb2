# scenario: C1
# expect: 333323333
# numpy-calls: 26670
# goal: 100, faster than Numba
"""A list of ints, two thirds of which come out of tiny arrays."""
import numpy as np


def run():
    data = []
    for i in range(20000):
        if i % 3 == 0:
            data.append(int(np.sum(np.array([i, i * 2]))))
        elif i % 3 == 1:
            data.append(int(np.mean(np.array([i, i + 1, i + 2]))))
        else:
            data.append(i)
    return int(np.sum(np.array(data)))


if __name__ == "__main__":
    print(run())
