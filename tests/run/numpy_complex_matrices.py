# Products of complex matrices: the last digits are those of the library under NumPy, at whole tiles, at edges and over deep sums.
import numpy as np

rng = np.random.default_rng(5)


def digits(x):
    return [(float(z.real).hex(), float(z.imag).hex()) for z in x.ravel()[:: max(1, x.size // 12)]]


def filled(shape, dtype):
    return (rng.normal(size=shape) + 1j * rng.normal(size=shape)).astype(dtype)


for dtype in ("complex128", "complex64"):
    for m, k, n in [(2, 2, 2), (5, 3, 7), (6, 4, 8), (7, 9, 11), (12, 201, 9), (13, 300, 15), (25, 5, 29), (3, 700, 20), (31, 40, 13)]:
        a, b = filled((m, k), dtype), filled((k, n), dtype)
        print(dtype, m, k, n, digits(a @ b))
    a = filled((9, 6), dtype)
    print(digits(a @ a.conj().T), digits(np.dot(a[::2], a.T[:, ::-1])))
    stack = filled((3, 4, 6), dtype)
    print(digits(stack @ a.T), digits(np.einsum("ij,kj->ik", a, a)))
