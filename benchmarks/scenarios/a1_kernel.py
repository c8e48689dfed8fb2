# scenario: A1, kernel only
# expect: 31214655.664365534 within 1e-12
# goal: 0.95
"""The product of two random matrices that are there already, and its sum."""
import numpy as np


def setup():
    np.random.seed(12345)
    a = np.random.rand(500, 500)
    b = np.random.rand(500, 500)
    return a, b


def run(a, b):
    c = a @ b
    return np.sum(c)


if __name__ == "__main__":
    a, b = setup()
    print(f"{run(a, b):.12e}")
