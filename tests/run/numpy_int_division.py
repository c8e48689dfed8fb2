"""Ints divided by one number and by arrays, rounding down, with every sign."""
import numpy as np

numbers = [0, 1, -1, 2, -2, 7, -7, 99, -99, 100, -100, 2**31 - 1, -(2**31), 2**40 + 3, -(2**40) - 3, 2**63 - 1, -(2**63), -(2**63) + 1]
x = np.array(numbers)
for d in (1, 2, 3, 7, 8, 10, 97, 1000, 2**31, 2**40 + 1, 2**62, 2**63 - 1, -1, -2, -3, -10, -(2**40), -(2**63)):
    with np.errstate(over="ignore"):
        q, r = x // d, x % d
    print(d, q, r)
    # Python's own, where its result is an int64.
    for a, b, c in zip(numbers, q.tolist(), r.tolist()):
        if -(2**63) <= a // d < 2**63:
            assert (b, c) == (a // d, a % d), (a, d)

s = np.arange(-20, 20, dtype=np.int32)
print(s // 7, s % 7, s // -7, s % -7, s.dtype, (s // np.int32(3)).dtype)
print((s[::2] // 3), (s[::-1] % 5), s.reshape(5, 8).T // 4)
s //= 3
s %= 5
print(s)
out = np.zeros(40, dtype=np.int64)
np.floor_divide(np.arange(40) - 20, 6, out=out)
print(out, np.remainder(np.arange(40) - 20, 6, out=out), divmod(np.arange(-9, 9), 4))
print(np.arange(10) // np.array([3, -3] * 5), 100 // np.arange(1, 10), 100 % np.arange(-9, 0))
print(np.array([5, -5], dtype=np.int8) // 2, np.array([250, 7], dtype=np.uint8) // 4, np.arange(12, dtype=np.uint64) % 5)
with np.errstate(divide="ignore"):
    print(np.arange(9) // 0, np.arange(9) % 0)
print(np.arange(12) // 0)
print(np.full(9, -(2**63)) // -1)

rng = np.random.default_rng(3)
big = rng.integers(-(2**62), 2**62, 5000)
for d in (3, 7, 10**9 + 7, 2**61 - 1):
    q, r = big // d, big % d
    print(d, int(q.sum()), int(r.sum()), bool(np.all(q * d + r == big)), int(r.min()) >= 0)
