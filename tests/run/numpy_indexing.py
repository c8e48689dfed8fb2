# Reading and writing by every kind of index.
import numpy as np


def attempt(f):
    try:
        print(repr(f()))
    except Exception as e:
        print(type(e).__name__, e)


a = np.arange(24).reshape(2, 3, 4)
v = np.arange(10, 20)
print(v[0], v[-1], v[2:5], v[::-1], v[::3], v[7:2:-2], v[100:], v[-3:], v[:], v[5:5])
print(a[1], a[1, 2], a[1, 2, 3], a[0, :, 1], a[..., 0], a[:, ..., 1].shape, a[:, None, 0].shape, a[None].shape, a[..., None].shape)
print(a[::-1, ::2, 1:3], a[1][2][3], a[-1, -1, -1], a[0, 1:, ::2])
print(v[[0, 2, 2]], v[[-1, -10]], v[np.array([[0, 1], [2, 3]])], v[v > 14], v[(v > 12) & (v % 2 == 0)], v[[True] * 3 + [False] * 7])
print(a[[0, 1], [1, 2]], a[[0, 1], :, [2, 3]], a[:, [0, 2]], a[:, [0, 2], [1, 3]], a[1, [0, 2]], a[[1], 1:, 0], a[..., [0, 3]])
print(a[a % 5 == 0], a[:, np.array([True, False, True])], a[np.array([False, True])], a[0][a[0] > 5])
print(a[np.ix_([0, 1], [0, 2], [1, 3])], a[[[0], [1]], [0, 2]].shape, v[()].shape, a[True].shape, a[False].shape)
print(a[np.newaxis, 0, [1, 2], None].shape, a[0, ..., [1, 2]].shape, a[:, :, [[0, 1], [2, 3]]].shape, a[[0], [0], [0]])
print(v[np.int64(3)], v[np.array(3)], v[np.uint8(2):np.int16(5)], a[np.int8(1), 2], v[True].shape, np.array(7)[()], np.array(7)[...])
b = a.copy()
b[0, 0, 0] = 100
b[1] = 0
b[0, 1] = [9, 8, 7, 6]
b[:, :, 3] = -1
b[0, 2, ::2] += 5
print(b)
b[b < 0] = 1
b[[0, 1], [0, 0]] = [[1, 2, 3, 4], [5, 6, 7, 8]]
b[0, [1, 2], [1, 2]] = 55
b[..., 1] *= 2
print(b)
w = np.zeros(6)
w[[1, 1, 3]] += 1
w[4:] = [2.5, 3.5]
w[w == 0] = -1
w[np.array([0, 5])] = np.array([7, 8])
print(w)
w[1:] = w[:-1]
print(w)
w[::-1] = w
print(w)
x = np.arange(3)
x[0] = 2.9
x[1] = True
x[2] = "7"
print(x)
y = np.empty(3, dtype=object)
y[0] = [1, 2]
y[1] = {"k": 1}
y[2] = np.arange(2)
print(y, y[0], type(y[0]))
y[:] = [1, "a", None]
print(y)
s = np.array(["ab", "cd"])
s[0] = "xyz"
print(s, s[0], s[1] + "!", s == "cd")
for key in [(0, 0, 0, 0), 5, (0, 9), (0, 0, -7), "name", 1.5, [0, 5], [[0, 1], [0, 1, 2]], (..., ...), slice(None, None, 0)]:
    attempt(lambda: a[key])
attempt(lambda: a[[0.5]])
attempt(lambda: a[np.array([1.0])])
attempt(lambda: a[[True, False, True]])
attempt(lambda: a[[0, 1], [0, 1, 2]])
attempt(lambda: v.__setitem__(slice(0, 3), [1, 2]))
attempt(lambda: v.__setitem__(v > 14, [1, 2]))
attempt(lambda: v.__setitem__([0, 1], [1, 2, 3]))
attempt(lambda: v.__setitem__(0, "q"))
attempt(lambda: v.__setitem__(0, None))
attempt(lambda: v.__setitem__(10, 1))
attempt(lambda: v.__delitem__(0))
view = a[0, 1:]
view[0, 0] = -99
print(a[0, 1, 0], view.base is a.base, np.shares_memory(a, view), a[[0]].base is None)
c = np.arange(5)
c.flags.writeable = False
attempt(lambda: c.__setitem__(0, 1))
for row in np.arange(4).reshape(2, 2):
    print(row, row.sum())
p, q = np.array([3, 4])
print(p, q, [int(k) for k in c], list(np.arange(2.0)), 3 in c, 9 in c, max(c), sum(c), len(a), sorted([np.int64(3), 1]))
for i, row in enumerate(a[:, 0]):
    for j, item in enumerate(row):
        print(i, j, item, end=";")
print()
