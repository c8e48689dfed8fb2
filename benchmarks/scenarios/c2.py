# scenario: C2
# expect: 56242500
# numpy-calls: 3002
# goal: 40, faster than Numba
"""A filter with a tiny array in every fifth round that passes it."""
import numpy as np


def run():
    result = []
    for i in range(15000):
        if i % 2 == 0:
            if i % 5 == 0:
                result.append(int(np.max(np.array([i, i // 5]))))
            else:
                result.append(i)
    return int(np.sum(np.array(result)))


if __name__ == "__main__":
    print(run())
