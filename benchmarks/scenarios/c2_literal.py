# scenario: C2, without int()
# expect: 56242500
# numpy-calls: 3002
"""A list that mixes ints and NumPy integers."""
import numpy as np


def run():
    result = []
    for i in range(15000):
        if i % 2 == 0:
            if i % 5 == 0:
                result.append(np.max(np.array([i, i // 5])))
            else:
                result.append(i)
    return np.sum(np.array(result))


if __name__ == "__main__":
    print(repr(run()))
