"""Functions that are called with arrays of many dtypes; what comes out, and its dtype."""
import numpy as np


def normalise(a):
    low, high = a.min(), a.max()
    return (a - low) / (high - low)


def describe(a):
    return f"{a.dtype} {a.shape} sum={a.sum()} mean={a.mean()} max={a.max()}"


def weighted(a, w=0.5):
    return a * w + (1 - w)


def poly(a):
    return 2 * a ** 2 - 3 * a + 1


def pick(flag, a, b):
    return a if flag else b


for dtype in ("int8", "int16", "int32", "int64", "uint8", "uint32", "float32", "float64", "bool"):
    a = np.array([1, 0, 1, 3, 5], dtype=dtype)
    print(describe(a), type(a.sum()).__name__)
    if dtype != "bool":
        print("  ", normalise(a), normalise(a).dtype)
        print("  ", poly(a), poly(a).dtype)
    print("  ", weighted(a), weighted(a).dtype, weighted(a, 1).dtype)
print(describe(np.ones((2, 2), dtype=np.float16)))
print(pick(True, np.arange(3), 5), pick(False, np.arange(3), 5.5))
combos = [np.int8, np.uint8, np.int32, np.uint64, np.float32, np.complex64]
for s in combos:
    print(np.dtype(s).name, [np.promote_types(s, t).name for t in combos])
x32 = np.float32(1.1)
print(x32 * 2, x32 * 2.0, (x32 * np.float64(2)).dtype, type(x32 * 2).__name__, np.array([x32]) * 2)
print(np.array([1, 2.5]).dtype, np.array([1, True]).dtype, np.array([1, 2j]).dtype, np.array(["a", 1]).dtype, np.array([None]).dtype)
print((np.arange(3) + True).dtype, (np.arange(3) / 1).dtype, (np.arange(3) * 1.0).dtype, (np.arange(3, dtype="f4") + 1).dtype)
print(np.sqrt(np.arange(3)).dtype, np.sqrt(np.array([4], dtype=np.int8)).dtype, np.exp(np.float32(1)).dtype)
print(np.mean(np.array([1, 2], dtype=np.int32)).dtype, np.sum(np.array([1, 2], dtype=np.int32)).dtype, np.sum(np.array([1, 2], dtype=np.float32)).dtype)
print(np.issubdtype(np.int32, np.integer), np.issubdtype(np.float32, np.integer), np.dtype("i4") == np.int32, np.dtype(float))
print(np.can_cast(np.int32, np.float64), np.can_cast(np.int64, np.int32), np.result_type(np.int8, np.float32))
print(np.finfo(np.float64).eps, np.finfo(np.float32).max, np.iinfo(np.int16).max)
print(np.dtype(np.int64).kind, np.dtype("float32").char, np.dtype("u1").itemsize, np.dtype(bool), repr(np.dtype("<f8")))
print(np.array([1.7, -1.7]).astype("int"), np.array([0, 2]).astype(bool), np.array(["1", "22"]).astype(int), np.array([1, 2]).astype(str))
print(np.zeros(2, dtype=[("a", int)]).dtype if False else "plain", np.float64, np.int64.__name__)
