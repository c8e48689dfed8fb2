"""Ints of 64 bits without a sign that become elements of arrays of other dtypes: some take their low bits, some must fit."""
import warnings

import numpy as np

warnings.simplefilter("ignore")


def store(dtype, words):
    out = np.zeros(len(words), dtype=dtype)
    stored = 0
    try:
        for i in range(len(words)):
            out[i] = words[i]
            stored += 1
    except OverflowError as e:
        print("   ", stored, e)
    return out


def low_bits(words):
    out = np.zeros(len(words), dtype=np.uint32)
    for i in range(len(words)):
        out[i] = words[i] >> np.uint64(3)
    return out


def of_int(dtype, words, k):
    """An int of Python's, or one of NumPy's."""
    out = np.zeros(len(words), dtype=dtype)
    try:
        for i in range(len(words)):
            x = k
            if i % 2:
                x = words[i]
            out[i] = x
    except OverflowError as e:
        print("   ", e)
    return out


def rows(words):
    out = np.zeros((len(words), 2), dtype=np.int64)
    for i in range(len(words)):
        out[i] = words[i], 3
    return out


small = np.array([0, 1, 100, 127], dtype=np.uint64)
middle = np.array([0, 128, 255, 256, 2**31, 2**32 - 1, 2**32, 2**32 + 7, 2**62], dtype=np.uint64)
large = np.array([5, 2**63 - 1, 2**63, 2**63 + 9, 2**64 - 1], dtype=np.uint64)
for words in small, middle, large:
    for dtype in np.int8, np.uint8, np.int16, np.uint16, np.int32, np.uint32, np.int64, np.uint64, np.float64:
        print(dtype.__name__, store(dtype, words).tolist())
    print(low_bits(words).tolist())
    for k in 1, 2**32 - 1, 2**32, -1:
        for dtype in np.int64, np.uint32:
            print(dtype.__name__, k, of_int(dtype, words, k).tolist())
print(rows(small).tolist())
