# Joining, splitting and repeating over dtypes, orders and axes.
import numpy as np


def show(x):
    if isinstance(x, (list, tuple)):
        for part in x:
            show(part)
    else:
        print(x.tolist(), x.dtype, x.shape, x.flags.c_contiguous, x.flags.f_contiguous)


def attempt(f):
    try:
        show(f())
    except Exception as e:
        print(type(e).__name__, e)


i = np.arange(6).reshape(2, 3)
f = np.linspace(0, 1, 6).reshape(2, 3)
b = np.array([[True, False, True], [False, True, False]])
s = np.array([["a", "bb", "c"], ["d", "e", "fff"]])
o = np.array([[None, 1, "x"], [2.5, (1,), 3]], dtype=object)
for x in [i, f, b, i.astype("u1"), f.astype("f4"), i + 1j]:
    for y in [i, f, b, i.astype("i1")]:
        show(np.concatenate([x, y]))
        show(np.hstack([x, y])[:, ::2])
show(np.concatenate([s, s[:, :1]], axis=1))
show(np.concatenate([o, o], axis=0))
show(np.concatenate([i.T, f.T], axis=1))
show(np.concatenate([i, i], axis=None))
show(np.concatenate([i, f], dtype="f4"))
show(np.stack([i, f, b], axis=-1))
show(np.vstack([i[0], f]))
show(np.column_stack([i[0], f[1], [7, 8, 9]]))
show(np.dstack([i, f]))
show(np.block([[i, f], [f, i]]))
show(np.append(i, f))
show(np.append(i[0], 5))
show(np.r_[1:4, 0, [7, 8]])
show(np.c_[i[0], f[1]])
for parts in [2, 3, [1], [1, 2], [5], [-1]]:
    attempt(lambda: np.array_split(np.arange(7), parts))
    attempt(lambda: np.split(np.arange(6), parts))
attempt(lambda: np.hsplit(i, 3))
attempt(lambda: np.vsplit(i, 2))
attempt(lambda: np.dsplit(i, 2))
attempt(lambda: np.split(i, 2, axis=1))
attempt(lambda: np.unstack(i))
for reps in [2, (2,), (2, 1), (1, 2), (2, 1, 2), 0]:
    attempt(lambda: np.tile(i, reps))
    attempt(lambda: np.tile([1, 2], reps))
for repeats, axis in [(2, None), (2, 0), (2, 1), ([1, 2], 0), ([1, 0, 2], 1), ([1, 2, 3], 0), (-1, 0), (1.5, 0), ([1, 2], 5)]:
    attempt(lambda: np.repeat(i, repeats, axis=axis))
for shift, axis in [(1, None), (-1, 0), (1, 1), ((1, 1), (0, 1)), (7, 1), (2, 3)]:
    attempt(lambda: np.roll(i, shift, axis))
for obj, axis in [(0, None), (-1, 0), ([0, 2], 1), (slice(0, 2), 1), (5, 0), ([True, False], 0), ([], 1)]:
    attempt(lambda: np.delete(i, obj, axis))
for obj, values, axis in [(0, 9, None), (1, [7, 8, 9], 0), (3, 5, 1), ([0, 2], [5, 6], 1), (-1, 4, 1), (7, 1, 0), (slice(0, 2), 0, 0), (1, 2.7, None)]:
    attempt(lambda: np.insert(i, obj, values, axis))
for mode in ["constant", "edge", "reflect", "symmetric", "wrap", "maximum", "mean", "minimum", "median", "linear_ramp", "empty", "nothing"]:
    if mode != "empty":
        attempt(lambda: np.pad(i[1], (2, 3), mode=mode))
        attempt(lambda: np.pad(f, 1, mode=mode).round(3))
attempt(lambda: np.pad(i, -1))
attempt(lambda: np.pad(i, 1.5))
attempt(lambda: np.pad(i, ((1, 2), (0, 1)), constant_values=((1, 2), (3, 4))))
for bad in [[i, f[:1]], [i, i[:, :2]], [i, i[0]], [], [1, 2], i[0, 0]]:
    attempt(lambda: np.concatenate(bad))
    attempt(lambda: np.stack(bad))
attempt(lambda: np.concatenate([i, s]))
attempt(lambda: np.concatenate([i, f], out=np.zeros((4, 3))))
attempt(lambda: np.concatenate([i, f], out=np.zeros((4, 2))))
attempt(lambda: np.concatenate([f, f], dtype=int))
attempt(lambda: np.concatenate([f, f], dtype=int, casting="unsafe"))
