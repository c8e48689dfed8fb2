"""Products of matrices and vectors in every form, ints and floats."""
import numpy as np

a = np.array([[1, 2, 3], [4, 5, 6]])
b = np.array([[1, 0], [0, 1], [2, 2]])
v = np.array([1, 2, 3])
print(a @ b, a.dot(v), v @ v, b.T @ v, np.matmul(a, b) - np.dot(a, b), sep="\n")
print((a @ b).dtype, (a @ b.astype(float)).dtype, (a.astype(np.float32) @ b.astype(np.float32)).dtype)
stack = np.arange(12).reshape(2, 2, 3)
print(stack @ b, (stack @ b).shape, np.matmul(stack, v).shape)
print(np.inner(v, v), np.outer(v, v), np.kron([1, 2], [1, 1]), np.cross([1, 0, 0], [0, 1, 0]), np.vdot(v, v))
print(np.tensordot(a, b, axes=1), np.einsum("ij,jk->ik", a, b), np.einsum("ii", a @ b), np.einsum("ij->j", a))
print(np.linalg.multi_dot([a, b, a]).shape, np.linalg.matrix_power(a @ b, 2))
rotation = np.array([[0.0, -1.0], [1.0, 0.0]])
square = np.array([[1, 1], [-1, 1], [-1, -1], [1, -1]])
print(square @ rotation.T)
theta = np.pi / 6
r = np.array([[np.cos(theta), -np.sin(theta)], [np.sin(theta), np.cos(theta)]])
print((r @ r.T).round(12) + 0.0, (r @ [1, 0]).round(6))
big = np.arange(100.0).reshape(10, 10) / 10
print((big @ big)[0, :3], (big @ big).trace(), np.sum(big @ big))
print(np.array([2 ** 40, 1]) @ np.array([2 ** 40, 1]), np.array([True, False]) @ np.array([True, True]))


def power(m, n):
    result = np.eye(len(m), dtype=m.dtype)
    while n:
        if n % 2:
            result = result @ m
        m = m @ m
        n //= 2
    return result


print(power(np.array([[1, 1], [1, 0]]), 50)[0, 1], power(np.array([[0.5, 0.5], [0.25, 0.75]]), 20).round(6))
x = np.array([1.0, 0.0])
for _ in range(3):
    x = x @ np.array([[0.9, 0.1], [0.5, 0.5]])
print(x.round(6))
a = a.astype(float)
a @= np.eye(3)
print(a, np.linalg.norm(v), np.linalg.norm(a), np.linalg.norm(a, axis=1).round(6), np.linalg.norm(v, 1), np.linalg.norm(v, np.inf))
print(np.linalg.det(np.array([[1.0, 2], [3, 4]])).round(10), np.linalg.inv([[2.0, 0], [0, 4]]), np.linalg.solve([[3, 1], [1, 2]], [9, 8]))
try:
    np.linalg.inv(np.zeros((2, 2)))
except np.linalg.LinAlgError as e:
    print(e)
for bad in ((a, a), (v, np.ones(2)), (np.ones((2, 2)), 3)):
    try:
        np.matmul(*bad)
    except ValueError as e:
        print(e)
