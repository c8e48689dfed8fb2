# Products of arrays and sums over indices.
import numpy as np

a = np.arange(6).reshape(2, 3)
b = np.arange(12).reshape(3, 4)
v = np.array([1, 2, 3])
print(np.outer(v, [1, 10]), np.cross(v, [4, 5, 6]), np.cross([[1, 0, 0], [0, 1, 0]], [0, 0, 1]))
print(np.kron([1, 10], [1, 2]), np.kron(np.eye(2, dtype=int), np.array([[1, 2]])))
print(np.trace(b[:, :3]), np.trace(b[:, :3], offset=1), np.trace(np.arange(8).reshape(2, 2, 2)))
print(np.einsum("ij->ji", a), np.einsum("ij->", a), np.einsum("ij->i", a), np.einsum("ii", b[:, :3]), np.einsum("ii->i", b[:, :3]))
print(np.einsum("ij,jk->ik", a, b), np.einsum("ij,jk", a, b), np.einsum("i,i", v, v), np.einsum("i,j->ij", v, v))
print(np.einsum("ij,j->i", a, v), np.einsum("...j,j->...", a, v), np.einsum("ij,ij->i", a, a))
t = np.arange(8).reshape(2, 2, 2)
print(np.einsum("bij,bjk->bik", t, t), np.einsum("bij->bi", t), np.einsum("ijk,k->ij", t, [1, -1]))
print(np.vecdot(a, v))
for bad in (lambda: np.einsum("ij,jk->ik", a, a), lambda: np.cross([1], [2]), lambda: np.einsum("i->j", v)):
    try:
        bad()
    except ValueError as e:
        print(str(e)[:60])
