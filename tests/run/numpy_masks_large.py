# Masks and index arrays over every dtype and many sizes: what is taken, what is written.
import numpy as np

kinds = ["?", "i1", "u1", "i2", "u2", "i4", "u4", "i8", "u8", "f2", "f4", "f8", "c8", "c16", "O", "U3", "S2"]
for kind in kinds:
    for n in [0, 1, 2, 7, 16, 33, 130]:
        a = np.arange(n).astype(kind)
        mask = np.arange(n) % 3 == 1
        b = a.copy()
        b[mask] = 1
        c = a.copy()
        c[mask] = a[mask][::-1]
        index = np.arange(n)[::-2] - n
        d = a[index]
        e = a.copy()
        e[index] = a[index[::-1]]
        places = a.nonzero()[0] if kind not in ("U3", "S2") else mask.nonzero()[0]
        print(kind, n, a[mask].tolist()[:5], b.tolist()[-3:], c.tolist()[-4:], d.tolist()[:4], e.tolist()[:4], places.tolist()[-3:], (mask.sum(), a[~mask].size))
m = np.arange(60).reshape(3, 4, 5)
for mask in [m % 7 == 0, m > 100, m >= 0, (m[:, :, 0] % 3 == 0), m[0, 0] > 2]:
    if mask.ndim == 3 or mask.ndim == 2:
        print(m[mask].tolist(), [x.tolist() for x in mask.nonzero()])
    else:
        print(m[..., mask].shape, m[..., mask].sum())
t = m.transpose(2, 0, 1)
print(t[t % 11 == 0], t[[0, 4]].sum(), t[:, [0, 2]].shape, t[..., ::-1][t[..., ::-1] > 57])
w = m.copy()
w[w % 2 == 0] *= -1
w[w < -50] = 0
w[:, 1][w[:, 1] > 20] = 7
print(w.sum(), w[0], w[2, 3])
x = np.linspace(-1, 1, 11)
x[np.abs(x) < 0.5] = np.nan
x[np.isnan(x)] = np.arange(np.isnan(x).sum())
print(x, x[x > 0].sum(), np.where(x > 0, x, 0), np.flatnonzero(x > 0.9), np.argwhere(m % 29 == 0).tolist(), np.count_nonzero(m % 2))
grid = np.zeros((6, 6), dtype=int)
rows = np.array([0, 1, 2, 3, 4, 5])
grid[rows, rows] = 1
grid[rows, rows[::-1]] += 2
grid[[0, -1], :] = 9
grid[:, [0, -1]] = 8
grid[1:-1, 1:-1][grid[1:-1, 1:-1] == 0] = 5
print(grid, grid[rows % 2 == 0][:, rows % 3 == 0], grid[np.ix_([1, 2], [3, 4])])
counts = np.zeros(5, dtype=int)
np.add.at(counts, [0, 1, 1, 4, 4, 4], 1)
hits = np.zeros(5, dtype=int)
hits[[0, 1, 1, 4, 4, 4]] += 1
print(counts, hits, np.bincount([0, 1, 1, 4, 4, 4]))
for bad in [lambda: m[np.zeros((3, 5), bool)], lambda: m[[0, 3]], lambda: m[:, [-5]], lambda: x.__setitem__(x > 0, [1.0, 2.0]), lambda: x.__setitem__([0, 1], [1.0, 2.0, 3.0]), lambda: x[np.array([20])], lambda: x[np.array([-12])]]:
    try:
        bad()
    except (IndexError, ValueError) as e:
        print(type(e).__name__, e)
