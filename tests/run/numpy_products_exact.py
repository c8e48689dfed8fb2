"""Products of float64 matrices of many shapes and layouts, to the last bit."""
import numpy as np

rng = np.random.default_rng(2024)


def show(name, c):
    # The sum of the bits tells any difference.
    bits = np.ascontiguousarray(c).view(np.uint64)
    print(name, c.shape, hex(int(np.bitwise_xor.reduce(bits.ravel()))), hex(int(bits.sum())))


for m, k, n in [
    (2, 3, 4), (3, 3, 3), (4, 7, 5), (5, 16, 9), (7, 8, 8), (6, 33, 12), (8, 64, 8), (9, 31, 10), (13, 64, 23),
    (16, 16, 16), (17, 33, 19), (24, 64, 21), (25, 100, 24), (37, 256, 41), (20, 257, 40), (25, 300, 30), (20, 511, 25),
    (60, 512, 60), (12, 513, 41), (120, 40, 130), (31, 1000, 30), (1000, 5, 7), (5, 7, 1000), (63, 63, 63),
]:
    a = rng.standard_normal((m, k))
    b = rng.standard_normal((k, n))
    show("c", a @ b)
    show("dot", np.dot(a, b))
    show("T", a.T.copy().T @ b)
    show("bT", a @ b.T.copy().T)

big = rng.standard_normal((240, 240))
other = rng.standard_normal((240, 240))
show("rows", big[::2] @ other)
show("columns", big[:, ::3] @ other[::3])
show("reversed", big[::-1] @ other)
show("both", big.T @ other.T)

stack = rng.standard_normal((4, 12, 20))
show("stack", stack @ rng.standard_normal((20, 6)))
show("stacks", stack @ rng.standard_normal((4, 20, 7)))

out = np.zeros((12, 6))
np.matmul(stack[0], rng.standard_normal((20, 6)), out=out)
show("out", out)

# Single precision and vectors, whose last digits depend on the library: to a part in a million.
for m, k, n in [(3, 5, 7), (17, 40, 33), (100, 100, 100), (1, 50, 60), (60, 50, 1), (250, 330, 20)]:
    a = rng.random((m, k))
    b = rng.random((k, n))
    exact = a @ b
    single = a.astype(np.float32) @ b.astype(np.float32)
    print(m, k, n, single.dtype, bool(np.all(np.abs(single - exact) <= 1e-5 * exact)))
    v = rng.random(k)
    print(bool(np.allclose(a @ v, [sum(x * y for x, y in zip(row, v)) for row in a.tolist()], rtol=1e-13)))
    print(bool(np.allclose(v @ b, (v[:, None] * b).sum(axis=0), rtol=1e-13)))
    print(bool(np.allclose(a.T.copy().T @ v, a @ v, rtol=1e-13)))

nans = np.array([[1.0, np.nan], [np.inf, -np.inf]])
print(nans @ np.array([[0.0, 1.0], [1.0, 1.0]]))
print(np.zeros((3, 0)) @ np.zeros((0, 2)), (np.zeros((0, 3)) @ np.ones((3, 2))).shape)
print(np.array([[-0.0]]) @ np.array([[1.0]]), np.array([[-0.0, -0.0]]) @ np.array([[1.0], [1.0]]))
