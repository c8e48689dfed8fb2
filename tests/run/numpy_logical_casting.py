# Logical functions of two arrays ask for truth: no casting rule stands in the way.
import numpy as np

arrays = [np.array([0, 1], "u1"), np.array([0.0, 2.0]), np.array([True, False]), np.array([1, 0], "i8")]
for rule in ("no", "equiv", "safe", "same_kind", "unsafe"):
    for x in arrays:
        for y in arrays:
            print(rule, x.dtype, y.dtype, np.logical_and(x, y, casting=rule), np.logical_xor(x, y, casting=rule, dtype="bool"))
        print(rule, x.dtype, np.logical_not(x, casting=rule))
        try:
            print(np.add(x, arrays[1], casting=rule))
        except TypeError as e:
            print(type(e).__name__, e)
