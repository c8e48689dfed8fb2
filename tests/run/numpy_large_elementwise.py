# Arrays long enough for vectors and blocks, at all lengths around their sizes, strides and offsets.
import numpy as np

rng = np.random.RandomState(11)
data = rng.rand(5000) * 20 - 10
other = rng.rand(5000) + 0.5

for n in list(range(0, 20)) + [31, 32, 33, 63, 64, 65, 66, 100, 127, 128, 129, 130, 500, 4097]:
    a, b = data[:n], other[:n]
    print(n, repr((a + b).sum()), repr((a * b - a / b).sum()), int((a < b).sum()), repr(np.maximum(a, b).sum()), repr(np.sqrt(b).sum()),
          repr(np.abs(a).sum()), repr(np.clip(a, -1, 1).sum()), repr(np.floor(a).sum()), round(float(np.exp(b).sum()), 9),
          round(float(np.sin(a).sum()), 9), round(float(np.log(b).sum()), 9), round(float(np.tanh(a).sum()), 9))
for start in range(1, 9):
    a, b = data[start:200 + start], other[:200]
    print(start, repr((a - b).sum()), repr((a[::3] * b[::3]).sum()), repr((-a[::-1]).sum()), round(float(np.cos(a[::-2]).sum()), 9))
for kind in ("f4", "f8", "i1", "u1", "i2", "u2", "i4", "u4", "i8", "u8"):
    a = (np.arange(300) % 100 + 1).astype(kind)
    b = (np.arange(300) % 7 + 1).astype(kind)
    print(kind, (a + b).sum(), (a - b)[:5], (a * b)[290:], (a // b).sum(), (a % b).sum(), a.max(), a.min(), a.argmax(), b.argmin(), (a > b).sum(),
          (a == b).sum(), (a[::2] + b[::2]).sum(), (a + 1)[-1], a.astype("f8").std())
x = np.linspace(-3, 3, 1001)
y = np.exp(-x * x / 2) / np.sqrt(2 * np.pi)
print(round(float((y * (x[1] - x[0])).sum()), 6), y.argmax(), np.allclose(y, y[::-1]), x[y > 0.3][[0, -1]])
print(np.allclose(np.sin(x) ** 2 + np.cos(x) ** 2, 1), np.allclose(np.exp(np.log(other)), other), np.allclose(np.log2(2 ** x), x), np.allclose(np.log10(10 ** x), x))
z = np.array([0.0, -0.0, np.inf, -np.inf, np.nan, 1e-320, 710.0, -750.0, 1e22] * 12)
with np.errstate(all="ignore"):
    for f in (np.exp, np.log, np.sin, np.cos, np.tanh, np.sqrt, np.exp2, np.log2, np.log10):
        r = f(z)
        print(f.__name__, r[:9], np.array_equal(r[:9], r[99:], equal_nan=True), np.signbit(r[:2]))
