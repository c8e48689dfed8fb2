"""Bit tricks on arrays: masks, popcount, grey code, parity, packing, xorshift, CRC."""
import numpy as np

x = np.arange(16, dtype=np.uint8)
grey = x ^ (x >> 1)
print(grey, [f"{int(g):04b}" for g in grey])
back = grey.copy()
shift = 1
while shift < 8:
    back ^= back >> shift
    shift *= 2
print(np.array_equal(back, x))
print(np.bitwise_count(x), np.unpackbits(np.array([5, 255], dtype=np.uint8)), np.packbits([1, 0, 1, 0, 0, 0, 0, 1]))
count = np.zeros_like(x)
y = x.copy()
while y.any():
    count += y & 1
    y >>= 1
print(count, (count % 2).astype(bool))
flags = np.array([0b0101, 0b0011, 0b1000])
READ, WRITE, EXEC = 1, 2, 4
print((flags & READ) != 0, flags | EXEC, flags & ~READ, np.bitwise_or.reduce(flags), np.bitwise_and.reduce(flags), np.bitwise_xor.reduce(flags))
print(np.left_shift(1, np.arange(5)), np.right_shift(np.array([-8, 8]), 1), np.invert(np.array([0, 1, -1])), ~np.array([True, False]))


def xorshift(seed, n):
    state = np.uint32(seed)
    out = np.zeros(n, dtype=np.uint32)
    for i in range(n):
        state ^= state << np.uint32(13)
        state ^= state >> np.uint32(17)
        state ^= state << np.uint32(5)
        out[i] = state
    return out


print(xorshift(2463534242, 5))


def crc_table():
    table = np.zeros(256, dtype=np.uint32)
    for n in range(256):
        c = n
        for _ in range(8):
            c = 0xEDB88320 ^ (c >> 1) if c & 1 else c >> 1
        table[n] = c
    return table


table = crc_table()
crc = 0xFFFFFFFF
for byte in b"123456789":
    crc = int(table[(crc ^ byte) & 0xFF]) ^ (crc >> 8)
print(hex(crc ^ 0xFFFFFFFF), table[:4], table.dtype)
bits = np.array([1, 0, 1, 1])
print(bits.dot(1 << np.arange(4)[::-1]), int("".join(map(str, bits)), 2), np.flatnonzero(bits))
subsets = (np.arange(8)[:, None] >> np.arange(3)) & 1
print(subsets, subsets.astype(bool).sum(axis=1))
weights = np.array([2, 3, 7])
totals = subsets @ weights
print(totals, subsets[totals == 9])
a = np.array([True, True, False, False])
b = np.array([True, False, True, False])
print(a & b, a | b, a ^ b, ~a, a == b, np.logical_xor(a, b), np.logical_not(a), a + b, a * b, a.sum() - b.sum())
mask = np.zeros(8, dtype=bool)
mask[1::3] = True
print(mask.nonzero()[0], np.where(mask, 1, 0), mask.astype(int) * 5, mask.tolist(), mask.argmax(), (~mask).argmin())
h = np.uint64(0xcbf29ce484222325)
for ch in b"hello":
    h = (h ^ np.uint64(ch)) * np.uint64(0x100000001b3)
print(h, hex(int(h)))
swapped = np.array([1, 256], dtype=np.uint16).byteswap()
print(swapped, np.array([1, -1], dtype=np.int8).view(np.uint8), np.array([1.0]).view(np.int64), np.uint8(200) + np.uint8(100))
