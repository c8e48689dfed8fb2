"""Ints of NumPy's that become elements of another dtype: they fit, or it is an error, in loops too."""
import numpy as np


def into_int8(values):
    out = np.zeros(len(values), dtype=np.int8)
    try:
        for i in range(len(values)):
            out[i] = values[i]
    except OverflowError as e:
        return str(e), out
    return out


def into_int16(values):
    out = np.full(4, 700, dtype=np.int16)
    try:
        for i in range(4):
            out[i] -= out[i] * values[i]
    except OverflowError as e:
        return str(e), out
    return out


def into_int32(values):
    out = np.zeros(len(values), dtype=np.int32)
    try:
        for i in range(len(values)):
            out[i] = values[i] * values[i]
    except OverflowError as e:
        return str(e), out
    return out


for dtype in (np.int8, np.uint8, np.int16, np.int32, np.int64):
    print(np.dtype(dtype), into_int8(np.array([1, 100, 0, 127], dtype=dtype)))
print(into_int8(np.array([3, 4, 200, 5], dtype=np.int16)))
print(into_int8(np.array([3, -129, 200, 5], dtype=np.int64)))
print(into_int8(np.array([3, 200, 5], dtype=np.uint8)))
print(into_int16(np.array([1, 2, 3, 4], dtype=np.int32)))
print(into_int16(np.array([1, 2, 100000, 4], dtype=np.int32)))
print(into_int32(np.array([1, -40000, 46340], dtype=np.int64)))
print(into_int32(np.array([1, 2, 46341, 3], dtype=np.int64)))
