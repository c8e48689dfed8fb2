# scenario: A2, as published
# expect: 1015108.6980146049 within 1e-12
"""Element-wise functions of a million random numbers, and their sum."""
import numpy as np


def setup():
    np.random.seed(12345)
    # The matrices of A1 come first in the stream.
    np.random.rand(2 * 500 * 500)


def run():
    x = np.random.rand(1000000)
    y = np.sin(x) + np.cos(x) * np.exp(-x)
    return np.sum(y)


if __name__ == "__main__":
    setup()
    print(f"{run():.12e}")
