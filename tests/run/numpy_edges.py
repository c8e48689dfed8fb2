# Where NumPy's answers hang on details: signs of zeros, ints that do not fit, the order of equal elements, what is rounded when.
import warnings

import numpy as np


def attempt(name, f):
    with warnings.catch_warnings(record=True) as seen:
        warnings.simplefilter("always")
        try:
            r = f()
            print(name, repr(r), getattr(r, "dtype", ""))
        except Exception as e:
            print(name, type(e).__name__, e)
        for w in seen:
            print("   ", w.category.__name__, w.message)


# Roots by powers: some forms take the root, which keeps the sign of zero.
odd = np.array([-0.0, 0.0, -np.inf, np.inf, np.nan, -1.0, 4.0])
for kind in ["float16", "float32", "float64", "complex64", "complex128"]:
    a = odd.astype(kind)
    for e in [0.5, 1, 1.0, 2, 2.0, -1, -1.0]:
        attempt(f"{kind} ** {e}", lambda: a ** e)
        attempt(f"power({kind}, {e})", lambda: np.power(a, e))
        attempt(f"power of arrays {e}", lambda: np.power(a, np.full(7, e, kind)))
    attempt("one element", lambda: np.power(a[2:3], np.array([0.5], kind)))

    def inplace():
        b = a.copy()
        b **= 0.5
        return b

    attempt(f"{kind} in place", inplace)
attempt("bools", lambda: np.array([True, False]) ** 2)

# Python ints that a dtype does not have.
for kind in ["bool", "int8", "uint8", "uint32", "int64", "uint64", "float32", "complex64"]:
    a = np.array([0, 1, 2]).astype(kind)
    for k in [128, -1, 256, 2**31, 2**63, 2**64, -(2**70)]:
        attempt(f"{kind} + {k}", lambda: a + k)
        attempt(f"{kind} / {k}", lambda: a / k)
        attempt(f"{kind} < {k}", lambda: a < k)
        attempt(f"{kind} == {k}", lambda: k == a)
        attempt(f"maximum {k}", lambda: np.maximum(a, k))
        attempt(f"array {k}", lambda: np.array([1, k], dtype=kind))
        attempt(f"full {k}", lambda: np.full(2, k, dtype=kind))
        attempt(f"one {kind} + {k}", lambda: a[1] + k)

        def put():
            b = a.copy()
            b[0] = k
            return b

        attempt(f"{kind}[0] = {k}", put)
for e in [-1, -300, 300]:
    for kind in ["uint8", "int8"]:
        attempt(f"{kind} ** {e}", lambda: np.array([1, 2], kind) ** e)

# The order of zeros, and of what is equal.
zeros = np.where(np.arange(40) % 3 == 0, -0.0, 0.0)
zeros[7], zeros[20] = 1.0, np.nan
for kind in ["float16", "float32", "float64"]:
    print(np.signbit(np.sort(zeros.astype(kind), kind="stable")).astype(int))
    print(np.argsort(zeros.astype(kind), kind="stable"))
few = np.arange(60) * 7 % 5
for kind in ["bool", "int8", "uint16", "float16", "complex64", "U3"]:
    print(kind, np.argsort(few.astype(kind)))
print(np.argsort(np.array([3, 1, 2] * 8, dtype=object)))
for k in ["foo", "", 3, "merge", b"stable"]:
    attempt(f"kind {k!r}", lambda: np.sort(few[:5], kind=k))
attempt("both", lambda: few.argsort(kind="stable", stable=True))

# Halves: what is rounded when; which text is the shortest.
h = np.array([1.5, 2.25, 1.125, 3.0, 0.3333, 1.1, 7.7, 1.01, 0.99, 1.3, 2.2, 1.7], dtype="f2")
print([h[:n].prod() for n in range(13)], h.reshape(3, 4).prod(axis=0), h.reshape(3, 4).prod(axis=1), h.cumprod())
print(np.array([0.015625, -0.015625, 2.0**-14, 1024.0], dtype="f2"), repr(np.float16(0.015625)))

# Products of numbers with arrays.
part = np.array([[-0.0, -1.0], [np.inf, 2.0]])
for kind in ["float32", "float64", "complex128"]:
    a = part.astype(kind)
    for s in [0.0, 1.0, -0.0, 2, np.array(3, kind)]:
        attempt(f"dot {kind} {s}", lambda: np.dot(s, a))
        attempt(f"dot {kind} {s}", lambda: np.dot(a[0], s))
attempt("halves", lambda: [np.dot(2.0, h[:3]), np.dot(h[:3], np.float16(2)), np.dot(2, np.array([1, 2], "i1"))])
attempt("numbers", lambda: [np.dot(-0.0, 1.0), np.dot(3, np.int8(4))])

# Orders of complex numbers look at NaNs.
c = np.array([complex(np.nan, 1), complex(1, np.nan), 1 + 1j, 2])
for f in [np.less, np.less_equal, np.greater, np.equal]:
    attempt(f.__name__, lambda: f(c, c[::-1]))

# Bools, and warnings of numbers alone.
flags = np.array([True, False, True])
attempt("round", lambda: np.round(flags, 1))
attempt("round", lambda: np.round(flags, -1))
attempt("round", lambda: np.round(flags))
attempt("clip", lambda: np.clip(flags, False, True))
attempt("scalars", lambda: [np.True_ / 0, np.int32(1) / 0.0, np.int64(7) // 0, np.True_ + np.int8(127), np.int8(127) + np.True_])
attempt("arange", lambda: np.arange(0, 5, dtype=bool))

# A value that does not fit is seen before an index that is outside.
table = np.zeros((3, 4))


def store(key, value):
    t = table.copy()
    t[key] = value
    return t.sum()


for key in [[0, 9], ([0, 1], [0, 5]), (slice(None), [0, 7]), (9, [0, 1])]:
    for value in [1, np.zeros(3), np.zeros((5, 4)), "x", 1j]:
        attempt(f"[{key}] = {value!r}", lambda: store(key, value))

# Statistics of nothing, and of NaNs alone.
hole = np.full((2, 3), np.nan)
hole[0, 0] = 1.0
empty = np.zeros((0, 3))
for f in [np.nanmedian, np.nanmax, np.nanargmax, lambda x, axis=None: np.nanpercentile(x, [20, 50], axis=axis), np.nanmean]:
    for x in [hole, hole[1], hole.tolist(), empty, hole.astype(complex)]:
        attempt("nan", lambda: f(x))
        attempt("nan by rows", lambda: f(np.asarray(x).reshape(-1, 3), axis=1))
for kind in ["float16", "float32", "complex64", "int32"]:
    z = np.zeros((0, 3), kind)
    for f in [np.mean, np.std, np.var]:
        attempt(f"{f.__name__} {kind}", lambda: f(z, axis=0))
        attempt(f"{f.__name__} {kind}", lambda: f(z))

# What is no number of the dtype; neighbours of halves; bools that are subtracted; quotients of complex numbers.
for n in [3, 4, 5, 9]:
    for kind in ["float32", "float64"]:
        attempt("uint32", lambda: np.array([np.nan, np.inf, -np.inf, -1.0, 2.0**32 + 5, 3e9, -3e9, 1e300, 7.0][:n]).astype(kind).astype("u4"))
ends = np.array([1, -1, -2, 0.0, -0.0, 65504, -65504, np.inf, 6e-8], dtype="f2")
attempt("spacing", lambda: np.spacing(ends))
attempt("nextafter", lambda: np.nextafter(ends, np.float16(np.inf)))
attempt("reduce", lambda: np.subtract.reduce(flags))
attempt("accumulate", lambda: np.subtract.accumulate(flags))
attempt("gcd", lambda: np.gcd(ends, 2))
attempt("std", lambda: [h.std(), h.var(), h.reshape(3, 4).std(axis=0)])
for x in [0j, 1 + 0j, complex(np.inf, np.inf), complex(0, np.nan)]:
    for y in [0j, 1j, complex(np.nan, 0), complex(np.inf, np.inf)]:
        attempt(f"{x} / {y}", lambda: np.array([x, x, x]) / np.array([y, y, y]))
        attempt(f"{x} / {y}", lambda: np.complex64(x) / np.complex64(y))
