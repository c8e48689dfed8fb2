# Elements put at places given by ints, floats as int32, sorting of long arrays, sums of long arrays.
import numpy as np

rng = np.random.default_rng(11)
for dtype in (np.int8, np.int16, np.float32, np.float64, np.complex128):
    a = np.zeros(20, dtype=dtype)
    i = np.array([3, -1, 0, 3, 7, -20, 19])
    a[i] = np.arange(7).astype(dtype)
    print(a)
    b = np.zeros((20, 2), dtype=dtype)[:, 0]
    b[i] = np.arange(10, 17).astype(dtype)
    print(b.sum(), b[3])
    a[np.array([[1, 2], [4, 5]])] = np.array([[9, 8], [7, 6]]).astype(dtype)
    print(a[:6])
k = np.array([3, 2, 1, 0])
k[k] = np.array([0, 1, 2, 2])
print(k)
k[np.array([0, 1, 2])] = k[:3] + 1
k[np.array([2, 1, 0])] = k[1:]
print(k)
fixed = np.arange(4.0)
fixed.flags.writeable = False
for index, value in [(np.array([0, 4]), np.ones(2)), (np.array([0, 1, 2]), np.ones(2)), (np.array([-5, 0]), np.zeros(2))]:
    try:
        c = np.arange(4.0)
        c[index] = value
        print(c)
    except (IndexError, ValueError) as e:
        print(type(e).__name__, e)
try:
    fixed[np.array([0, 1])] = np.ones(2)
except ValueError as e:
    print(e)

x = np.array([0.5, -0.9, 1.5, -2.5, 2147483647.5, -2147483648.9, 1e3, -7.0, 3.99])
print(x.astype(np.int32), x.astype(np.float32)[:4].astype(np.int32))
print((rng.random(1003) * 1e6 - 5e5).astype(np.int32).sum(), (rng.random(1003) * 1e6).astype(np.float32).astype(np.int32).sum())
print(np.array([1.0, np.nan, 3e9, -3e9, np.inf]).astype(np.int32))
print(np.array([1.0, 2.0, 3.0, 4.0, 5.0, 1e30], dtype=np.float32).astype(np.int32))

for n in (32767, 32769, 40000, 100001):
    f = rng.random(n)
    f[::7] = 0.25
    g = rng.integers(-50, 50, n)
    for v in (f, g, np.full(n, 3), np.arange(n)[::-1].copy(), np.sort(f), np.where(f < 0.5, np.nan, f), np.where(g < 0, np.inf, -np.inf)):
        s = np.sort(v)
        d = s[~np.isnan(s)] if s.dtype == np.float64 else s
        print(n, (d[1:] >= d[:-1]).all(), d.size, s[0], s[-1], s[n // 2], np.array_equal(np.unique(v[v == v]), np.unique(d)))
    print(f.sum(), f.astype(np.float32).sum(), f[::2].sum(), np.mean(f), (f * 3).sum())
