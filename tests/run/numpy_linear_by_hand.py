"""Gaussian elimination, LU, determinants, Jacobi and Gauss-Seidel written with arrays."""
import numpy as np


def solve(a, b):
    a = a.astype(float).copy()
    b = b.astype(float).copy()
    n = len(b)
    for col in range(n):
        pivot = col + np.argmax(np.abs(a[col:, col]))
        if pivot != col:
            a[[col, pivot]] = a[[pivot, col]]
            b[[col, pivot]] = b[[pivot, col]]
        for row in range(col + 1, n):
            factor = a[row, col] / a[col, col]
            a[row, col:] -= factor * a[col, col:]
            b[row] -= factor * b[col]
    x = np.zeros(n)
    for row in range(n - 1, -1, -1):
        x[row] = (b[row] - a[row, row + 1:] @ x[row + 1:]) / a[row, row]
    return x


def lu(a):
    n = a.shape[0]
    low, up = np.eye(n), a.astype(float).copy()
    for k in range(n - 1):
        for i in range(k + 1, n):
            low[i, k] = up[i, k] / up[k, k]
            up[i, k:] -= low[i, k] * up[k, k:]
    return low, up


def jacobi(a, b, steps=60):
    d = np.diag(a)
    rest = a - np.diagflat(d)
    x = np.zeros_like(b)
    for _ in range(steps):
        x = (b - rest.dot(x)) / d
    return x


a = np.array([[4, -1, 0, 1], [-1, 5, 2, 0], [0, 2, 6, -1], [1, 0, -1, 3]])
b = np.array([1, 2, 3, 4])
x = solve(a, b)
print(np.round(x, 12))
print(np.allclose(a @ x, b))
low, up = lu(a)
print(low)
print(np.round(up, 10))
print("det", round(float(np.prod(np.diag(up))), 9))
print(np.round(jacobi(a.astype(float), b.astype(float)), 10))
print(np.tril(a), np.triu(a, 1), a.trace(), sep="\n")
h = np.array([[1 / (i + j + 1) for j in range(4)] for i in range(4)])
print(h)
print(np.round(solve(h, np.ones(4)), 6))
