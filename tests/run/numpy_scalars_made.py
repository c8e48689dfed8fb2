# Scalars that NumPy's classes make of numbers, in loops: rounded, cut off, too large, not numbers.
import numpy as np


def show(*values):
    print(*[f"{type(v).__name__}:{v!r}" for v in values])


def floats(values):
    total = np.float32(0.0)
    for x in values:
        total += np.float32(x) * np.float32(0.1)
        show(np.float32(x), np.float64(x), total)


def ints(values):
    n = np.int64(0)
    for x in values:
        n += np.int64(x)
        show(np.int32(x), np.int64(x), np.int16(x), np.int8(x), n)


def unsigned(values):
    for x in values:
        show(np.uint8(x), np.uint16(x), np.uint32(x))


def accumulate(a):
    s = np.float32(0)
    n = np.int32(0)
    for i in range(len(a)):
        s += np.float32(a[i])
        n += np.int32(1)
    return s, n


def bools(values):
    for x in values:
        show(np.bool_(x), np.float32(x > 1), np.int32(x > 1))


floats([0.1, -0.0, 1e-46, 1.0, 16777217.0, 2.5])
floats([1, 0, -3, 16777217, 2 ** 53 - 1])
floats([2 ** 53 + 1, 2 ** 60 + 2 ** 36 + 1, -2 ** 62 + 1])
floats(np.array([0.1, 2.0 ** 60]))
floats(np.array([1, 2 ** 60 + 2 ** 36 + 1, 2 ** 24 + 1]))
floats(np.array([0.1, 3.0], dtype=np.float32))
floats(np.array([1, 3], dtype=np.int16))
ints([0, 1, -5, 127])
ints([0.9, -0.9, 3.99, -100.5])
ints(np.array([1, 2, 3]))
ints(np.array([1.5, 2.5, -3.5]))
ints(np.array([1.5, 2.5], dtype=np.float32))
ints(np.array([1, 255], dtype=np.uint8)[:1])
unsigned([0, 1, 255])
unsigned([0.5, 254.9, -0.5])
unsigned(np.array([7, 200]))
bools([0, 1, 2])
bools([0.0, 1.5])
show(*accumulate(np.array([0.1, 0.2, 0.3])), *accumulate(np.array([1, 2, 3])), *accumulate([]), *accumulate([1.5, 2.5]))
for x in [float("inf"), float("-inf"), float("nan"), 1e300, -1e39]:
    with np.errstate(all="ignore"):
        show(np.float32(x), np.float64(x))
        floats([x])
for x in [300, -129, 2 ** 40, 2 ** 70]:
    for f in [ints, unsigned]:
        try:
            f([x])
        except OverflowError as e:
            print(e)
for x in [float("nan"), float("inf"), 1e30]:
    try:
        ints([x])
    except (ValueError, OverflowError) as e:
        print(type(e).__name__, e)
