"""Broadcasting: tables, distances, outer operations, normalisation."""
import numpy as np

i = np.arange(1, 10)
print(i[:, None] * i)
print(np.add.outer([1, 2, 3], [10, 20]))
points = np.array([[0, 0], [3, 4], [6, 8]], dtype=float)
difference = points[:, None] - points[None, :]
print(np.sqrt((difference ** 2).sum(-1)))
m = np.arange(12.0).reshape(3, 4)
print(m / m.sum(axis=1, keepdims=True))
print((m - m.mean(0)) / m.std(0))
print(np.broadcast_to([1, 2, 3], (2, 3)), np.broadcast_shapes((3, 1), (1, 4)))
x, y = np.meshgrid([1, 2, 3], [10, 20])
print(x, y, x + y, sep="\n")
print(np.maximum(np.array([1, 5, 3])[:, None], [2, 4]))
one_hot = (np.array([0, 2, 1, 2])[:, None] == np.arange(3)).astype(int)
print(one_hot)
print(np.einsum("ij,j->i", m, np.ones(4)), m @ np.ones(4))
rows = np.array([[1], [2]])
print(rows + np.zeros((2, 3)), (rows + [0.5, 1.5]).dtype)
primes = np.arange(2, 30)
print(primes[(primes[:, None] % np.arange(2, 6) != 0).sum(1) + (primes < 6) >= 4])
try:
    np.ones((2, 3)) + np.ones((3, 2))
except ValueError as e:
    print(e)
try:
    m.reshape(5, 3)
except ValueError as e:
    print(e)
try:
    np.ones((2, 3)) @ np.ones((2, 3))
except ValueError as e:
    print(e)
