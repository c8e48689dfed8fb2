"""Reshaping, joining, splitting, moving axes."""
import numpy as np

a = np.arange(24)
b = a.reshape(2, 3, 4)
print(b.shape, b.T.shape, b.transpose(1, 0, 2).shape, b.swapaxes(0, 2).shape, np.moveaxis(b, 0, -1).shape)
print(b.strides, b.T.strides, b.ravel()[:5], b.flatten("F")[:5], b.reshape(-1, 2)[:2])
print(b.sum(axis=0), b.sum(axis=(0, 2)), b.sum(axis=-1, keepdims=True).shape, sep="\n")
print(np.concatenate([a[:3], a[10:12]]), np.vstack([a[:3], a[3:6]]), np.hstack([[1, 2], [3]]))
print(np.stack([a[:2], a[2:4]], axis=1), np.column_stack([[1, 2], [3, 4]]))
print(np.split(a[:6], 3), np.array_split(a[:7], 3), np.hsplit(b[0], 2)[1])
print(np.squeeze(np.zeros((1, 3, 1))).shape, np.expand_dims(a, 0).shape, a[:, None].shape, np.atleast_2d([1, 2]).shape)
print(np.flip(b[0], 1), np.roll(b[0], 1), np.roll(b[0], 2, axis=1), sep="\n")
print(np.tile([1, 2], 3), np.tile([[1], [2]], (1, 2)), np.repeat([1, 2], [2, 3]), np.repeat([[1, 2]], 2, axis=0))
print(np.pad([1, 2, 3], 2), np.pad([[1]], ((1, 0), (0, 2)), constant_values=9), np.pad([1, 2, 3], 2, mode="reflect"))
view = b[1, :, ::2]
view[0, 0] = -1
print(b[1, 0, 0], a[12], view.base is a, np.shares_memory(view, a), view.copy().base is None)
c = np.asfortranarray(np.arange(6).reshape(2, 3))
print(c.flags["F_CONTIGUOUS"], c.flags.c_contiguous, c.strides, c.ravel(order="K"), c)
print(np.append([1, 2], [3]), np.insert([1, 2, 3], 1, 9), np.delete([1, 2, 3, 4], [0, 2]), np.delete(b[0], 1, axis=0))
print(np.eye(3), np.identity(2, dtype=int), np.eye(2, 4, k=1), np.diag([1, 2]), np.tri(3, dtype=int), sep="\n")
print(np.arange(0, 1, 0.25), np.arange(5, 0, -2), np.arange(3.0), np.linspace(1, 2, 5), np.logspace(0, 3, 4), np.geomspace(1, 8, 4))
print(np.full((2, 2), "ab"), np.ones_like(b[0], dtype=float)[0], np.empty((0, 4)).shape, np.zeros(()).shape)
print(np.fromfunction(lambda i, j: i * 10 + j, (2, 3), dtype=int), np.indices((2, 2)).tolist())
print(np.array([[1, 2], [3, 4]]).T.tolist(), np.array([1, 2, 3], ndmin=2).shape, np.asarray(a) is a, np.array(a) is a)
x = np.arange(6)
x.shape = (2, 3)
print(x, x.size, len(x), x.ndim)
x.resize((3, 2))
print(x)
y = np.zeros((2, 3), dtype=np.float32)
y[:] = [[1], [2]]
y[:, 1] = 9
print(y, y.dtype.name, y.itemsize, y.nbytes)
for bad in (lambda: a.reshape(7, -1), lambda: np.concatenate([np.zeros((2, 2)), np.zeros((3, 3))]),
            lambda: np.stack([a, a[:2]]), lambda: np.zeros((2, 3)).sum(axis=2), lambda: np.squeeze(b, axis=0)):
    try:
        bad()
    except Exception as e:
        print(type(e).__name__, e)
