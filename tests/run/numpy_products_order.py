"""Products of vectors and matrices to the last bit, for many shapes, layouts and strides."""
import numpy as np

rng = np.random.default_rng(2024)


def digest(a):
    """One number for all bits of a float64 array."""
    bits = np.ascontiguousarray(a).ravel().view(np.uint64)
    factors = np.arange(1, 2 * bits.size + 1, 2, dtype=np.uint64)
    return hex(int((bits * factors).sum()))


def matrix(m, k):
    return rng.random((m, k)) - 0.3


def vectors():
    for n in [1, 2, 3, 4, 7, 15, 16, 17, 31, 32, 33, 63, 64, 65, 127, 1000]:
        x, y = rng.random(n) - 0.5, rng.random(2 * n) - 0.5
        even = y[::2]
        print("vectors", n, (x @ even).hex(), np.dot(x, y[:n]).hex(), np.inner(even, x).hex(), (x[::-1] @ even).hex())
        print(" as rows and columns", digest(x.reshape(1, -1) @ even), digest(x @ even.reshape(-1, 1)))


def matrix_by_vector(m, k):
    a, x, y = matrix(m, k), rng.random(k) - 0.4, rng.random(m) - 0.5
    f = np.asfortranarray(a)
    gaps = rng.random(3 * k)[::3]
    print("vector", m, k, digest(a @ x), digest(y @ a), digest(f @ x), digest(y @ f), digest(a.T @ y))
    print(" gaps", digest(a @ gaps), digest(a[::2] @ x), digest(a[:, 1:] @ x[1:]), digest(a[:, ::2] @ x[::2]))
    print(" backwards", digest(a @ x[::-1]), digest(a[::-1] @ x), digest(np.dot(a[:, ::-1], x)))
    stack = rng.random((3, m, k))
    print(" stacks", digest(stack @ x), digest(np.matmul(y, stack)), digest(np.dot(stack, x)))


def matrix_by_matrix(m, k, n):
    a, b = matrix(m, k), matrix(k, n)
    fa, fb = np.asfortranarray(a), np.asfortranarray(b)
    print("matrix", m, k, n, digest(a @ b), digest(a @ fb), digest(fa @ b), digest(fa @ fb), digest(a.dot(b)))
    if m * k * n < 5000:
        print(" backwards", digest(a[::-1] @ b), digest(a @ b[:, ::-1]))


def by_own_transpose(m, k):
    a = matrix(m, k)
    print("own", m, k, digest(a @ a.T), digest(a.T @ a), digest(np.dot(a, a.T)))


def singles():
    # Matrices by vectors of float32, with more than eight columns.
    for m, k in [(2, 9), (3, 12), (4, 16), (5, 21), (9, 33), (17, 10), (33, 100), (70, 50)]:
        a, x, y = (matrix(m, k).astype(np.float32), rng.random(k, dtype=np.float32), rng.random(m, dtype=np.float32))
        print("single", m, k, [digest(v.astype(float)) for v in (a @ x, y @ a, np.asfortranarray(a) @ x)])
    shapes = [(4, 8, 8), (5, 17, 9), (8, 40, 16), (11, 16, 23), (12, 41, 17), (12, 41, 33), (16, 20, 24), (25, 30, 40), (24, 330, 48)]
    for m, k, n in shapes + [(20, 41, 100), (31, 900, 777), (12, 41, 800), (50, 321, 100), (2, 70, 3), (13, 3000, 30)]:
        a, b = matrix(m, k).astype(np.float32), matrix(k, n).astype(np.float32)
        products = (a @ b, a @ np.asfortranarray(b), np.asfortranarray(a) @ b)
        print("singles", m, k, n, [digest(v.astype(float)) for v in products])


vectors()
for m in [2, 3, 4, 5, 6, 7, 8, 9, 13]:
    for k in [2, 3, 4, 5, 7, 8, 12, 19]:
        matrix_by_vector(m, k)
for m, k in [(50, 50), (33, 100), (100, 33), (9, 2100), (2100, 9), (101, 103)]:
    matrix_by_vector(m, k)
for m in [2, 3, 4, 5, 8, 12, 13, 25]:
    for k in [2, 3, 8, 17, 40]:
        for n in [2, 3, 4, 5, 7, 8, 9, 11, 14, 23]:
            matrix_by_matrix(m, k, n)
for m, k, n in [(100, 100, 100), (101, 99, 103), (130, 400, 50), (50, 1000, 37), (300, 300, 300), (30, 90, 293), (13, 200, 407)]:
    matrix_by_matrix(m, k, n)
for m in [2, 3, 5, 8, 12, 13, 31, 33, 65, 100, 301]:
    for k in [2, 3, 16, 33, 390]:
        by_own_transpose(m, k)
singles()
