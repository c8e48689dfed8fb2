"""Boolean masks and integer arrays for reading and writing."""
import numpy as np

a = np.arange(24).reshape(4, 6)
print(a[a % 5 == 0])
print(a[[0, 2], [1, 3]], a[[0, 2]][:, [1, 3]], sep="\n")
print(a[np.ix_([1, 3], [0, 5])])
print(a[:, a.sum(axis=0) > 40])
b = a.copy()
b[b > 15] = -1
print(b)
b[b < 0] *= 2
b[1, ::2] = [100, 200, 300]
b[[0, 0, 1], [0, 1, 0]] += 5
print(b)
counts = np.zeros(5, dtype=int)
np.add.at(counts, [0, 1, 1, 4, 4, 4], 1)
print(counts)
idx = np.array([3, 1, 2, 0])
inverse = np.empty_like(idx)
inverse[idx] = np.arange(4)
print(inverse, idx[inverse])
print(np.take(a, [0, 5, 7]), a.take([1, 2], axis=1)[0], np.where(a > 20))
rows, cols = np.nonzero(a % 7 == 0)
print(list(zip(rows.tolist(), cols.tolist())))
c = np.arange(10)
print(c[[True, False] * 5], c[-3:], c[::-2], c[c[c > 6] - 1])
c[2:5] = c[5:8]
print(c)
m = np.zeros((3, 3), bool)
m[np.arange(3), np.arange(3)] = True
print(m, m.all(), m.any(axis=1))
print(np.choose([0, 1, 2, 1], [[1, 2, 3, 4], [10, 20, 30, 40], [100, 200, 300, 400]]))
print(np.select([c < 3, c > 6], [c, c * 10], default=-1))
x = np.array([[1, 2], [3, 4], [5, 6]])
print(x[..., 0], x[None].shape, x[:, None, :].shape, x[-1, -1], x[1:2])
try:
    x[3]
except IndexError as e:
    print(e)
try:
    x[[0, 5]]
except IndexError as e:
    print(e)
try:
    x[np.array([True, False])]
except IndexError as e:
    print(e)
try:
    c[2:5] = [1, 2]
except ValueError as e:
    print(e)
