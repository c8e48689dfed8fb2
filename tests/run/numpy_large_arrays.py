"""Arrays large enough that kernels use several threads: the same values, and the same warnings."""
import numpy as np

rng = np.random.default_rng(7)
N = 200_003
x = rng.random(N) * 8 - 4
y = rng.random(N) + 0.25
k = rng.integers(-50, 50, N)


def show(name, c):
    bits = c.view(np.uint64) if c.dtype == np.float64 else c.astype(np.int64).view(np.uint64)
    print(name, c.dtype, hex(int(np.bitwise_xor.reduce(bits))), c[0], c[-1])


for name, c in [
    ("add", x + y), ("mul", x * 3.0), ("div", x / y), ("sqrt", np.sqrt(y)), ("abs", np.abs(x)), ("max", np.maximum(x, y)),
    ("less", (x < y)), ("int", k * 7 - 3), ("mod", k % 7), ("chain", x * y + x / y - 2.0), ("neg", -x), ("square", np.square(x)),
]:
    show(name, c)
print(np.sum(x), np.sum(y), np.sum(k), np.mean(x), np.std(x), np.var(y), np.max(x), np.min(x), np.max(k), np.min(k))
print(np.sum(x.astype(np.float32)), np.mean(y.astype(np.float32)), np.max(x.astype(np.float32)))
print(np.sum(x * y), np.max(x + y), np.mean(x - y), np.sum(np.sqrt(y) * 2.0))
print(np.sum(x > 0), np.count_nonzero(x > 0), np.any(x > 5), np.all(y > 0))

z = x.copy()
z[-1] = 0.0
w = 1.0 / z
print(w[-1], w[0])
z[-5] = -1.0
r = np.log(np.abs(z)) + np.sqrt(z[-8:].sum() * 0 + 1)
print(r[-1])
print(np.isnan(np.sqrt(z)[-5]))
with np.errstate(all="ignore"):
    print(np.sqrt(z)[-5], (1.0 / z)[-1])
try:
    with np.errstate(divide="raise"):
        1.0 / z
except FloatingPointError as e:
    print(e)

x[N // 2] = np.nan
print(np.sum(x), np.max(x), np.min(x), np.argmax(x))
zeros = np.zeros(80_000)
zeros[::2] = -0.0
print(np.sum(zeros), np.sum(np.full(80_000, -0.0)))

s = np.sin(x[:60_000]) + np.cos(x[:60_000]) * np.exp(-x[:60_000])
t = np.sum(np.sin(x[:60_000]) + np.cos(x[:60_000]) * np.exp(-x[:60_000]))
print(abs(t - np.sum(s)) < 1e-9 * abs(t))
u = np.cos(x) ** 2 + np.sin(x) ** 2
u = u[~np.isnan(u)]
print(u.size, bool(np.all(np.abs(u - 1) < 1e-14)))
print(bool(np.all(np.isnan(np.sin(np.array([np.inf] * 40)) + np.cos(np.array([np.inf] * 40))))))

a = rng.standard_normal((200, 256))
b = rng.standard_normal((256, 129))
c = a @ b
bits = c.view(np.uint64)
print(c.shape, hex(int(np.bitwise_xor.reduce(bits.ravel()))))

held = [np.zeros(700_000) for _ in range(3)]
held[1][::4096] = 1.0
del held[1]
fresh = np.zeros(700_000)
print(fresh.sum(), np.zeros(700_000).any(), [h.sum() for h in held])
fresh[:] = 5.0
del fresh
print(np.zeros(700_000).sum(), np.zeros((800, 800), dtype=np.int64).any())

# Functions of NaN are NaN without a warning.
gaps = np.linspace(0.5, 10, 301)
gaps[::7] = np.nan
for f in (np.exp, np.log, np.log2, np.log10, np.sin, np.cos, np.tan, np.tanh, np.exp2, np.sign, np.floor, np.cbrt):
    for dtype in (np.float64, np.float32):
        print(f.__name__, [int(np.isnan(f(gaps.astype(dtype)[part])).sum()) for part in (slice(None), slice(0, 20), slice(None, None, 2))])
print(np.isnan(gaps // 1).sum(), np.isnan(gaps % 3).sum(), np.nanmax(gaps), (gaps > 2).sum())
