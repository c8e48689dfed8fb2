# Views share memory, copies do not; who owns what; overlapping assignments; flags.
import copy
import numpy as np


def attempt(f):
    try:
        print(repr(f()))
    except Exception as e:
        print(type(e).__name__, e)


a = np.arange(12)
m = a.reshape(3, 4)
t = m.T
r = m[1]
c = m[:, 2]
f = m.ravel()
k = m[[0, 1]]
d = m.copy()
m[1, 2] = 100
print(a, t[2, 1], r, c, f[6], k[1, 2], d[1, 2])
for x in [m, t, r, c, f, k, d, t.ravel(), m[::2], m[:, ::-1], m.flatten(), m.reshape(2, 6), t.reshape(12), m[None], np.atleast_2d(a), np.squeeze(m[None]), m.view(), a[3:7][1:], m.diagonal(),
          np.expand_dims(a, 1), np.swapaxes(m, 0, 1), np.broadcast_to(a, (2, 12)), m.astype(float), m.astype(int, copy=False), np.asarray(m), np.array(m), np.ascontiguousarray(t), m.real, np.concatenate([m]), m[()], m[...]]:
    print(x.shape, x.strides, x.base is a, x.base is None, x.flags.owndata, x.flags.c_contiguous, x.flags.f_contiguous, x.flags.writeable, np.shares_memory(a, x), np.may_share_memory(a, x))
b = np.arange(10)
b[2:8] = b[0:6]
print(b)
b[::2] = b[1::2]
print(b)
b[1:] += b[:-1]
print(b)
b[:-1] = b[1:] * 2
print(b)
g = np.arange(9).reshape(3, 3)
g[:] = g.T
print(g)
g += g.T
print(g)
g[1:] = g[:-1]
print(g)
h = np.arange(6)
h[[3, 4]], h[[0, 1]] = h[[0, 1]].copy(), h[[3, 4]].copy()
print(h)
h[0], h[5] = h[5], h[0]
print(h)
x = [np.zeros(2)] * 2
x[0][0] = 1
y = copy.copy(x[0])
z = copy.deepcopy(x)
y[1] = 5
z[0][1] = 7
print(x, y, z)
s = np.arange(5)
for i in range(len(s)):
    s[i] = s[i] ** 2 + (s[i - 1] if i else 0)
print(s)


def scale(v, by):
    v *= by
    v[0] = -1
    v = v + 1
    return v


w = np.ones(3)
print(scale(w, 4), w)
w2 = w
w2 += 1
w3 = w
w3 = w3 + 1
print(w, w2 is w, w3)
ro = np.arange(3)
ro.flags.writeable = False
attempt(lambda: ro.__setitem__(0, 1))
attempt(lambda: ro.__iadd__(1))
attempt(lambda: ro.sort())
attempt(lambda: ro.fill(0))
attempt(lambda: ro[1:].__setitem__(0, 9))
ro.setflags(write=True)
ro[0] = 9
print(ro, ro.flags["WRITEABLE"], ro.flags.num, ro.flags.carray, ro.flags)
v = np.frombuffer(b"\x01\x02\x03\x04", dtype=np.uint8)
print(v, v.flags.writeable, v.flags.owndata, v.base, v[1:].base is v)
attempt(lambda: v.__setitem__(0, 1))
bits = np.array([1.0, -2.0]).view(np.uint64)
print([hex(int(q)) for q in bits], np.array([1, 2], dtype="<i4").view("<i2"), np.arange(4, dtype="i2").view("i8"), np.array([1, 2], "i4").tobytes(), np.array([[1, 2], [3, 4]], "u1").tobytes("F"))
e = np.empty((2, 0))
print(e, e.size, e.sum(), e.T.shape, e.reshape(0, 5).shape, np.concatenate([e, np.ones((2, 1))], axis=1), e.flags.c_contiguous, e.tolist(), np.zeros((0, 3)).tolist())
big = np.zeros((50, 50))
big[10:20, 30:40] = np.arange(100).reshape(10, 10)
window = big[12:15, 31:34]
window[...] = -window
print(big[11:16, 30:35], window.strides, big.sum(), big[::10, ::10].nonzero())
n = np.array(5)
n[()] = 7
n[...] = n + 1
print(n, n.shape, n.item(), n + 1, type(n + 1), type(n[()]), n.ndim, n.size, n.T.shape, n.reshape(1), n.ravel(), float(n), int(n), [1, 2, 3, 4, 5, 6, 7, 8, 9][n])
