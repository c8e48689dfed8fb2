# scenario: A3, as published
# expect: 1.7892396696021278 within 1e-12
# goal: 1.0
"""Mean, deviation and maximum of a random table."""
import numpy as np


def setup():
    np.random.seed(12345)
    # The matrices of A1 and the numbers of A2 come first in the stream.
    np.random.rand(2 * 500 * 500 + 1000000)


def run():
    data = np.random.rand(10000, 100)
    mean = np.mean(data)
    std = np.std(data)
    largest = np.max(data)
    return mean + std + largest


if __name__ == "__main__":
    setup()
    print(f"{run():.12e}")
