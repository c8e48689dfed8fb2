# scenario: A3, kernel only
# expect: 1.7892396696021278 within 1e-12
# goal: 0.95
"""Mean, deviation and maximum of a table that is there already."""
import numpy as np


def setup():
    np.random.seed(12345)
    # The matrices of A1 and the numbers of A2 come first in the stream.
    np.random.rand(2 * 500 * 500 + 1000000)
    return (np.random.rand(10000, 100),)


def run(data):
    mean = np.mean(data)
    std = np.std(data)
    largest = np.max(data)
    return mean + std + largest


if __name__ == "__main__":
    (data,) = setup()
    print(f"mean {np.mean(data):.12e}, std {np.std(data):.12e}, max {np.max(data)}")
    print(f"{run(data):.12e}")
