"""Views and copies: who sees whose changes."""
import numpy as np


def double(a):
    a *= 2


def replaced(a):
    a = a * 2
    return a


a = np.arange(10)
v = a[2:8]
w = v[::2]
w[:] = 0
print(a, v, w)
double(a[:3])
print(a, replaced(a)[:3], a[:3])
b = a.reshape(2, 5)
b[1] = 7
print(a)
c = a[[0, 1, 2]]
c[0] = 99
print(a[0], c)
t = b.T
t[0, 0] = -5
print(b, a[0], t.base is a.base or t.base is a)
row = b[0]
b += 1
print(row)
copy = b.copy()
copy[:] = 0
print(b.sum(), copy.sum())
rev = a[::-1]
rev[0] = 1000
print(a[-1], rev[:3], rev.strides)
flat = b.ravel()
flat[0] = 42
print(b[0, 0], b.flatten() is b)
overlap = np.arange(8)
overlap[1:] = overlap[:-1]
print(overlap)
overlap = np.arange(8)
overlap[:-1] += overlap[1:]
print(overlap)
overlap = np.arange(6)
overlap[::-1] = overlap
print(overlap)
x = y = np.zeros(3)
x += 1
print(y)
x = x + 1
print(x, y)
d = {"a": a[:2], "b": a[:2].copy()}
a[0] = -1
print(d)
lists = [np.zeros(2)] * 3
lists[0][0] = 1
print(lists)
rows = list(b)
rows[0][:] = 3
print(b)
i = np.array([1, 2])
j = i
j += 10
print(i, i is j, (i == j).all())
m = np.ones((3, 3))
m[1:, 1:] = m[:2, :2] * 5
diag = np.diagonal(m)
print(m, diag, diag.flags.writeable)
mm = m[np.newaxis, 1]
mm[0, 0] = 8
print(m[1, 0], mm.shape)
swap = np.array([1, 2, 3])
swap[0], swap[2] = swap[2], swap[0]
print(swap)
g = np.arange(6).reshape(2, 3)
g[[0, 1]] = g[[1, 0]]
print(g)
g[:, [0, 2]] = g[:, [2, 0]]
print(g)
z = np.array(7)
z[()] = 8
z += 1
print(z, z[()], z.shape, z.item())


def make_counter():
    state = np.zeros(2, dtype=int)

    def bump(k):
        state[k] += 1
        return state.copy()
    return bump


bump = make_counter()
bump(0)
print(bump(1), bump(1))
