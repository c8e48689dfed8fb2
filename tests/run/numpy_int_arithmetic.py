# Ints of all sizes: wrap-around, division, remainders, shifts, powers, promotion.
import numpy as np

types = [np.int8, np.uint8, np.int16, np.uint16, np.int32, np.uint32, np.int64, np.uint64]
for t in types:
    info = np.iinfo(t)
    a = np.array([info.min, info.min + 1, 0, 1, 7, info.max - 1, info.max], dtype=t)
    print(t.__name__, (a + a), (a - 1), (a * 3), -a, abs(a))
    with np.errstate(all="ignore"):
        print("  ", a // 2, a % 3, a // t(7), np.fmod(a, t(5)), a ** 2, a // t(0), a % t(0))
    print("  ", a & t(3), a | t(8), a ^ t(5), ~a, a >> 1, a << 2, np.sign(a), np.bitwise_count(a))
    print("  ", a.sum(), a.sum().dtype, a.prod().dtype, a.cumsum()[-1], (a / 2).dtype, np.sqrt(abs(a)).dtype, a.mean())
    print("  ", np.gcd(a, t(12)), np.lcm(t(4), t(6)), np.maximum(a, t(3)), np.clip(a, 1, 5), a.argmax(), a.argmin())

names = ["bool", "int8", "uint8", "int16", "uint32", "int64", "uint64", "float16", "float32", "float64", "complex64"]
for x in names:
    print(x, [str((np.ones(2, dtype=x) + np.ones(2, dtype=y)).dtype) for y in names])
    print("  ", (np.ones(2, dtype=x) + 1).dtype, (np.ones(2, dtype=x) + 1.5).dtype, (np.ones(2, dtype=x) + 1j).dtype,
          (np.ones(2, dtype=x) * True).dtype, (np.ones(2, dtype=x) / 2).dtype, (2 ** np.ones(2, dtype=x)).dtype)

n = np.array([-7, -6, -1, 0, 1, 6, 7])
print(n // 3, n % 3, n // -3, n % -3, np.divmod(n, 4), np.fmod(n, 3), n / 2, np.remainder(n, -4))
f = np.array([-7.5, -0.5, 0.0, 0.5, 7.5])
print(f // 2, f % 2, f // -2, f % -2, divmod(f, 0.75), np.fmod(f, 2), np.trunc(f), np.floor(f), np.ceil(f), np.rint(f))
print(np.left_shift(1, np.arange(0, 70, 10)), np.right_shift(-1000, np.arange(0, 70, 10)), np.array([1], dtype=np.int8) << 9)
print(np.array([3, 4]) ** np.array([2, 3]), 2 ** np.arange(8, dtype=np.uint8), np.power(2, 10), np.array([2.0, 3.0]) ** -1)
