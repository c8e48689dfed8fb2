# What NumPy says to arguments that hardly anybody passes: several axes, texts and objects, outputs that do not fit, keys of a.flat.
import warnings

import numpy as np

warnings.simplefilter("ignore")


def show(f):
    try:
        r = f()
        print(type(r).__name__, repr(r))
    except Exception as e:
        print(type(e).__name__, e)


table = np.arange(6).reshape(2, 3)
words = np.array(["pear", "fig", ""])
numbers = np.array([12, 18, 30], dtype=object)

# One axis and no more.
for axis in (None, (0, 1), (0,), (), 2, "x", 1.5, True):
    show(lambda: np.add.accumulate(table, axis=axis))
    show(lambda: np.multiply.reduceat(table, [0, 1], axis=axis))
    show(lambda: np.median(table, axis=axis))
    show(lambda: np.average(table, axis=axis))
    show(lambda: np.flip(table, axis))
    show(lambda: np.mean(table, axis))

# Texts.
show(lambda: words + "s")
show(lambda: np.add(words, words[::-1]))
show(lambda: words + 1)
show(lambda: words * 2)
show(lambda: np.add.reduce(words))
show(lambda: np.power(words, words))
show(lambda: np.subtract.reduce(words))
show(lambda: np.logical_and(words, [1, 0, 1]))
show(lambda: words.any())
show(lambda: np.searchsorted(["1", "20", "3"], [2, 3]))
show(lambda: np.isin([1, 2], ["1"]))
show(lambda: np.result_type(table, words))
show(lambda: np.result_type(words, 1))
show(lambda: np.select([table > 2], [table], "none"))
show(lambda: type(np.dtype("f4")).__name__)

# Objects.
show(lambda: np.gcd(numbers, 8))
show(lambda: np.lcm.reduce(numbers))
show(lambda: np.floor(np.array([1.5, -2.5], dtype=object)))
show(lambda: np.hypot(numbers, 1))
show(lambda: np.hypot(numbers[:0], numbers[:0]))
show(lambda: np.mean(numbers))
show(lambda: np.nanmax(numbers[:0]))
show(lambda: np.unique(numbers.reshape(1, 3), axis=0))

# Outputs.
show(lambda: np.add.accumulate(table, out=np.zeros((2, 3, 1), int)))
show(lambda: np.add.accumulate(table, out=np.zeros((1, 3), int)))
show(lambda: np.add.reduceat(table[0], [0, 2], out=np.zeros(3, int)))
show(lambda: np.add.reduceat(table[0], [0], out=np.full(3, -1)))
show(lambda: np.logical_and.accumulate(table, out=np.zeros((2, 3))))
show(lambda: np.subtract.reduce(table > 1, out=np.zeros(3, np.int8)))
show(lambda: np.matmul(np.ones((3, 2, 2)), np.ones((2, 2, 2)), out=np.zeros((2, 2))))
show(lambda: np.median(table, axis=0, out=np.zeros((3, 1))))

# Products with a matrix of one element are products with a number.
show(lambda: np.dot([[-0.0]], [[3.0]]))
show(lambda: np.dot([[np.inf], [1.0]], [[0.0]]))
show(lambda: np.vdot([-0.0], [3.0]))

# Keys of a.flat, modes, shapes.
for key in (1.5, [True, False], (0, 1), None, [0, 4], ..., True, np.array([True] * 6), "x"):
    show(lambda: table.flat[key])
for mode in (("wrap", "clip"), "clip", 1, ("clip",), "no"):
    show(lambda: np.ravel_multi_index(([3, 1], [5, -1]), (4, 5), mode=mode))
    show(lambda: np.take(table, [7, -9], mode=mode))
for shape in (None, True, (2, True), "x", 1.5):
    show(lambda: np.zeros(shape))
    show(lambda: np.broadcast_to(1, shape))
    show(lambda: table.reshape(shape))
for counts in (None, 1j, "x", [1, 2]):
    show(lambda: np.repeat([1, 2], counts))
    show(lambda: np.bincount([0, 1], counts))

show(lambda: np.clip(table * 0.5, 0, 300, dtype=np.int8))
show(lambda: np.histogram([1j, 2, 3], bins=2, density=True))
show(lambda: np.histogram([1, 2, 3.5], bins=2, weights=[1j, 2, 3]))
show(lambda: np.pad(table, 2, mode="mean", stat_length=((1, 2), (3, 4))))
show(lambda: np.array_repr(np.bool_(True)))
show(lambda: np.complex64(1) // np.bool_(True))
show(lambda: np.float64(2.5)[np.array(True)])
show(lambda: np.broadcast_shapes((-1,), (2,)))


def searches_among_keys_in_no_order():
    keys = np.array([-4, 1, -4, 0, 3, 1, -6])
    values = [0, 3, -9, 1, 1, 5, -4]
    print(np.searchsorted(keys, values), np.searchsorted(keys, values, "right"), np.searchsorted(keys.astype(float), values))
    texts = keys.astype(str)
    print(np.searchsorted(texts, np.array(values).astype(str)), texts.searchsorted(["1", "0", "-6", "z"], side="right"))
    print(np.searchsorted(keys.astype(object), values), np.searchsorted(keys, values[0]), np.searchsorted(keys, []))
    for a, b in [((2, 3), (3, 3)), ((2, 3), (2, 0, 3)), ((4, 2, 3), (2, 0, 3))]:
        try:
            np.vecdot(np.zeros(a), np.zeros(b))
        except ValueError as e:
            print(e)


searches_among_keys_in_no_order()
