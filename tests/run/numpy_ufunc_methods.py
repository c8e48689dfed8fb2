# reduce, accumulate, reduceat, outer and at; ufuncs as values.
import numpy as np

a = np.array([[3, 1, 4], [1, 5, 9], [2, 6, 5]])
f = np.array([0.1, 0.2, 0.3, 0.4, 0.5])
for u in (np.add, np.multiply, np.maximum, np.minimum, np.bitwise_or, np.subtract, np.logical_and, np.gcd):
    print(u, u.__name__, u.nin, u.nout, u.nargs, u.identity, u.reduce(a), u.reduce(a, axis=1))
    print(u.accumulate(a, axis=1), u.accumulate(a, axis=0))
    print(u.outer([1, 2], [3, 4, 5]))
print(np.add.accumulate(f), np.multiply.accumulate(f), np.subtract.reduce(f), np.divide.reduce(f), np.power.reduce([2, 3, 2]))
print(np.add.reduce(a, axis=None), np.add.reduce(a, axis=(0, 1)), np.add.reduce([]), np.multiply.reduce([]), np.logical_or.reduce([]))
print(np.add.reduceat(np.arange(10), [0, 3, 3, 7]), np.multiply.reduceat(f, [0, 2]), np.add.reduceat(a, [0, 2], axis=1))
counts = np.zeros(5, dtype=int)
np.add.at(counts, [0, 1, 1, 3, 3, 3], 1)
print(counts)
np.multiply.at(counts, slice(1, 4), 10)
np.maximum.at(counts, np.array([0, 4]), [7, -1])
np.negative.at(counts, [1])
print(counts)
grid = np.zeros((3, 3))
np.add.at(grid, ([0, 0, 2], [1, 1, 2]), [1.0, 2.0, 0.5])
print(grid)
table = {"+": np.add, "*": np.multiply, "max": np.maximum}
print({k: u(6, 7) for k, u in table.items()}, [u.reduce(f) for u in table.values()])


def fold(u, values):
    total = values[0]
    for v in values[1:]:
        total = u(total, v)
    return total


print(fold(np.add, f), fold(np.hypot, f), fold(np.logaddexp, f))
o = np.array([1, 2, 3], dtype=object)
print(np.add.reduce(o), np.multiply.accumulate(o * 10 ** 12), np.add.outer(o, o), np.maximum.reduce(o))
words = np.array(["ab", "c", "de"], dtype=object)
print(np.add.reduce(words), words + words[::-1], words * 2, words == "c")
for bad in (lambda: np.sin.reduce(f), lambda: np.add.reduce(5.0 * f, axis=1), lambda: np.divmod.outer(f, f)[0][0, 0], lambda: np.add.reduceat(f, [9]),
            lambda: np.subtract.reduce(a, axis=(0, 1)), lambda: np.maximum.reduce([])):
    try:
        print(bad())
    except Exception as e:
        print(type(e).__name__, e)
