# Functions of NumPy whose results are looped over: what compiled code takes them for, and what they are all the same.
import numpy as np

rng = np.random.default_rng(3)
np.random.seed(4)


def total(a):
    s = 0
    for i in range(len(a)):
        s += a[i]
    return s


def show(a):
    a = np.asarray(a)
    print(a.dtype, a.shape, total(a.ravel()))


def texts(n):
    show(np.zeros(n, dtype="int32") + 1)
    show(np.array([1, 2, 3], dtype="float64"))
    show(np.arange(n).astype("f4"))
    show(np.ones((n, n), "uint8"))
    show(np.ones(n, np.arange(3.0).dtype))
    show(np.full(n, 2, dtype="complex"))
    show(np.zeros(n, dtype=">i4"))


def draws(n):
    show(rng.integers(0, 30, n))
    show(rng.integers(0, 30, size=n, dtype=np.int32))
    show(rng.integers(0, 255, size=(n, n), dtype=np.uint8))
    show(rng.integers(0, 2, n, dtype=bool))
    show(rng.integers([1, 5], [3, 9]))
    print(rng.integers(5), rng.integers(5, dtype=np.int16), type(rng.integers(5, dtype=int)))
    show(rng.permutation(n))
    show(rng.permutation(np.arange(3.0)))
    show(rng.permutation([4, 5, 6]))
    show(rng.permutation(np.arange(6.0).reshape(3, 2)))
    show(rng.choice(n, 3))
    show(rng.choice([1.5, 2.5], size=3))
    show(rng.choice(np.arange(9).reshape(3, 3), (2, 2)))
    print(rng.choice(n), rng.choice([1.5, 2.5]), type(rng.choice(n)))
    show(rng.exponential(2.0, n))
    show(rng.exponential(np.array([1.0, 2.0])))
    print(type(rng.exponential()), type(rng.poisson(3)), type(rng.exponential(np.float64(2.0))))
    show(rng.poisson([1.0, 2.0], (n, 2)))
    show(rng.binomial(9, 0.5, n))
    show(np.random.randint(0, 9, n))
    show(np.random.permutation(n))
    show(np.random.permutation(np.arange(3.0)))
    show(np.random.gamma(2.0, 1.0, n))
    show(np.random.choice(n, 3))
    print(type(np.random.choice(n)), type(np.random.randint(3)))


def joined(n):
    counts = rng.integers(0, 30, n)
    show(np.concatenate([[0], np.cumsum(counts)]).astype(np.int32))
    show(np.concatenate([[0], np.cumsum(counts)]))
    show(np.concatenate((np.zeros(3), np.ones(2, dtype=np.float32))))
    show(np.concatenate((np.zeros((2, 2)), np.ones((2, 1))), axis=1))
    show(np.concatenate((np.zeros((2, 2)), np.ones((2, 1))), axis=None))
    show(np.concatenate(np.ones((3, 2))))
    parts = []
    for k in range(n):
        parts.append(np.arange(k))
    show(np.concatenate(parts))
    show(np.hstack((np.arange(3), [1.5])))
    show(np.hstack((np.ones((2, 2)), np.ones((2, 1)))))
    show(np.vstack((np.arange(3), np.ones(3))))
    show(np.vstack((np.ones((2, 2, 2)), np.ones((1, 2, 2)))))
    show(np.stack([np.arange(3), np.arange(3)]))
    show(np.column_stack([np.arange(3), np.ones((3, 2))]))
    show(np.dstack([np.arange(3), np.arange(3)]))
    show(np.append(np.arange(3), 1.5))
    show(np.append(np.ones((2, 2)), np.ones((1, 2)), axis=0))
    show(np.tile(np.arange(3), 2))
    show(np.tile(np.arange(3), (2, 2)))
    show(np.repeat(np.arange(3), [1, 2, 3]))
    show(np.repeat(np.ones((2, 2)), 2, axis=0))
    show(np.roll(np.arange(5), 2))
    show(np.roll(np.arange(6).reshape(2, 3), 1, axis=1))
    show(np.pad(np.arange(3), 1))
    show(np.pad(np.ones((2, 2)), ((1, 0), (0, 1)), mode="edge"))
    show(np.delete(np.arange(5.0), 2))
    show(np.delete(np.arange(6).reshape(2, 3), 0, axis=0))
    show(np.insert(np.arange(5.0), 2, 9))
    show(np.atleast_1d(5))
    show(np.atleast_2d(np.arange(3)))
    show(np.atleast_3d(np.arange(4).reshape(2, 2)))
    print([a.shape for a in np.atleast_1d(1, [2, 3])], [a.shape for a in np.atleast_2d()])


def formed(n):
    a = np.arange(float(n))
    m = np.arange(6.0).reshape(2, 3)
    for x in (m.T, np.transpose(m), np.swapaxes(m, 0, 1), m.swapaxes(0, 1), np.squeeze(m[:, :1]), m[:, :1].squeeze(), np.expand_dims(a, 0),
              np.expand_dims(a, (0, 2)), np.broadcast_to(a, (2, n)), np.take(a, [0, 1]), a.take(1), m.take([0, 1], axis=1), m.take(2), np.flip(a),
              np.flip(m), np.diff(a), np.diff(m, axis=0), np.diag(a), np.diag(m), np.diagonal(m), m.diagonal(), np.tril(m), np.triu(a),
              np.ravel([[1, 2], [3, 4]]), np.reshape([1, 2, 3, 4], (2, 2)), np.sort([3, 1, 2]), a.argsort(), np.argsort(m), m.argsort(axis=0),
              np.searchsorted(a, a), np.searchsorted(a, 1.5), a.searchsorted([1.0, 2.0]), np.nonzero(a)[0], a.nonzero()[0], np.where(a)[0],
              np.bincount([1, 2, 2]), np.bincount([1, 2], weights=[0.5, 1]), np.unique([3, 1, 1]), np.unique(m), np.unique([2, 1, 2], return_counts=True)[1],
              np.unique([2, 1, 2], return_counts=False), np.convolve(a, [1, 2]), np.correlate(a, a), np.interp(a, a, a), np.interp(1.5, a, a),
              np.interp(a, a, a * 1j), np.histogram(a)[0], np.histogram(a, bins=3, density=True)[0], np.histogram(a, weights=a)[0], np.digitize(a, [1.0, 2.0]),
              np.linalg.inv(np.eye(2)), np.linalg.solve(np.eye(2), [1, 2]), np.linalg.cholesky(np.eye(2)), abs(np.fft.fft(a)), np.fft.irfft(np.fft.rfft(a)),
              np.clip(a, 1, 2), a.clip(1, 2), np.clip(np.arange(3), 0.5, 1.5), np.clip(5, 1, 3), np.round(a / 3, 1), a.round(), np.round(2.567, 1),
              np.real(a + 1j), np.imag(a), np.real(2.5), np.frombuffer(b"abcd", dtype=np.uint8), np.fromiter(range(3), dtype="i8"), np.fromiter((x / 2 for x in range(3)), float),
              np.compress([True, False, True], a[:3]), a[:3].compress([1, 0, 1]), np.logspace(0, 1, 3), np.geomspace(1, 8, 4), np.meshgrid(a, a)[0],
              np.hamming(5), np.vander([1, 2]), np.linspace(0, 1, 3, dtype=int)):
        show(x)


def odd(n):
    print(np.clip(np.array(["b", "a"], dtype=object), "a", "b"))
    print(np.concatenate([["a"], ["bc"]]), np.sort(["b", "a"]), np.unique(["b", "a", "b"]), np.repeat("ab", 2), np.tile(["x"], 2))
    for bad in (lambda: np.concatenate([]), lambda: np.concatenate([np.ones(2), np.ones((2, 2))]), lambda: np.linalg.inv(np.zeros((2, 2))),
                lambda: np.diag(np.ones((2, 2, 2))), lambda: np.zeros(n, dtype="nothing"), lambda: np.expand_dims(np.ones(2), 5)):
        try:
            print(bad())
        except Exception as e:
            print(type(e).__name__, e)


for part in (texts, draws, joined, formed, odd):
    part(6)
