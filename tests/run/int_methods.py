nums = [0, 1, -1, 2, 127, 128, -128, 255, 256, 2**31, 2**63 - 1, -(2**63), 2**64, 10**18]

for n in nums:
    print(n, n.bit_length(), n.bit_count(), n.conjugate(), n.real, n.imag, n.numerator, n.denominator, n.as_integer_ratio())

for n in (0, 1, 255, 256, 65535, 2**32, 2**70):
    size = (n.bit_length() + 7) // 8 or 1
    be = n.to_bytes(size, "big")
    le = n.to_bytes(size, "little")
    assert int.from_bytes(be, "big") == n
    assert int.from_bytes(le, "little") == n
    print(n, be, le, list(be))

for n in (-1, -128, -129, 2**62, -(2**62)):
    raw = n.to_bytes(9, "little", signed=True)
    print(n, raw.hex(), int.from_bytes(raw, "little", signed=True))

print(int.from_bytes(b"\xff\xfe", "big"), int.from_bytes(b"\xff\xfe", "big", signed=True), int.from_bytes([1, 2, 3], "big"))

try:
    (256).to_bytes(1, "big")
except OverflowError as e:
    print("OverflowError:", e)
try:
    (-1).to_bytes(2, "big")
except OverflowError as e:
    print("OverflowError:", e)

print((5).__add__(3), (5).__mul__(2), (7).__floordiv__(2), (5).__eq__(5), (3).__lt__(2))
print(int.__add__(1, 2), abs(-2**65), hash(5), hash(-1), hash(2**61 - 1), hash(2**61), hash(-(2**70)), hash(True))
print((2**61 - 2).__hash__(), hash(1.0) == hash(1), hash(2.5))
print(isinstance(True, int), isinstance(1, bool), type(5), int is type(5))
print(max(nums), min(nums), sum(nums), sorted(nums, key=lambda v: v % 10))
