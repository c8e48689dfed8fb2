# Ints beyond those of C, shapes with too many dimensions, outputs that positions do not fit, scalars that a cast wraps.
import warnings

import numpy as np

warnings.simplefilter("ignore")


def show(f):
    try:
        r = f()
        print(type(r).__name__, repr(r))
    except Exception as e:
        print(type(e).__name__, e)


values = np.arange(6.0)
table = values.reshape(2, 3)


def store(key):
    values.flat[key] = 1


for big in (2**63, -2**64, 2**62, -2**63, np.uint64(2**63)):
    show(lambda: values.flat[big])
    show(lambda: store(big))
    show(lambda: np.broadcast_to(1, big))

for counts in (2**63, 2**62, 2**60, [2**63, 1, 1, 1, 1, 1], [2**62] * 6, [-1] * 6, [1.5] * 6, 2.5, np.float64(2), np.array(2.0), np.array([3], "u8"), [[1], [2, 3]]):
    show(lambda: np.repeat(values, counts))
    show(lambda: values.repeat(counts))

# More dimensions than there are.
for shape in (np.zeros(130, int), [1] * 65, (1,) * 64 + (-1,), [1.5] * 70):
    show(lambda: values.reshape(shape))
    show(lambda: np.zeros(shape))
    show(lambda: np.broadcast_to(values, shape))
for shape in (np.array(6.0), np.array(6), np.array([2.0, 3.0]), np.array([[2, 3]]), "a" * 3):
    show(lambda: values.reshape(shape))
    show(lambda: np.broadcast_to(1, shape))

# Positions are int64, and go through the output.
for dtype in ("bool", "int8", "int64", "uint64", "f4", "f8", "complex64", "O", "U3"):
    show(lambda: np.argmax(values, out=np.zeros((), dtype)))
    show(lambda: table.argmin(axis=0, out=np.zeros(3, dtype)))

# A scalar by itself is cast, one among others must fit.
for scalar in (np.int64(300), np.uint64(2**63), np.float64(300), np.int8(-1), np.float64("nan"), np.complex64(3 + 1j)):
    for dtype in ("i1", "u1", "i8"):
        show(lambda: np.array(scalar, dtype=dtype))
        show(lambda: np.array([scalar, 1], dtype=dtype))

# Nothing is taken, so no index is looked at.
empty = np.zeros((0, 3), int)
show(lambda: empty.take([3], axis=1))
show(lambda: empty.take([3], axis=0))
show(lambda: empty.T.take([3], axis=0))
show(lambda: np.take(table, [3], axis=1))

# Ramps of ints go down to the next int.
show(lambda: np.pad(np.array([[-26, 5, 7]], np.int8), (3, 1), mode="linear_ramp"))
show(lambda: np.pad(table * -7.5, 2, mode="linear_ramp", end_values=(1, -4)))
