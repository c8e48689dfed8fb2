"""ufunc.at, repeat, take, nonzero and assignment by indices, each with what is not the usual case."""
import numpy as np

h = np.zeros(5)
np.add.at(h, np.array([0, 1, 1, -1, 4, 1]), 1.0)
print(h)
np.add.at(h, np.array([0, 2]), np.array([10, 20]))
np.subtract.at(h, [1, 1], 2.5)
np.multiply.at(h, np.array([0, 0, 3]), [2.0, 3.0, 4.0])
np.maximum.at(h, np.array([2, 3]), np.array([5.0, 7.0]))
print(h)
np.negative.at(h, np.array([0, 1]))
print(h)
n = np.zeros(4, dtype=np.int64)
np.add.at(n, np.array([3, 3, 0]), 2)
np.bitwise_or.at(n, np.array([0, 1]), 9)
print(n)
f = np.zeros(3, dtype=np.float32)
np.add.at(f, np.array([0, 0, 2]), 0.1)
print(f, f.dtype)
b = np.zeros(4, dtype=np.uint8)
np.add.at(b, np.array([1, 1]), np.array([200, 100], dtype=np.uint8))
print(b)
c = np.ones(3, dtype=np.complex128)
np.multiply.at(c, np.array([0, 0, 1]), np.array([1 + 2j, 0.1 - 1j, 3j]))
print(c)
m = np.zeros((3, 3))
np.add.at(m, (np.array([0, 0, 2]), np.array([1, 1, 2])), 1)
np.add.at(m, np.array([1]), np.array([1.0, 2.0, 3.0]))
print(m)
np.add.at(h[::2], np.array([0, 1]), 100)
print(h)
for bad in (lambda: np.add.at(h, np.array([9]), 1), lambda: np.add.at(n, np.array([0]), 0.5), lambda: np.add.at(h, np.array([0, 1]), [1.0, 2.0, 3.0])):
    try:
        bad()
    except Exception as e:
        print(type(e).__name__, e)
np.divide.at(h, np.array([0, 1]), 0.0)
print(h)

a = np.arange(6).reshape(2, 3)
print(np.repeat(a, 2), np.repeat(a, 2, axis=0), np.repeat(a, 3, axis=1), np.repeat(a, [1, 2, 0], axis=1))
print(np.repeat(3, 4), np.repeat([1.5, 2.5], 0), np.repeat(np.array(["ab", "c"]), 2), np.repeat(a[:, ::2], 2, axis=1))
print(np.repeat(np.array([True, False]), 3), np.repeat(np.array([1, "x"], dtype=object), 2), np.repeat(np.zeros((2, 0)), 2, axis=0).shape)

v = np.arange(10) * 1.5
print(np.take(v, [0, 3, -1]), np.take(v, np.array([[1, 2], [9, 0]])), v.take([2, 4], mode="clip"), np.take(v, [12, -11], mode="wrap"))
print(np.take(a, [2, 0], axis=1), np.take(a, 1, axis=0), np.take(v, []), np.take(a, 4))
for bad in (lambda: np.take(v, [10]), lambda: np.take(v, [-11, 3])):
    try:
        bad()
    except IndexError as e:
        print(e)

mask = v % 4.5 == 0
print(np.nonzero(mask), np.flatnonzero(v > 5), np.where(mask)[0], np.count_nonzero(mask), mask.sum(), np.count_nonzero(a))
print(np.nonzero(a % 2), np.argwhere(a > 2), a.nonzero(), np.flatnonzero(a.T), np.nonzero(np.array([])), np.count_nonzero(a, axis=0))
print(np.nonzero(np.array(["", "x"])), np.nonzero(np.array([0, None, 2], dtype=object)), mask[::-1].nonzero(), np.sum(mask, axis=0))
big = np.arange(1000) % 7 == 0
print(np.nonzero(big)[0].sum(), big.sum(), np.nonzero(np.ones(9, dtype=bool)), np.nonzero(np.zeros(9, dtype=bool)))

v[[1, 2]] = [7, 8]
v[np.array([0, 0])] = np.array([1.0, 2.0])
v[[-1]] = 99
print(v)
v[np.array([5, 6, 7])] = v[:3]
a[[0, 1], [2, 0]] = -1
print(v, a)
e = np.eye(3, 4, 1), np.eye(2, dtype=int), np.eye(3, k=-1), np.eye(2, 3, k=5), np.eye(4, 2, -3, dtype=complex), np.eye(2, dtype=object), np.eye(3, k=-7)
print(*e)

r = np.array([[3, 9, 9, 1], [0, 0, 0, 0]])
print(r.argmax(axis=1), r.argmin(axis=1), r.argmax(), np.argmax([1.0, np.nan, 3.0, np.nan]))
long = np.arange(3000) % 701
print(long.argmax(), long.argmin(), (-long).argmax(), long.astype(float).argmax(), long[::-1].copy().argmax())
long = long.astype(float)
long[2500] = np.nan
print(long.argmax(), long.argmin(), np.full(2000, 4.0).argmax(), np.full(2000, -0.0).argmin())
