"""Shifts in loops over elements: of all sizes, by what is the same in each round and by elements, of numbers below 0."""
import numpy as np


def popcounts(a):
    n = a.shape[0]
    out = np.empty(n, dtype=np.uint8)
    total = 0
    for i in range(n):
        x = a[i]
        x = x - ((x >> 1) & 0x55555555)
        x = (x & 0x33333333) + ((x >> 2) & 0x33333333)
        x = (x + (x >> 4)) & 0x0F0F0F0F
        c = (x * 0x01010101 >> 24) & 0xFF
        out[i] = c
        total += c
    return int(total), out


def right(a, k, out):
    for i in range(len(a)):
        out[i] = a[i] >> k


def left(a, k, out):
    for i in range(len(a)):
        out[i] = (a[i] & 0xFFFF) << k


def by_elements(a, b, out):
    for i in range(len(a)):
        out[i] = (a[i] >> b[i]) ^ ((a[i] & 0xFF) << (b[i] & 15))


def some(a, b, out):
    for i in range(len(a)):
        if b[i] > 5:
            out[i] = a[i] >> 3
        else:
            out[i] = a[i] << 2


def mixed(a, out):
    for i in range(len(a)):
        x = a[i]
        x ^= x >> np.uint64(33)
        x ^= x << np.uint64(7)
        out[i] = x ^ (x >> np.uint64(17))


def packed(rgb, out):
    for i in range(out.shape[0]):
        out[i] = (int(rgb[i, 0]) << 16) | (int(rgb[i, 1]) << 8) | int(rgb[i, 2])


rng = np.random.default_rng(3)
wide = rng.integers(-(2**62), 2**62, 203)
wide[:4] = [-1, 0, -(2**63), 2**63 - 1]
for n in (0, 1, 7, 8, 31, 203):
    print(n, popcounts(rng.integers(0, 2**31, n)))
for dtype in (np.int8, np.int16, np.int32, np.int64, np.uint8, np.uint16, np.uint32):
    a = wide.astype(dtype)
    for k in (0, 1, 5, 7):
        out = np.zeros(len(a), dtype)
        right(a, k, out)
        print(dtype.__name__, k, out.tolist()[:40], int(out.astype(object).sum()))
    print((np.all(a >> 3 == [x >> 3 for x in a])))
for k in (0, 1, 31, 33, 40, 62, 63):
    out = np.zeros(len(wide), np.int64)
    right(wide, k, out)
    print(k, np.array_equal(out, wide >> k), out[:4])
    left(wide, min(k, 40), out)
    print(np.array_equal(out, (wide & 0xFFFF) << min(k, 40)))
shifts = rng.integers(0, 63, len(wide))
out = np.zeros(len(wide), np.int64)
by_elements(wide, shifts, out)
print(out[:10], np.array_equal(out, (wide >> shifts) ^ ((wide & 0xFF) << (shifts & 15))))
small = rng.integers(-(2**40), 2**40, 100)
some(small, rng.integers(0, 10, 100), out)
print(out[:100].tolist())
words = rng.integers(0, 2**63, 77).astype(np.uint64) * np.uint64(2)
bits = np.zeros(77, np.uint64)
mixed(words, bits)
print(bits.tolist())
rgb = rng.integers(0, 256, (50, 3)).astype(np.uint8)
colours = np.zeros(50, np.int32)
packed(rgb, colours)
print(colours.tolist())
# By more than there are bits, and by less than none.
for k in (64, 100):
    right(wide[:9], k, out)
    print(k, out[:9])
right(np.array([5, -5] * 8), -1, out)
print(out[:9])
