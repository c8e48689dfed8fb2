# bench-args: 150 25
"""Heat on a plate: a stencil on a two-dimensional array, by loops over its elements."""
import sys
import numpy as np


def step(u, v, k):
    n, m = u.shape
    for i in range(1, n - 1):
        for j in range(1, m - 1):
            v[i, j] = u[i, j] + k * (u[i + 1, j] + u[i - 1, j] + u[i, j + 1] + u[i, j - 1] - 4.0 * u[i, j])


def main():
    n = int(sys.argv[1]) if len(sys.argv) > 1 else 60
    steps = int(sys.argv[2]) if len(sys.argv) > 2 else 15
    u = np.zeros((n, n))
    v = np.zeros((n, n))
    for i in range(n):
        u[0, i] = v[0, i] = 100.0
        u[i, 0] = v[i, 0] = 50.0
    u[n // 2, n // 2] = 1000.0
    for _ in range(steps):
        step(u, v, 0.1)
        u, v = v, u
    total = 0.0
    for i in range(n):
        for j in range(n):
            total += u[i, j]
    print(f"{total:.6f} {u[n // 2, n // 2]:.9f} {u[1, 1]:.9f}")


main()
