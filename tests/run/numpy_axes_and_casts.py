# Axes that are no axes, casts that a rule refuses, functions without reductions, means of what may hold NaNs.
import warnings

import numpy as np

warnings.simplefilter("ignore")


def show(f):
    try:
        r = f()
        print(type(r).__name__, repr(r))
    except Exception as e:
        print(type(e).__name__, e)


table = np.arange(6.0).reshape(2, 3)

for axis in (2**31, -(2**40), 2**63, 2, (2**31,), 1.5, (1.5,), True, np.bool_(True), np.float64(1), "x"):
    print(axis)
    show(lambda: table.sum(axis))
    show(lambda: np.mean(table, axis=axis))
    show(lambda: np.std(table, axis=axis))
    show(lambda: np.argmax(table, axis))
    show(lambda: np.median(table, axis=axis))
    show(lambda: np.flip(table, axis))
    show(lambda: np.moveaxis(table, axis, 0))
    show(lambda: np.swapaxes(table, 0, axis))
    show(lambda: np.diagonal(table, 0, 0, axis))
    show(lambda: np.trace(table, 0, 0, axis))
    show(lambda: np.transpose(table, (0, axis)))
    show(lambda: np.packbits(table > 1, axis=axis))
    show(lambda: np.take_along_axis(table, np.zeros((1, 3), int), axis))
    show(lambda: np.linspace(0, 1, 3, axis=axis))
    show(lambda: np.lexsort(table, axis))
    show(lambda: np.cross(table, table, axisb=axis))
for least in (2**31, 65, 3, -1, 1.5, None):
    show(lambda: np.array([[1, 2]], ndmin=least).shape)

# Positions in shapes.
for index in (5, [1, 2], True, 2**63, np.array([1, 2], "u8"), [1.5]):
    for shape in ((2, 3), (-2, -3), 6, (2.5, 3), None, "x", (2**63,), (1,) * 65):
        show(lambda: np.unravel_index(index, shape))
for where in (([1], [2]), (1, 2), (1,), ([1, 2], [0, 1, 2])):
    for shape in ((2, 3), (0, 3), 6, (2.5, 3), (2**40, 2**40), None):
        show(lambda: np.ravel_multi_index(where, shape))

# Python's numbers among arrays.
for rule in ("no", "equiv", "safe"):
    for dtype in ("c8", "i4", "f8", "f4", "?"):
        show(lambda: np.multiply(-3, table[0], casting=rule, dtype=dtype))
        show(lambda: np.multiply(table[0], 1.5, casting=rule, dtype=dtype))
        show(lambda: np.multiply(1j, table[0], casting=rule, dtype=dtype))

show(lambda: np.divmod.reduce(table))
show(lambda: np.floor.accumulate(table))
show(lambda: np.isnan.reduceat(table, [0]))
show(lambda: np.divmod.at(table, 0, 1))
show(lambda: np.ldexp.accumulate(np.array([1, 2, 3])))

# The first elements go through the output.
for dtype in ("u1", "i2", "f4"):
    show(lambda: np.max(table - 2.5, axis=0, out=np.zeros(3, dtype)))
    show(lambda: np.maximum.reduce(-1.5 - table, axis=1, out=np.zeros(2, dtype)))
    show(lambda: np.min(table - 3.5, axis=1, out=np.zeros(2, dtype)))
    show(lambda: np.sum(table, axis=0, initial=-1.5, out=np.zeros(3, dtype)))

# Means of what may hold NaNs.
gaps = np.array([[1.5, np.nan, 3], [2, 5, np.nan]])
for f in (np.nanmean, np.nanvar, np.nanstd):
    show(lambda: f(gaps, out=np.zeros((), int)))
    show(lambda: f(gaps, axis=0, dtype=int))
    show(lambda: f(gaps, axis=1, where=[True, False, True]))
show(lambda: np.nanvar(gaps, axis=1, mean=np.array([[2.0], [3.0]])))
show(lambda: np.nanstd(gaps, axis=1, correction=1))
show(lambda: np.std(table, axis=1, correction=1, ddof=1))
show(lambda: np.mean(table, axis=5, where=np.ones((2, 2, 3), bool)))


def store(a, key, x):
    a[key] = x
    return a


def store_flat(a, key, x):
    a.flat[key] = x
    return a


show(lambda: store(np.zeros((2, 3), int), ([0, 1], [0, 1, 2]), 1e30))
show(lambda: store(np.zeros((2, 3), int), ([0, 1], [0, 1, 2]), np.float64(1e30)))
for dtype in ("?", "i8", "c8", "U3", "O"):
    show(lambda: store_flat(np.zeros(2, dtype), 0, np.array([1])))
    show(lambda: store_flat(np.zeros(2, dtype), np.array(True), np.array([1])))

points = np.array([9 - 36j, 15 + 2j, 36 + 36j, 22 + 1j, 9 + 5j])
show(lambda: np.histogram(points, bins=3))
show(lambda: np.histogram(points, bins=3, weights=[1, 2, 3, 4, 5]))
show(lambda: np.tensordot(np.array([1 + 1j, complex(np.inf, 1)]), np.array([2j, 3, -1]), 0))
show(lambda: np.vdot([-0.0], [3]))
show(lambda: np.lexsort((np.array(1), np.array(2))))
show(lambda: np.pad(np.arange(3), 1, constant_values=np.nan))
