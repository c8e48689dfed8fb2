# astype between all dtypes, and what assignment does to values.
import numpy as np


def attempt(f):
    try:
        print(repr(f()))
    except Exception as e:
        print(type(e).__name__, e)


kinds = ["bool", "int8", "uint8", "int16", "uint16", "int32", "uint32", "int64", "uint64", "float16", "float32", "float64", "complex64", "complex128", "object", "U8", "S8"]
sources = [np.array([0, 1, 100, -3]), np.array([0.0, 1.5, -2.75, 100.25]), np.array([True, False]), np.array([200, 3], dtype="u1"), np.array([1 + 2j, 0j]), np.array(["1", "22"]),
           np.array([b"3", b"4"]), np.array([1, 2.5, True], dtype=object), np.array([70000, 1e-8, 65519], dtype="f8"), np.array([2**62, -1])]
for a in sources:
    for kind in kinds:
        if a.dtype.kind == "c" and kind in ("float32", "float64", "int64", "int8", "float16", "uint8", "int16", "uint16", "int32", "uint32", "uint64"):
            continue
        attempt(lambda: a.astype(kind))
for rule in ["no", "equiv", "safe", "same_kind", "unsafe"]:
    row = []
    for a in kinds:
        for b in kinds:
            try:
                np.ones(1, a).astype(b, casting=rule)
                row.append("y")
            except TypeError:
                row.append("-")
            except ValueError:
                row.append("v")
    print(rule, "".join(row))
attempt(lambda: np.zeros(1).astype("i4", casting="sometimes"))
attempt(lambda: np.array([1.5]).astype(np.int64, casting="safe"))
a = np.arange(3)
print(a.astype(int) is a, a.astype(int, copy=False) is a, a.astype("f8", order="F").flags.f_contiguous, np.arange(6).reshape(2, 3).T.astype(float).strides)


def put(kind, value):
    a = np.zeros(1, kind)
    a[0] = value
    b = np.zeros(2, kind)
    b[:] = value
    return a.tolist() + b.tolist()


for kind in ["int8", "uint8", "int64", "uint64", "float32", "float64", "bool", "U3", "S3", "object", "complex128", "float16"]:
    for value in [300, -1, 2**70, 1.7, "x", "12", None, [1], 1j, b"7", True, np.int64(300), np.float64(2.5), np.array(3), np.array([3]), np.str_("5"), np.uint8(200)]:
        if isinstance(value, (list, np.ndarray)) and kind in ("object",):
            continue
        print(kind, repr(value), end=" ")
        attempt(lambda: put(kind, value))
print(np.array([1, 2.5, "a"]), np.array([1, None]), np.array([True, 2]), np.array([1, 2**63]), np.array([2**64, 1.5]), np.array([np.int8(1), np.float32(2)]).dtype, np.array([np.uint8(1), 300]).dtype)
print(np.array([b"x", "y"]), np.array([1.5, "abc"]).dtype, np.array([True, "a"]).dtype, np.array([np.float32(1.5), 2]).dtype, np.array([1, 1j]).dtype, np.array(["a", None]).dtype)
