# Going over elements: for, flat, nditer, ndenumerate, broadcast; windows and bits.
import numpy as np
from numpy.lib.stride_tricks import as_strided, sliding_window_view


def attempt(f):
    try:
        print(repr(f()))
    except Exception as e:
        print(type(e).__name__, e)


a = np.arange(6).reshape(2, 3)
for row in a:
    for x in row:
        print(x, type(x).__name__, end=" ")
print()
for x in a.flat:
    print(int(x), end=" ")
print(a.flat[3], a.flat[-1], a.flat[1:4], len(a.flat), list(a.T.flat))
for index, x in np.ndenumerate(a):
    print(index, x, end="; ")
print()
for index in np.ndindex(2, 2):
    print(index, end="; ")
print()
for x in np.nditer(a):
    print(x, end=" ")
print([int(x) for x in np.nditer(a.T)], [int(x) for x in np.nditer(a, order="F")])
b = a.copy()
with np.nditer(b, op_flags=["readwrite"]) as it:
    for x in it:
        x[...] = 2 * x
print(b)
it = np.nditer(a, flags=["multi_index"])
while not it.finished:
    print(it[0], it.multi_index, end=" ")
    it.iternext()
print()
for x, y in np.nditer([np.arange(3), np.arange(6).reshape(2, 3)]):
    print(f"{x}:{y}", end=" ")
print()
bc = np.broadcast(np.arange(3), np.zeros((2, 1)))
print(bc.shape, bc.size, bc.ndim, [(int(x), float(y)) for x, y in bc])
for k, (x, y) in enumerate(zip(a[0], a[1])):
    print(k, x + y, end=" ")
print(list(reversed(a[0])), [list(map(int, r)) for r in a], dict(enumerate(a[:, 0])), any(a[0]), all(a[1]), min(a[1]), max(a[0]), sum(a[1]))
first, *rest = np.array([1, 2, 3])
print(first, rest, np.array([[1, 2], [3, 4]])[1].tolist(), [*a[0]], tuple(a[1]), set(int(x) for x in a[1]), sorted(a[1], reverse=True))
print(sliding_window_view(np.arange(5), 3), sliding_window_view(a, (2, 2)).shape, sliding_window_view(np.arange(6), 2).sum(axis=1))
print(as_strided(np.arange(6), (2, 3), (16, 8)), as_strided(np.arange(3), shape=(2, 3), strides=(0, 8)))
print(np.packbits([1, 0, 1, 1, 0, 0, 0, 1, 1]), np.packbits([[1, 0], [1, 1]], axis=1), np.packbits([1, 0, 1], bitorder="little"), np.packbits(np.array([True, False] * 4)))
print(np.unpackbits(np.array([177, 3], dtype=np.uint8)), np.unpackbits(np.array([[2]], dtype=np.uint8), axis=1, count=5), np.unpackbits(np.array([5], dtype=np.uint8), bitorder="little"))
print(np.format_float_positional(3.14159, precision=3), np.format_float_positional(1e-7), np.format_float_scientific(12345.678, precision=2), np.format_float_positional(np.float32(0.1)), np.format_float_positional(2.0, trim="-"))
print(np.isfortran(np.ones((2, 2)).T), np.iscomplexobj(1j), np.isrealobj([1]), np.iscomplex([1, 1j]), np.isreal([1, 1j]), np.require(a, float, "F").flags.f_contiguous)
print(np.char.upper(["ab", "cd"]), np.char.add(["a", "b"], ["x", "y"]), np.char.replace(["aXb"], "X", "-"), np.char.str_len(["a", "bcd"]), np.char.split(["a b", "c"]))
print(a.trace(), a.compress([True, False, True], axis=1), a.diagonal(), np.fromstring("1 2 3", sep=" "), np.fromstring("1,2", dtype=int, sep=","))
attempt(lambda: iter(np.array(1)))
attempt(lambda: sliding_window_view(np.arange(3), 5))
attempt(lambda: np.packbits([1.5]))
attempt(lambda: next(iter(np.array([]))))
attempt(lambda: [x for x in np.array(5)])

# Indices in another order of memory.
a = np.arange(10.)
for d in ("u1", "i8", "i4"):
    ix = np.asfortranarray(np.array([[1, 2, 3], [4, 5, 6]], d))
    print(a.flat[ix])
    b = np.arange(10.); b.flat[ix] = [[10, 20, 30], [40, 50, 60]]; print(b)
    print(np.take(a, ix), a[ix], np.ravel_multi_index((ix,), (10,)), np.unravel_index(ix, (10,)), a.take(ix), np.bincount(ix.ravel()))
    c = np.arange(10.); np.put(c, ix, [1, 2, 3, 4, 5, 6.5]); print(c)
    print(np.take_along_axis(np.arange(12).reshape(2, 6), ix - 1, axis=1), np.choose(ix % 3, [10 * ix, ix, -ix]), np.searchsorted(a, ix))
    t = np.zeros(10); np.add.at(t, ix, [[1, 2, 3], [4, 5, 6]]); print(t)
for s in ((-1,), (-1, 3), (1, -1), (-2,), (2, -1)):
    try: print(np.unravel_index([0], s))
    except ValueError as e: print(s, e)
