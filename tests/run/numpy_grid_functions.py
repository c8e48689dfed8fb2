# Ranges and grids: values to the last bit, dtypes, messages.
import math
import warnings

import numpy as np

# Casts do not warn yet.
warnings.simplefilter("ignore")


def attempt(f):
    try:
        r = f()
        print(repr(r), [x.hex() for x in r.ravel().tolist()[:4]] if r.dtype == float else r.dtype)
    except Exception as e:
        print(type(e).__name__, e)


for start, stop, step in [(0, 1, 0.1), (0.1, 2, 0.3), (1, 0, -0.25), (-1, 1, 1 / 3), (5, 5, 1), (0, 10, 2.5), (1e15, 1e15 + 4, 1), (0, -3, -0.7), (10, 1, 2), (0, 3, 1e0)]:
    for kind in [None, "f4", "f2", int, "i1", complex]:
        attempt(lambda: np.arange(start, stop, step, dtype=kind))
for start, stop, num in [(0, 1, 4), (1, 10, 7), (-1, 1, 9), (0.1, 0.3, 3), (5, 5, 2), (1, 0, 3), (0, 1e-3, 6), (2, 3, 1), (2, 3, 0), (0, 100, 12)]:
    for end in [True, False]:
        attempt(lambda: np.linspace(start, stop, num, endpoint=end))
        attempt(lambda: np.linspace(start, stop, num, endpoint=end, dtype=int))
print(np.linspace(0, 1, 4, retstep=True), np.linspace(0, 1, 1, retstep=True), np.linspace(3, 4, 5, endpoint=False, retstep=True))
attempt(lambda: np.linspace(0, 1 + 1j, 3))
attempt(lambda: np.linspace([0, 10], [1, 20], 3, axis=1))
attempt(lambda: np.linspace(np.float32(0), np.float32(1), 3))
attempt(lambda: np.linspace(0, 1, 2.5))
for a, b, n in [(0, 2, 3), (1, 3, 5), (-2, 2, 5), (0, 1, 1)]:
    attempt(lambda: np.logspace(a, b, n))
    attempt(lambda: np.logspace(a, b, n, base=2))
    attempt(lambda: np.geomspace(10**a, 10**b, n))
attempt(lambda: np.geomspace(0, 1, 3))
attempt(lambda: np.geomspace(-1, -100, 3))
x, y = np.meshgrid(np.linspace(-1, 1, 3), np.arange(2))
print(x, y, np.hypot(x, y).round(3), np.meshgrid([1, 2], [3, 4], [5, 6])[2].shape, np.meshgrid([1, 2]), np.meshgrid())
print(np.mgrid[0:3, 0:2], np.mgrid[0:1:3j], np.ogrid[0:2, 0:3], np.indices((2, 2), dtype=float), np.indices((2, 3), sparse=True))
print(np.fromfunction(lambda i, j: i == j, (3, 3)), np.fromfunction(lambda i, j: i + 2 * j, (2, 3), dtype=int), np.vander([2, 3], 3), np.tri(3, 4, -1, dtype="i1"))
print(np.eye(4, k=-2, dtype="i2"), np.eye(2, 4, 1), np.identity(3, dtype="?"), np.diagflat([[1, 2], [3, 4]]), np.diag(np.ones(2), -1))
print(np.tril(np.arange(12).reshape(3, 4), 1), np.triu(np.arange(8).reshape(2, 2, 2)), np.tril([1, 2, 3]), np.tril_indices(3), np.triu_indices_from(np.ones((2, 3))))
print(np.unravel_index([5, 7], (3, 4)), np.ravel_multi_index(([0, 1], [2, 3]), (3, 4)), np.ix_([0, 1], [True, False, True]), np.ndindex(2, 2).__next__())
total = 0.0
for t in np.arange(0, 1, 0.1):
    total += math.sin(t)
print(total, np.arange(10)[::-1].sum(), len(np.arange(0, 1, 0.1)), np.arange(3) / 3, np.arange(1, 4) ** 2, -np.arange(3), np.arange(7) % 3, list(np.arange(0.0, 1.0, 0.25)))
attempt(lambda: np.arange(0, 1, 0))
attempt(lambda: np.arange("a"))
attempt(lambda: np.eye(-1))
attempt(lambda: np.diag(np.zeros((2, 2, 2))))
attempt(lambda: np.zeros((3, -1)))
attempt(lambda: np.full((2, 2), [1, 2, 3]))
attempt(lambda: np.fromiter([1, 2], int, count=5))
attempt(lambda: np.frombuffer(b"abc", "i2"))
attempt(lambda: np.identity(2.0))
