"""Integer types: limits, wrap-around, promotion, shifts, division and conversion."""
import numpy as np

for t in (np.int8, np.uint8, np.int16, np.uint16, np.int32, np.uint32, np.int64, np.uint64):
    info = np.iinfo(t)
    print(t.__name__, info.min, info.max, np.dtype(t).itemsize)
a = np.array([100, 120, 127], dtype=np.int8)
print(a + a, a * 2, -a, a << 1, a // 3, a % 7, a - 127)
u = np.array([0, 1, 255], dtype=np.uint8)
print(u - 1, u + 1, ~u, -u, u * u)
big = np.array([2 ** 62, 2 ** 62, 2 ** 62])
print(big.sum(), big.prod(), np.cumsum(big))
print((a + u).dtype, (a.astype(np.int32) + u).dtype, (u + 1.5).dtype, (a * np.float32(2)).dtype)
print(np.array([1, 2]) / 2, np.array([7, -7]) // 2, np.array([7, -7]) % 3, np.array([2, 3]) ** 5)
print(np.array([300, -1, 256]).astype(np.uint8))
print(np.array([1.9, -1.9, 2.5]).astype(int))
print(np.array([5, 6, 12]) & 3, np.array([5, 6]) | 8, np.array([5, 6]) ^ 1)
print(np.array([1, 2, 3], dtype=np.uint16) >> 1, 1 << np.arange(8))
x = np.int32(2147483647)
print(x, type(x).__name__, x.dtype, int(x) + 1)
h = 5381
values = np.array([104, 101, 108, 108, 111], dtype=np.uint64)
hash_value = np.uint64(14695981039346656037)
prime = np.uint64(1099511628211)
total = np.zeros(1, dtype=np.uint64) + hash_value
for v in values:
    total = (total ^ v) * prime
print(total[0])
lcg = np.array([1], dtype=np.uint32)
out = []
for _ in range(5):
    lcg = lcg * np.uint32(1664525) + np.uint32(1013904223)
    out.append(int(lcg[0]))
print(out)
print(np.array([2 ** 63]).dtype, np.array([2 ** 64]).dtype, np.array([-1, 2 ** 63 - 1]).dtype)
try:
    np.array([1, 2], dtype=np.int8) + 300
except OverflowError as e:
    print("OverflowError:", e)
try:
    np.uint8(256)
except OverflowError as e:
    print("OverflowError:", e)


def mixing(n):
    # Products and sums of words, of which most do not fit.
    state, out = np.uint64(42), np.zeros(n, np.uint64)
    for i in range(n):
        state = state * np.uint64(6364136223846793005) + np.uint64(1442695040888963407)
        word = state ^ (state >> np.uint64(31))
        out[i] = word - (word << np.uint64(7))
    return out


print(mixing(9).tolist(), mixing(100).sum())
with np.errstate(over="raise"):
    try:
        mixing(5)
    except FloatingPointError as e:
        print(e)
with np.errstate(over="ignore"):
    print(mixing(3))
