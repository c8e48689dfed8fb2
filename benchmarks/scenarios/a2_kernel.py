# scenario: A2, kernel only
# expect: 1015108.6980146049 within 1e-12
# goal: 5
"""Element-wise functions of a million numbers that are there already, and their sum."""
import numpy as np


def setup():
    np.random.seed(12345)
    # The matrices of A1 come first in the stream.
    np.random.rand(2 * 500 * 500)
    return (np.random.rand(1000000),)


def run(x):
    y = np.sin(x) + np.cos(x) * np.exp(-x)
    return np.sum(y)


if __name__ == "__main__":
    (x,) = setup()
    print(f"{run(x):.12e}")
