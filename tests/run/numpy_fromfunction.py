"""np.fromfunction with functions of one to four indices, and names of their own."""
import numpy as np


def plane(i, j, scale=1.0):
    return (i * 2 - j) * scale


def initialize(n, datatype=np.float64):
    a = np.fromfunction(lambda i, j: i * (j + 2) / n, (n, n), dtype=datatype)
    b = np.fromfunction(lambda i: (i + 2) / n, (n,), dtype=datatype)
    return a, b


def kernel(a, b):
    a[1:-1, 1:-1] = 0.25 * (a[:-2, 1:-1] + a[2:, 1:-1]) + b[1:-1]
    return a @ b


for datatype in (np.float64, np.float32):
    a, b = initialize(6, datatype)
    print(kernel(a, b), a.dtype, b.dtype)
    print(a)
print(np.fromfunction(plane, (2, 3)))
print(np.fromfunction(plane, (2, 3), dtype=int))
print(np.fromfunction(plane, (2, 3), scale=0.5))
print(np.fromfunction(plane, [3, 2], dtype=np.int32).dtype)
print(np.fromfunction(lambda i, j, k: i * 100 + j * 10 + k, (2, 2, 3), dtype=np.int64))
print(np.fromfunction(lambda *args: sum(args), (2, 1, 2, 2)))
print(np.fromfunction(lambda i: i == 2, (4,), dtype=int))
print(np.fromfunction(lambda: 7, ()))
print(np.fromfunction(lambda i, j: 5, (3, 3)))
print(np.fromfunction(lambda i: i, (0,)))
print(np.fromfunction(lambda i, j: i + j, (0, 3)).shape)
for shape in (3, (2, 2)):
    try:
        print(np.fromfunction(lambda i: i, shape))
    except TypeError as e:
        print("TypeError")
