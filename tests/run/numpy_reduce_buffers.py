"""Reductions whose operands go through buffers: outputs of other dtypes, masks and arrays of other layouts, outputs among the operands."""
import random
import warnings

import numpy as np

rng = random.Random(7)
values = np.random.default_rng(5).random(30000) * 20 - 6
DTYPES = ["bool", "i1", "u1", "i4", "u4", "i8", "u8", "f2", "f4", "f8", "c8", "c16"]
SHAPES = [(3, 4), (5,), (2, 3, 4), (70, 130), (9000,), (20000,), (3, 9000), (9000, 3), (20, 30, 40), (4, 1, 5), (2, 3, 2, 5), (8192, 2), (40, 300, 2), (3, 0), ()]
LAYOUTS = [lambda a: a, lambda a: a.T, lambda a: a[..., ::2] if a.ndim else a, lambda a: a[::-1] if a.ndim else a,
           lambda a: np.asfortranarray(a), lambda a: np.broadcast_to(a[:1], a.shape) if a.ndim > 1 else a]


def axes_of(ndim):
    if ndim == 0 or rng.random() < 0.3:
        return None
    if rng.random() < 0.4:
        return rng.randrange(-ndim, ndim)
    return tuple(sorted(rng.sample(range(ndim), rng.randrange(0, ndim + 1))))


def one(k):
    dtype, of_out, shape = rng.choice(DTYPES), rng.choice(DTYPES), rng.choice(SHAPES)
    n = 1
    for m in shape:
        n *= m
    part = values[rng.randrange(50):][:n]
    a = (abs(part) if dtype[0] in "ub" else part).astype(dtype).reshape(shape)
    a = LAYOUTS[rng.randrange(len(LAYOUTS))](a)
    axis = axes_of(a.ndim)
    keepdims = rng.random() < 0.2
    name = rng.choice(["add", "add", "multiply", "minimum", "maximum", "fmin", "logical_or", "bitwise_xor"])
    options = {}
    if rng.random() < 0.3:
        options["where"] = np.random.default_rng(k).random(a.shape) > 0.4
        options["initial"] = rng.choice([0, 1, 2])
    elif rng.random() < 0.2:
        options["initial"] = rng.choice([0, 1, 2.7, None])
    if rng.random() < 0.1:
        options["dtype"] = rng.choice(DTYPES)
    reduced = range(a.ndim) if axis is None else ([axis % a.ndim] if isinstance(axis, int) else list(axis))
    kept = tuple(1 if i in reduced else m for i, m in enumerate(a.shape) if keepdims or i not in reduced)
    if rng.random() < 0.8:
        options["out"] = np.zeros(kept[::-1], of_out).T if rng.random() < 0.3 else np.zeros(kept, of_out)
    with warnings.catch_warnings(record=True) as seen:
        warnings.simplefilter("always")
        try:
            r = np.asarray(getattr(np, name).reduce(a, axis=axis, keepdims=keepdims, **options))
            bits = np.frombuffer(np.ascontiguousarray(r).tobytes(), "u1").astype("i8")
            result = r.dtype.str, r.ravel()[:3].tolist(), int((bits * (np.arange(bits.size) % 97 + 1)).sum())
        except (TypeError, ValueError, OverflowError) as e:
            result = type(e).__name__, str(e)
    print(k, name, dtype, shape, axis, result, [str(w.message) for w in seen])


for k in range(250):
    one(k)

# What is left of an element shows where a buffer ends.
for n in (8191, 8192, 8193, 20000):
    x = np.zeros(n)
    x[0] = x[-1] = 0.6
    print(n, x.sum(out=np.zeros((), "i8")), np.add.reduce(x.astype("f4"), out=np.zeros((), "u1")))
print(np.min(np.arange(12.).reshape(3, 4) - 3.5, out=np.zeros((), "u1")))
print(np.logaddexp.reduce(np.arange(40, dtype="u1"), out=np.zeros((), "i1")))

# Outputs among the operands.
for dtype in ("f8", "i4"):
    for axis in (0, 1):
        a = np.arange(12.).reshape(3, 4).astype(dtype)
        np.add.reduce(a, axis=axis, out=a[0] if axis == 0 else a[:, 1])
        np.minimum.reduce(a[::-1], axis=axis, out=a[1] if axis == 0 else a[:, 2])
        print(a)
        part = a.view("f4" if dtype == "f8" else "i2")[:, :4]
        np.add.reduce(a, axis=axis, out=part[0] if axis == 0 else part[:3, 1])
        print(a)
a = np.arange(12.)
np.add.reduceat(a, [0, 4, 8], out=a[1:4])
print(a, np.cumsum(a[:-1], out=a[1:]))
mask = np.arange(8) % 2 == 0
np.sum(np.arange(8.), where=mask, out=mask[3:4].reshape(()), dtype="f8")
print(mask)
for dtype in ("i4", "f4", "bool", "c8"):
    print(np.add.reduceat(np.arange(12.) * 0.7, [0, 4, 8], out=np.zeros(3, dtype)))
