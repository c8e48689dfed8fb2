# Shapes: reshaping, transposing, joining, splitting, turning.
import numpy as np


def attempt(f):
    try:
        print(repr(f()))
    except Exception as e:
        print(type(e).__name__, e)


a = np.arange(12)
m = a.reshape(3, 4)
print(m, m.shape, m.ndim, m.size, m.strides, m.T, m.T.strides, a.reshape(2, -1), a.reshape((2, 2, 3)), a.reshape(-1, 6).shape)
print(m.reshape(4, 3, order="F"), m.ravel(), m.ravel("F"), m.T.ravel(), m.flatten("F"), m.T.flatten(), np.reshape(m, (2, 6)), np.ravel([[1, 2], [3, 4]]))
print(m.transpose(), np.transpose(m), np.arange(6).reshape(1, 2, 3).transpose(2, 0, 1).shape, np.swapaxes(m, 0, 1), np.moveaxis(np.zeros((2, 3, 4)), 0, -1).shape)
print(np.squeeze(np.zeros((1, 3, 1))).shape, np.zeros((1, 3, 1)).squeeze(0).shape, np.expand_dims(a, 0).shape, np.expand_dims(a, (0, 2)).shape)
print(np.rollaxis(np.zeros((2, 3, 4)), 2).shape, np.atleast_1d(5), np.atleast_2d([1, 2]), np.atleast_3d([1, 2]).shape)
m.shape = (2, 6)
print(m)
m.shape = (3, 4)
print(np.concatenate([a[:3], a[5:7]]), np.concatenate((m, m)), np.concatenate((m, m), axis=1), np.concatenate((m, [[0, 0, 0, 0]])), np.concatenate(([1], [2.5])))
print(np.stack([a[:3], a[3:6]]), np.stack([a[:3], a[3:6]], axis=1), np.vstack((a[:3], a[3:6])), np.hstack((a[:2], a[4:6])), np.hstack((m, m)).shape)
print(np.dstack((a[:2], a[2:4])), np.column_stack((a[:3], a[3:6])), np.append([1, 2], [3, 4]), np.append(m, [[9, 9, 9, 9]], axis=0), np.vstack([1, 2]))
print(np.split(a, 3), np.split(a, [2, 5]), np.array_split(a, 5), np.hsplit(m, 2), np.vsplit(m, 3), np.array_split(m, 2, axis=1))
print(np.tile([1, 2], 3), np.tile([[1, 2]], (2, 2)), np.tile(5, 3), np.repeat([1, 2], 2), np.repeat(m, 2, axis=0).shape, np.repeat([1, 2, 3], [0, 1, 2]), m.repeat(2))
print(np.roll(a, 3), np.roll(a, -2), np.roll(m, 1), np.roll(m, 1, axis=0), np.roll(m, (1, 2), axis=(0, 1)))
print(np.flip(a), np.flip(m), np.flip(m, 1), np.fliplr(m), np.flipud(m), np.rot90(m), np.rot90(m, 2), np.rot90(m, -1))
print(np.pad([1, 2], 2), np.pad([1, 2, 3], (1, 2), constant_values=9), np.pad(m, 1), np.pad([1, 2, 3], 2, mode="edge"), np.pad([1, 2, 3], 2, mode="reflect"))
print(np.pad([1, 2, 3], 4, "wrap"), np.pad([1, 2, 3], 4, "symmetric"), np.pad(m, ((1, 0), (0, 1)), "constant", constant_values=((1, 2), (3, 4))))
print(np.delete(a, 3), np.delete(a, [0, -1]), np.delete(m, 1, axis=0), np.delete(m, slice(0, 2), 1), np.insert(a[:4], 1, 99), np.insert(a[:4], [1, 3], [7, 8]), np.insert(m, 1, 5, axis=1))
print(np.insert(m, 0, [1, 2, 3, 4], axis=0), np.insert(a[:3], 3, [5, 6]), np.insert([1, 2, 3], -1, 0), np.delete(a, a > 3), np.trim_zeros([0, 0, 1, 2, 0]))
print(np.broadcast_to([1, 2, 3], (2, 3)), np.broadcast_to(5, (2, 2)), [x.shape for x in np.broadcast_arrays(np.zeros(3), np.zeros((2, 1)))], np.broadcast_shapes((1, 3), (2, 1)))
print(np.resize([1, 2, 3], (2, 4)), np.block([[np.eye(2), np.zeros((2, 1))], [np.ones((1, 3))]]), np.diagonal(m), m.diagonal(1), np.unravel_index(7, (3, 4)), np.ravel_multi_index((1, 3), (3, 4)))
r = np.arange(3)
r.resize(5)
print(r)
r.resize((2, 2))
print(r, np.shape([[1, 2]]), np.ndim(3), np.size(m, 0), np.size([1, 2]))
print(m.flags.c_contiguous, m.T.flags.f_contiguous, m[:, ::2].flags.contiguous, m.flags.owndata, a.flags.owndata, m.base is a)
print(np.array([1, 2]).tolist(), m.tolist(), np.array(3).tolist(), m.item(5), m.item(1, 2), np.array([2.5]).item(), m.tobytes()[:9])
print(np.arange(4, dtype="u1").view("u2"), np.array([1.0]).view(np.int64), np.arange(2).view("f4").shape, np.array([1 + 2j, 3]).real, np.array([1 + 2j, 3]).imag, m.real is m)
z = np.zeros(2, complex)
z.real = [1, 2]
z.imag = 5
print(z, list(np.array([[1, 2], [3, 4]]).flat), m.flat[5], m.flat[2:5])
m.flat[::5] = 0
m.flat[1] = -7
print(m, a[:3])
q = np.arange(6)
q.fill(4)
print(q, q.astype(float), q.astype("U2"), np.array([1.7, -1.7]).astype(int), np.array([0, 1, 2]).astype(bool), np.array(["1", "22"]).astype(int), np.array([1, 0]).astype(str))
for f in [lambda: a.reshape(5, 2), lambda: a.reshape(-1, -1), lambda: a.reshape(5, -1), lambda: np.concatenate([m, a]), lambda: np.concatenate([m, m[:, :2]]),
          lambda: np.concatenate([]), lambda: np.concatenate([1, 2]), lambda: np.stack([a, a[:2]]), lambda: np.split(a, 5), lambda: m.transpose(0, 0), lambda: m.transpose(0),
          lambda: m.swapaxes(0, 2), lambda: np.squeeze(m, 0), lambda: np.expand_dims(m, 4), lambda: np.broadcast_to(a, (3, 3)), lambda: m.item(), lambda: m.item(99), lambda: np.delete(a, 12),
          lambda: np.broadcast_shapes((2,), (3,)), lambda: m.T.view("i4"), lambda: np.array([1.5]).astype(int, casting="safe"), lambda: np.hstack([m, a]), lambda: bool(m), lambda: len(np.array(1)),
          lambda: int(m), lambda: {m: 1}, lambda: np.flip(m, 2), lambda: np.rot90(a), lambda: np.repeat(a, [1, 2]), lambda: np.concatenate([m, m], axis=2), lambda: np.moveaxis(m, 2, 0)]:
    attempt(f)
