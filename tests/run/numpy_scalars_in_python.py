"""NumPy scalars used like Python numbers: arithmetic, formatting, dict keys, comparisons."""
import numpy as np

a = np.array([3, 1, 2])
f = np.array([0.5, 1.5, 2.5])
x, y = a[0], f[1]
print(type(x), type(y), x + 1, y * 2, x / 2, x // 2, x % 2, x ** 2, -x, abs(-y))
print(type(x + 1).__name__, type(y + 1).__name__, type(x + 1.0).__name__, type(x * y).__name__)
print(x == 3, x != 3, x > 2.5, bool(x), x is None, isinstance(y, float), isinstance(x, int))
print(int(y), float(x), round(y), round(float(y), 1), str(x), repr(x), format(y, ".3f"))
d = {x: "three", 1: "one"}
print(d[3], d[a[1]], 3 in d, hash(x) == hash(3), hash(y) == hash(1.5))
print([1, 2, 3][a[1]], "abc"[a[2]], list(range(a[0])), [0] * a[2], "ab" * a[2])
print(sum(a), max(a), min(f), sorted(a), sum(f.tolist()), type(sum(a)).__name__)
print(np.float64(1) / 3, np.float32(1) / 3, np.int64(7) / 2, np.int8(7) // np.int8(2))
print(np.float64(0.1) + 0.2, np.float32(0.1) + np.float32(0.2), np.float32(0.1) + 0.2)
print(x.item(), type(x.item()).__name__, y.dtype, x.itemsize, x.ndim, x.shape)
total = 0
for v in a:
    total += v
print(total, type(total).__name__)
mean = f.mean()
print(f"{mean:.4f} {x:>5} {y!r:>20} {x:+d} {int(x):x}")
print(divmod(x, 2), pow(x, 2), x & 1, x | 4, x ^ 1, ~x, x << 2)
print(np.int64(5) > np.float64(4.5), np.bool_(True) + np.bool_(True), np.True_ & False, not np.False_)
print(max(np.float64(1), 2), min(1.5, np.int64(1)), np.maximum(1, 2.5))
print(y.is_integer(), np.float64(2).is_integer(), x.bit_count(), np.float64(0.75).as_integer_ratio())
print(np.isnan(np.nan), np.isinf(np.float32("inf")), np.float64("nan") == np.nan)
print(int(np.float64(1e20)), np.float64(1e308) * 1.0, np.int64(2 ** 40))
print("%d %s %r %.2f %5.1f|%-6d|" % (x, x, x, y, y, x))
print(np.sqrt(2), np.exp(1), np.log(10), np.sin(0.5), np.floor(-1.5), np.sign(-3))
print(a.tolist() == [3, 1, 2], all(a > 0), any(f > 2), list(map(int, a)), tuple(f))
for i, v in enumerate(f):
    print(i, v, end="; ")
print()
print(*a, sep=",")
print(dict(zip(a.tolist(), f)), set(a.tolist()) == {1, 2, 3})
