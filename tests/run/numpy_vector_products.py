# Products of vectors that are not contiguous, to the last digit, and of matrices with their own transposes.
import numpy as np

rng = np.random.default_rng(5)


def products(x, y):
    return [float(v) for v in (np.dot(x, y), x @ y, np.inner(x, y), np.vdot(x, y), x.dot(y))]


for n in (1, 2, 5, 17, 64, 100, 1001):
    a = rng.random(3 * n) - 0.4
    b = rng.random(3 * n) - 0.3
    pairs = [(a[:n][::-1], b[:n]), (a[:n], b[:n][::-1]), (a[:n][::-1], b[:n][::-1]), (a[::3], b[:n]), (a[:n], b[::3]),
             (a[::3], b[::3]), (a[::-3], b[::3]), (np.flip(a), b)]
    for x, y in pairs:
        print(n, products(x, y))
    row = np.broadcast_to(a[:1], (n,))
    print(products(row, b[:n]))
    s = a.astype(np.float32)
    t = b.astype(np.float32)
    print(np.dot(s[:n][::-1], t[:n]), s[:n][::-1] @ t[:n])

for rows, columns in [(3, 5), (8, 20), (40, 9), (30, 30), (64, 200), (96, 101)]:
    x = rng.integers(-9, 10, size=(rows, columns)).astype(np.float64)
    s = x @ x.T
    t = np.dot(x.T, x)
    print(rows, columns, s.sum(), t.sum(), (s == s.T).all(), (t == t.T).all(), (s == x @ x.copy().T).all(), (t == x.copy().T @ x).all())
    f = x.astype(np.float32)
    print((f @ f.T == s).all(), (f.T @ f == t).all(), (x.T @ x)[1:3, :4].tolist())

# A few rows by a large matrix.
w = rng.integers(-5, 6, size=(700, 413))
for rows in (2, 3, 7, 8, 12):
    x = rng.integers(-5, 6, size=(rows, 700))
    exact = x @ w
    for dtype in (np.float32, np.float64):
        y = x.astype(dtype) @ w.astype(dtype)
        print(rows, y.dtype, (y == exact).all(), y[-1, -3:])
print((np.ones((5, 3000)) / 3 @ (np.ones((3000, 70)) / 7))[4, ::20])

m = rng.random((120, 120))
spd = m @ m.T + 120 * np.eye(120)
low = np.linalg.cholesky(spd)
print(np.allclose(low @ low.T, spd), np.triu(low, 1).any())
c = m[:70, :70] + 1j * m[50:, 50:]
print(np.allclose(c @ np.linalg.solve(c, c.conj()), c.conj()), np.allclose(np.linalg.inv(c) @ c, np.eye(70)))
try:
    np.vdot(np.ones(3), np.ones(4))
except ValueError as e:
    print(e)
# Memory that large results leave is used again.
total = 0.0
big = np.ones((1200, 1200))
for k in range(6):
    big = big * 1.5 - np.zeros((1200, 1200))
    total += big[k, k] + np.zeros((1500, 1500))[k].sum()
print(total)
