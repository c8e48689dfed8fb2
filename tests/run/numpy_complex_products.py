"""Digits of complex products: arrays, scalars and reductions round differently."""
import numpy as np


def digest(a):
    h = 0
    for byte in a.tobytes():
        h = (h * 31 + byte) & 0xFFFFFFFFFFFF
    return h


rng = np.random.default_rng(11)
for dtype in (np.complex64, np.complex128):
    for n in (2, 3, 4, 5, 7, 8, 9, 31, 64):
        z = (rng.random(n) - 0.5 + 1j * (rng.random(n) - 0.5)).astype(dtype)
        w = (rng.random(n) - 0.5 + 1j * (rng.random(n) - 0.5)).astype(dtype)
        print(dtype.__name__, n, digest(z * w), digest(np.square(z)), digest(z ** 2), digest(abs(z)))
        print(digest(z[::2] * w[::2]), digest(z * w[0]), digest(w[-1] * z), digest(abs(z[::2])))
        print(digest(np.multiply.outer(z, w)), digest(np.prod(np.array([z, w]), axis=0)))
        out = np.zeros(2 * n, dtype)
        np.multiply(z, w, out=out[::2])
        z *= z
        print(digest(out), digest(z))
        print(z[0] * w[0], abs(z[0]), z[0] ** 2, np.prod(z[:2]))

# Iterations amplify the last digits.
c = np.linspace(-2, 0.5, 40) + 1j * np.linspace(-1.25, 1.25, 40)[:, None]
z = np.zeros_like(c)
steps = np.zeros(c.shape, int)
for k in range(25):
    inside = np.abs(z) < 2
    steps[inside] = k
    z[inside] = z[inside] ** 2 + c[inside]
print(steps.sum(), digest(z))

inf, nan = np.inf, np.nan
special = np.array([complex(x, y) for x in (0.0, -0.0, 1.0, -inf, nan, 1e308, 5e-324) for y in (-0.0, 2.0, inf, nan, 1e308)])
print(abs(special))
with np.errstate(over="ignore"):
    print(abs(special.astype(np.complex64)))
with np.errstate(all="ignore"):
    print(special * special)
    print(np.square(special))

# What is infinite or NaN, in products with vectors.
for dtype in ("complex64", "complex128"):
    for pair in ([np.inf, 1], [np.nan, 1], [np.inf + 1j, 2], [2.0**70, 2.0**70 * 1j], [1, -np.inf]):
        for count in (1, 3, 20):
            with np.errstate(all="ignore"):
                x = np.resize(np.array(pair).astype(dtype), 2 * count)
                y = np.resize(np.array([1 - 2j, 3]).astype(dtype), 2 * count)
                m = np.resize(x, (3, x.size))
                print(dtype, pair, count, np.dot(x, y), np.vdot(x, x), x @ x, np.inner(np.repeat(x, 2)[::2], y), m @ y, y @ m.T, np.dot(x[::-1], x))
                print(np.vecdot(m, y), np.matvec(m, x), np.vecmat(x, m.T), (m @ np.ones((x.size, 2)))[0])
