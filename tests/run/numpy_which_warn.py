"""Which numbers arithmetic warns of: NaNs that only pass through are no invalid values, overflowing quotients are."""
import warnings

import numpy as np


def said(f, *args):
    with warnings.catch_warnings(record=True) as seen:
        warnings.simplefilter("always")
        r = f(*args)
    return r, [str(w.message) for w in seen]


angles = np.array([0.0, 3.5, np.nan, -7.25, np.inf, 1e300])
periods = np.array([2.0, np.nan, 3.0, 0.0, 2.0, -1e-300])
for dtype in ["float64", "float32", "float16"]:
    with np.errstate(over="ignore"):
        a, p = angles.astype(dtype), periods.astype(dtype)
    for i in range(len(a)):
        for f in [np.remainder, np.floor_divide, np.divmod]:
            # One element, and enough for vectors with a rest.
            print(f.__name__, dtype, i, said(f, a[i : i + 1], p[i : i + 1]), said(f, np.repeat(a[i], 11), p[i])[1])
        print("scalar", dtype, i, said(lambda x, y: x % y, a[i], p[i]), said(lambda x, y: x // y, a[i], p[i]), said(divmod, a[i], p[i]))
    print(said(lambda x: x % np.nan, a), said(lambda x: x // np.nan, np.full(9, 2.5, dtype)))

half = np.float16(3)
for zero in [np.float16(0), np.float16(-0.0)]:
    print(said(lambda: half // zero), said(lambda: half % zero), said(lambda: divmod(half, zero)))


@np.errstate(all="raise")
def wrapped(phase, period):
    try:
        return phase % period
    except FloatingPointError as e:
        return str(e)


print(wrapped(np.array([1.0, np.nan]), 2.0), wrapped(np.array([1.0]), np.array([np.nan])), wrapped(np.array([1.0]), np.array([0.0])))

# Impedances: one over a complex number, without a division by zero on the way not taken.
z = np.array([1j, -3j, 2 + 0j, 0.5 - 0.5j, 1 + 2j, 4j, 3.0, -1 - 1j, 2j])
for n in [1, 2, 5, 9]:
    print(said(np.reciprocal, z[:n]), said(lambda x: x**-1, z[:n]))
print(said(np.reciprocal, np.array([complex(np.nan, 1), 0j])))

# Zero to a complex exponent whose real part is positive is zero.
for e in [1 - 3j, 0.5 + 0.5j, 2j, -1 + 1j]:
    print(said(lambda: np.zeros(2, complex) ** e), said(lambda: np.power(np.complex128(0), e)))

# Numbers too large for the dtype they are cast to.
for x in [np.int64(70000), np.uint32(4000000000), np.float64(1e6), np.complex128(1e39 + 1j), np.complex128(1 + 1e39j)]:
    print(said(lambda: x.astype(np.complex64)), said(lambda: x.astype(np.float16)))

# Complex numbers have no quotient in whole numbers: the other operand is not looked at. NumPy's own bools are arrays to it.
for x, y in [(np.complex64(1), 1e300), (1e300, np.complex64(1)), (np.complex128(1j), np.bool(True)), (np.bool(True), np.complex128(1j)), (np.complex64(2), np.float64(1))]:
    for f in [lambda: x // y, lambda: x % y, lambda: divmod(x, y)]:
        try:
            print(said(f))
        except TypeError as e:
            print(e)
print(said(lambda: np.bool(True) % np.float16(0)))

# A mask without trues takes nothing, so nothing is cast.
real = np.array([1.0, 2.0])
for level in [5.0, 1.5]:
    print(said(real.__setitem__, real > level, np.array([1j] * np.count_nonzero(real > level))), real)


# Nor where the shapes do not fit, or an index is outside.
def stored(key, value):
    try:
        real[key] = value
    except (IndexError, ValueError) as e:
        return e


for key, value in [([0, 1], np.ones(3, complex)), ([0, 5], np.ones(2, complex)), ([5], np.ones(1, complex)), ([0], np.array(1j)), (real < 0, np.array(1j))]:
    print(said(stored, key, value))
