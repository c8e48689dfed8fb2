# Reductions along every axis of arrays in different memory orders: sums must agree to the last bit.
import numpy as np

rng = np.random.RandomState(7)
base = rng.rand(6, 7, 9) - 0.3


def show(name, a):
    print(name, repr(a.sum()), repr(a.mean()), repr(a.std()), repr(a.prod()))
    for axis in (0, 1, 2, -1, (0, 1), (1, 2), (0, 2), (0, 1, 2)):
        s = a.sum(axis=axis)
        m = a.mean(axis=axis, keepdims=True)
        v = a.var(axis=axis)
        print(" ", axis, s.shape, m.shape, [repr(x) for x in s.ravel()[:2].tolist()],
              [repr(x) for x in m.ravel()[-2:].tolist()], [repr(x) for x in v.ravel()[:2].tolist()])


show("c", base)
show("f", np.asfortranarray(base))
show("transposed", base.transpose(1, 2, 0))
show("reversed", base[::-1, :, ::-1])
show("strided", base[::2, 1:6, ::3])
print(base.T.sum(axis=0).strides == base.T.sum(axis=0).copy().strides, base.sum(axis=0).flags.c_contiguous)

long = rng.rand(100003)
print(repr(long.sum()), repr(long[::3].sum()), repr(long[::-1].sum()), repr(np.add.reduce(long[7:])))
for n in (0, 1, 2, 7, 8, 9, 15, 16, 127, 128, 129, 255, 257, 1000, 8191, 8193):
    print(n, repr(long[:n].sum()), repr(long[:n].astype(np.float32).sum()), repr(long[:n].astype(np.complex128).sum()))

small = (rng.rand(300) * 100).astype(np.float32)
print(repr(small.sum()), repr(small.mean()), repr(small.std()), repr(small.sum(dtype=np.float64)))
half = small[:50].astype(np.float16)
print(repr(half.sum()), repr(half.mean()), repr(half.max()))
ints = rng.randint(-1000, 1000, (5, 8)).astype(np.int16)
print(ints.sum(axis=0).dtype, ints.sum(), ints.mean(axis=1), ints.prod(axis=1), ints.min(axis=0), ints.max())
wide = np.array([2 ** 62, 2 ** 62, 2 ** 62])
print(wide.sum(), wide.sum(dtype=float), wide.astype(np.uint64).sum())
bits = ints > 0
print(bits.sum(axis=1), bits.any(axis=0), bits.all(), bits.mean(), np.count_nonzero(bits, axis=0), bits.max(), bits.prod())

# initial, where, out, dtype.
print(np.sum(ints, axis=0, initial=5), np.max(ints, axis=1, initial=10 ** 4), np.sum(ints, where=bits), np.mean(ints, where=bits))
out = np.zeros(8)
print(np.sum(ints, axis=0, out=out) is out, out, np.add.reduce(ints, axis=1, dtype=np.float32))
print(np.min(base, axis=(0, 2)), np.ptp(base, axis=1)[0, :3], np.max(base, axis=(1, 2), keepdims=True).ravel())
print(np.argmax(base), np.argmin(base, axis=1)[0], np.argmax(base, axis=0, keepdims=True).shape, base.argmax(axis=2)[1])
