# Scalars of NumPy among themselves and with Python's numbers.
import numpy as np


def describe(x):
    return f"{x!r} {x} {type(x).__name__}"


a = np.int64(7)
b = np.float32(2.5)
print(describe(a + 1), describe(a * 2.0), describe(b + 1), describe(b * b))
print(describe(a / 2), describe(a // 2), describe(a % 4), describe(-a), describe(abs(np.int8(-5))))
print(describe(np.int8(3) + np.int16(4)), describe(np.uint8(3) + np.int8(4)), describe(np.uint64(3) + np.int64(4)))
print(describe(np.float16(1) / np.float16(3)), describe(np.float64(1) / 3), describe(np.complex64(1 + 2j) * 2))
print(describe(a ** 2), describe(2 ** a), describe(a << 3), describe(a & 5), describe(~a))
print(divmod(a, 3), divmod(np.float64(7.5), 2), divmod(np.int8(-7), 2))
print(a == 7, a < 8, a != 7.0, np.float64(0.5) == 0.5, np.float32(0.1) == 0.1, np.int64(3) == "3")
print(repr(a == 7), repr(np.bool(0)), np.True_ is np.bool(True), bool(np.False_))

total = 0
for k in range(5):
    total += np.int64(k) * k
print(describe(total))

mean = np.float64(0)
for k, x in enumerate([1.5, 2.5, 4.0]):
    mean += (x - mean) / (k + 1)
print(describe(mean))

# As keys, in sorting, in sums and in comparisons they are like the Python numbers that they equal.
table = {1: "one", 2.5: "two and a half"}
print(table[np.int64(1)], table[np.float32(2.5)], np.int64(1) in table, np.uint8(2) in table)
print(sorted([np.float64(3), 1, np.int64(2)]), max(np.int64(4), 3), min([2.5, np.float32(1)]))
print(sum([np.int64(1), np.int64(2)]), sum([np.float64(0.5)] * 3), hash(np.int64(5)) == hash(5), hash(np.float64(2.5)) == hash(2.5))
print([10, 20, 30][np.int64(1)], "abc"[np.uint8(2)], list(range(np.int64(3))), (1, 2, 3)[np.int8(1):])
print([0] * np.int64(3), "ab" * np.int64(2), chr(np.int64(65)), bytes([np.uint8(66)]), hex(np.int64(255)))
print("%d %5.2f %s" % (np.int64(3), np.float32(2.5), np.float64(0.1)), f"{np.int64(42):5d}|{np.float64(2.5):.3f}|{np.float32(0.5)}")
print(isinstance(np.float64(1), float), isinstance(np.int64(1), int), isinstance(np.complex128(1), complex), isinstance(np.str_("x"), str))
print(isinstance(np.int8(1), np.integer), isinstance(np.float16(1), np.floating), isinstance(np.bool(1), np.generic))
