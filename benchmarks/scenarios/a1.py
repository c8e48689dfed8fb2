# scenario: A1, as published
# expect: 31214655.664365534 within 1e-12
# goal: 1.0
"""The product of two random matrices, and its sum."""
import numpy as np


def setup():
    np.random.seed(12345)


def run():
    a = np.random.rand(500, 500)
    b = np.random.rand(500, 500)
    c = a @ b
    return np.sum(c)


if __name__ == "__main__":
    setup()
    print(f"{run():.12e}")
