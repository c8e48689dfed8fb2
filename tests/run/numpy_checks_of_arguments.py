# What functions check, in which order, and the words for it: outputs, masks, weights, casts, axes of numbers.
import warnings

import numpy as np

warnings.simplefilter("ignore")


def attempt(f):
    try:
        print(repr(f()))
    except Exception as e:
        print(type(e).__name__, e)


def changed(f, t):
    try:
        f(t)
    except Exception as e:
        print(type(e).__name__, e)
    print(repr(t))


grid = np.arange(6.0).reshape(2, 3)
ones = np.ones
# Outputs and masks of reductions.
for shape in [(2,), (3,), (1,), (1, 3), (), (2, 3)]:
    for axis in [0, 1, None]:
        attempt(lambda: np.sum(grid, axis=axis, out=np.zeros(shape)))
        attempt(lambda: np.max(grid, axis=axis, keepdims=True, out=np.zeros(shape)))
for mask in [ones((7, 3), bool), ones((5, 2, 3), bool), ones(4, bool), ones((2, 1), bool), [1, 0, 1], np.array([1, 0, 1])]:
    attempt(lambda: np.sum(grid, where=mask))
    attempt(lambda: np.mean(grid, axis=0, where=mask))
    attempt(lambda: np.max(grid, where=mask, initial=9))
    attempt(lambda: np.add(grid, 1, where=mask, out=np.zeros((2, 3))))
attempt(lambda: np.sum(np.array([1.5, 2.7]), out=np.array(0)))
attempt(lambda: np.max(np.zeros((0, 0)), axis=0))
for f in [np.sum, np.mean, np.std, np.median]:
    attempt(lambda: f(np.array(3.0), axis=0))
for kind in ["i1", "i8", "?", "c8"]:
    attempt(lambda: np.std(np.array([1, 2, 4]), dtype=kind))
    attempt(lambda: np.var(grid, axis=0, dtype=kind))

# Weights.
for axis, weights in [(0, [1, 2]), (1, [1, 2]), ((1, 0), ones((3, 2))), ((0, 0), [1, 2]), (2, [1, 2]), ((5,), None), (None, [1, 2, 3]), (0, [0, 0])]:
    attempt(lambda: np.average(grid, axis=axis, weights=weights, returned=True))
attempt(lambda: np.average(np.zeros((2, 0, 3)), axis=2))

# Quantiles of nothing.
for kind in ["f8", "u1", "?"]:
    for method in ["linear", "lower", "weibull", "inverted_cdf"]:
        attempt(lambda: np.percentile(np.array([], kind), [50, 0], method=method))
        attempt(lambda: np.percentile(np.array([1, 0, 1], kind), 60, method=method))

# Values that do not fit.
for x in [-2, 300, 1.5, [0, 300], np.array(1.5), np.int64(3), []]:
    changed(lambda t: np.putmask(t, [1, 0, 0], x), np.zeros(3, "u1"))
    changed(lambda t: np.place(t, [0, 0, 1], x), np.zeros(3, "u1"))
    changed(lambda t: np.copyto(t, x), np.zeros(3, "u1"))
    changed(lambda t: np.put_along_axis(t, np.array([0, 2]), x, axis=0), np.zeros(3, "u1"))
    changed(lambda t: t.flat.__setitem__([0, 5], x), np.zeros(3, "u1"))
    changed(lambda t: t.flat.__setitem__(np.array([True, False, True]), x), np.zeros(3, "u1"))
changed(lambda t: np.putmask(t, [1, 0], -2), np.zeros(3, "u1"))
changed(lambda t: np.copyto(t, [1, 2], where=[True, False]), np.zeros(3))
changed(lambda t: t.put([-1, 3, 2], [7]), np.arange(6)[::2])
changed(lambda t: setattr(t, "real", -3), np.zeros(2, "u2"))
changed(lambda t: t.resize((3, 2)), np.arange(6).reshape(2, 3).copy("F"))
changed(lambda t: t.resize((3, 1)), np.arange(6)[::2])

# Masks of nothing choose nothing, wherever they stand; index arrays that meet nothing are not looked at.
attempt(lambda: grid[np.zeros(0, bool)])
attempt(lambda: grid[:, np.zeros(0, bool)])
attempt(lambda: grid[[10], []])
changed(lambda t: t.__setitem__(np.zeros((0, 3), bool), 5), grid.copy())


# Powers, products in place, `at`.
def power(t, k):
    t **= k


def product(t, x):
    t @= x


changed(lambda t: power(t, -2), np.array([True, False]))
changed(lambda t: power(t, -1), np.arange(3))
attempt(lambda: np.power(np.arange(3), [-1, 1, 2], where=[False, True, True], out=ones(3, int)))
changed(lambda t: product(t, ones(3)), grid.copy())
changed(lambda t: product(t, ones((3, 2))), grid.copy())
for index, x in [(5, 1.5), ("a", 1.5), ([0, 1], np.zeros(3, int))]:
    changed(lambda t: np.bitwise_and.at(t, index, x), np.zeros(3, int))
    changed(lambda t: np.add.at(t, index, x), np.zeros(3, int))
changed(lambda t: np.add.at(t, [0]), np.zeros(3))
changed(lambda t: np.negative.at(t, [0], 1), np.zeros(3))

# Numbers have parts of their own kind.
print([np.real(3), np.imag(3.5), np.imag(3 + 2j), np.real(np.complex64(3 + 2j)), np.imag(np.int8(3))])
calls = []
print(np.vectorize(lambda v: calls.append(type(v).__name__) or v)(np.arange(3, dtype="i2")), calls)
for f in [np.vecdot, np.matvec, np.vecmat]:
    attempt(lambda: f(grid, ones(2)))
    attempt(lambda: f(grid, ones(3)))
    attempt(lambda: f(ones(3), grid))
attempt(lambda: np.einsum("ij,ij->i", grid, ones((3, 3))))
attempt(lambda: np.einsum("ii", grid))
attempt(lambda: np.einsum("i,j->ij", np.array([-1.0, 0.0]), np.zeros(2)))
attempt(lambda: np.clip(np.arange(4, dtype="u1"), 0, ones(3)))
attempt(lambda: np.clip(np.arange(4.0), 1, 2, dtype="i4", casting="unsafe"))
attempt(lambda: np.insert(np.arange(3), [5, 1], 1))
attempt(lambda: np.insert(np.arange(3), [-3, -4], 9))
attempt(lambda: np.searchsorted([3, 1, 2], [1, 5, 0], sorter=[1, 2, -1]))
attempt(lambda: np.choose([0, 1, 2, 3], [np.zeros((2, 1)), np.zeros((2, 3)), 5]))
