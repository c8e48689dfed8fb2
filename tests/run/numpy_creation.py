# Functions that make arrays.
import numpy as np


def attempt(f):
    try:
        print(repr(f()))
    except Exception as e:
        print(type(e).__name__, e)


print(np.zeros(3), np.zeros((2, 3), dtype=int), np.zeros([2, 2], "?"), np.ones((2, 2)), np.ones(3, np.int8), np.empty((0, 3)).shape)
print(np.full((2, 2), 7), np.full(3, 1.5), np.full((2, 3), [1, 2, 3]), np.full(2, "ab"), np.full(2, True), np.full(3, 2**70))
print(repr(np.full((2, 2), 7, dtype=float)), repr(np.full(2, 1 + 2j)), repr(np.full((), 5)))
for args in [(5,), (2, 7), (0, 10, 3), (10, 0, -3), (5, 2), (0, 1, 0.1), (1.5,), (0.5, 3), (3, 0, -0.5), (-3, 3)]:
    print(args, repr(np.arange(*args)))
print(repr(np.arange(3, dtype=float)), repr(np.arange(5, dtype="u1")), repr(np.arange(0, 1, 0.25, dtype="f4")), repr(np.arange(3.0, 6)))
print(repr(np.arange(2**31, 2**31 + 3)), repr(np.arange(1, 2, 0.3)), np.arange(0, 2 * np.pi, 0.7), np.arange(True, 3))
attempt(lambda: np.arange())
attempt(lambda: np.arange(0, 5, 0))
for args in [(0, 1, 5), (0, 10, 11), (1, 2, 3), (5, 5, 3), (0, -1, 4), (0, 1, 1), (2, 3, 0), (0.1, 0.7, 7)]:
    print(args, np.linspace(*args).tolist(), np.linspace(*args, endpoint=False).tolist())
print(np.linspace(0, 1, 5, retstep=True), np.linspace(0, 10, 5, dtype=int), np.linspace([0, 1], [10, 11], 3), np.linspace(0, 1, 3, dtype="f4"))
print(np.logspace(0, 3, 4), np.logspace(0, 4, 3, base=2), np.logspace(1, 2, 3, dtype=int))
print(np.eye(3), np.eye(2, 3), np.eye(3, k=1, dtype=int), np.eye(3, k=-1), np.identity(2), np.eye(2, dtype=bool))
print(np.diag([1, 2, 3]), np.diag([1, 2], k=1), np.diag([1, 2], -1), np.diag(np.arange(9).reshape(3, 3)), np.diag(np.arange(9).reshape(3, 3), 1))
print(np.tri(3), np.tri(2, 3, 1, dtype=int), np.tril(np.ones((3, 3))), np.triu(np.arange(9).reshape(3, 3)), np.triu(np.arange(9).reshape(3, 3), 1))
a = np.array([[1.5, 2.5], [3.5, 4.5]])
print(np.zeros_like(a), np.ones_like(a, dtype=int), np.full_like(a, 7), np.empty_like(a).shape, np.zeros_like([1, 2]), np.zeros_like(a, shape=(3,)))
print(np.zeros_like(a.T).flags.f_contiguous, np.full_like(np.arange(3), 2.7), np.ones_like(np.arange(3.0)))
print(np.meshgrid([1, 2, 3], [4, 5]), np.meshgrid([1, 2], [3, 4], indexing="ij"), np.meshgrid(np.arange(2), np.arange(3), sparse=True))
print(np.indices((2, 3)), np.fromfunction(lambda i, j: i * 10 + j, (2, 3)), np.fromfunction(lambda i: i**2, (4,), dtype=int))
print(np.fromiter((k * k for k in range(5)), dtype=int), np.fromiter([1, 2, 3], float, count=2), np.frombuffer(b"\x01\x02\x03\x04", dtype=np.uint8))
print(np.frombuffer(np.arange(3.0).tobytes()), np.frombuffer(b"\x01\x00\x02\x00", "<i2", count=1, offset=2))
print(np.vander([1, 2, 3]), np.vander([1, 2, 3], 2, increasing=True))
print(np.array([1, 2, 3], ndmin=2), np.array((1, 2)), np.array(range(3)), np.array([[1, 2], [3, 4]], dtype="f4"), np.array(5), np.array([]))
print(np.array([np.arange(2), np.ones(2)]), np.array([[1, 2.5], [True, 3]]), np.array([1, 2, 3], copy=True), np.asarray((1.5, 2)))
b = np.arange(3)
print(np.asarray(b) is b, np.array(b) is b, np.asarray(b, dtype=float) is b, np.array(b, copy=False) is b, np.asanyarray(b) is b)
for bad in [[[1, 2], [3]], [1, [2]], [[1], 2], [[[1, 2]], [[3]]]]:
    attempt(lambda: np.array(bad))
    attempt(lambda: np.array(bad, dtype=object))
attempt(lambda: np.array([1, 2], copy=False))
attempt(lambda: np.array(["x"], dtype=int))
attempt(lambda: np.array([300], dtype=np.int8))
attempt(lambda: np.array([-1], dtype=np.uint8))
attempt(lambda: np.zeros(-1))
attempt(lambda: np.zeros((2, "a")))
attempt(lambda: np.linspace(0, 1, -2))
attempt(lambda: np.ones((10**10, 10**10)))
print(np.ascontiguousarray(a.T).flags.c_contiguous, np.asfortranarray(a).flags.f_contiguous, np.copy(a) is a, np.array(a, order="F").strides)
