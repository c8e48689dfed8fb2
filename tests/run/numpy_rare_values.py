# Zeros with signs, numbers that do not fit, empty arrays: what kernels make of them, and what they warn of.
import warnings

import numpy as np


def show(name, f):
    with warnings.catch_warnings(record=True) as seen:
        warnings.simplefilter("always")
        try:
            result = repr(f())
        except Exception as e:
            result = type(e).__name__ + ": " + str(e)
    print(name, result, [str(w.message) for w in seen])


empty = np.array([])
show("mean", lambda: np.mean(empty))
show("mean", lambda: np.zeros((0, 3)).mean(axis=0))
show("average", lambda: np.average(empty))
show("median", lambda: np.median(empty))
show("std", lambda: np.std(empty))

halves = np.array([0.0, -0.0, 0.0, -0.0, 1], "f2")
others = np.array([-0.0, 0.0, 0.0, -0.0, np.nan], "f2")
for f in (np.maximum, np.minimum, np.fmax, np.fmin):
    show(f.__name__, lambda: (f(halves, others), f.reduce(halves[:2]), f.reduce(halves[1:3])))
    c = np.array([0j, complex(0, -0.0), complex(-0.0, 0), complex(-0.0, -0.0), complex("nan+1j"), complex("1+nanj"), 1j])
    for shift in range(7):
        show(f.__name__, lambda: f(c, np.roll(c, shift)))

for dtype in ("i1", "u1", "i2", "u2", "i4", "u4", "i8", "u8"):
    show("reciprocal", lambda: np.reciprocal(np.array([0, 1, 2], dtype)))
show("reciprocal", lambda: np.reciprocal(np.array([True, False])))

show("power", lambda: np.arange(0) ** -2)
show("power", lambda: np.arange(3) ** np.array([-1, 2, 3]))
show("power", lambda: np.zeros((0, 3), int) ** np.array([-1, 2, 3]))
show("power", lambda: np.arange(2) ** np.int64(-7))

show("sign", lambda: np.sign(np.array([3 + 4j, 0j, complex(np.inf, 1), complex(1, -np.inf), complex(np.inf, np.inf), complex(1e300, 1e300)])))
show("sign", lambda: np.sign(np.array([0j, complex(3e38, -3e38), 1 - 1j], "c8")))

small = np.array([1, 100], "i1")
show("where", lambda: np.where(small > 50, small, 300))
show("where", lambda: np.where(small > 50, 1000, small))
show("logical", lambda: np.logical_and(small, 300))
show("logical", lambda: np.logical_xor(np.uint8(0), -3))
show("add", lambda: small + 300)
show("add", lambda: small + 2**63)
show("uint64", lambda: np.array([3e19, np.nan, np.inf, -1.0, 1.8e19]).astype("u8"))
