# What is known of the types of scalars.
import numpy as np

for t in (np.int8, np.uint16, np.int32, np.uint64):
    info = np.iinfo(t)
    print(t.__name__, info.bits, info.min, info.max, repr(info))
for t in (np.float16, np.float32, np.float64):
    info = np.finfo(t)
    print(t.__name__, info.bits, info.eps, info.max, info.tiny, info.precision, repr(info))
print(np.finfo(float))

print(np.issubdtype(np.int32, np.integer), np.issubdtype(np.float32, np.integer), np.issubdtype("f8", np.floating))
print(np.result_type(np.int8, np.uint8), np.result_type(1, np.float32(2)), np.promote_types("i4", "f4"), np.result_type("i8", 2.5))
print(np.can_cast("i4", "i8"), np.can_cast("i8", "i4"), np.can_cast("i8", "i4", "same_kind"), np.can_cast("f8", "c16"))
print(np.min_scalar_type(10), np.min_scalar_type(-300), np.min_scalar_type(70000), np.min_scalar_type(1.5), np.min_scalar_type(1e300))
print(np.isscalar(3), np.isscalar([3]), np.isscalar(np.int8(3)), np.isscalar("text"))

x = np.float32(1.5)
print(x.dtype, x.shape, x.ndim, x.size, x.itemsize, x.nbytes, x.T, x.real, x.imag, x.item(), type(x.item()).__name__)
z = np.complex128(3 - 4j)
print(z.real, z.imag, z.conjugate(), abs(z), z.dtype)
print(np.float64(2.0).is_integer(), np.float64(2.5).as_integer_ratio(), np.float64(0.5).hex(), np.int64(7).bit_count())
print(round(np.float64(2.567), 2), round(np.float64(2.5)), round(np.int64(127), -1), np.float64(2.345).round(1))
print(int(np.float32(3.9)), float(np.int16(4)), complex(np.float64(2)), bool(np.int8(0)), str(np.bool(1)))
print(np.int64(3).astype(np.float32), np.float64(3.9).astype(int), np.int32([1, 2]), np.float64("inf"), np.float16(0.1))
print([np.float32(v) for v in (1e-5, 0.0001, 0.1, 1 / 3, 16777216, 1e10, 123456.789)])
print([np.float16(v) for v in (0.0001, 0.1, 3.14159, 999, 1000, 65504)])
print([np.float64(v) for v in (1e-5, 1e15, 1e16, 1e22, 0.1 + 0.2)], [np.complex64(v) for v in (1, 1j, 0.1 - 2j)])
for t in (bool, int, float, complex, str, object):
    print(t.__name__, np.dtype(t), np.dtype(t).type)
