"""Vectors, matrices, polynomials."""
import math
from fractions import Fraction
from functools import lru_cache, total_ordering, reduce, partial, wraps
import operator
import numpy as np

EPS = 1e-9
ORIGIN = (0.0, 0.0)
__all__ = ["Vec", "Matrix", "Poly", "fib", "norm", "timed", "smooth", "stats", "primes"]


def timed(f):
    calls = 0

    @wraps(f)
    def inner(*args, **kwargs):
        nonlocal calls
        calls += 1
        inner.calls = calls
        return f(*args, **kwargs)

    return inner


@total_ordering
class Vec:
    __slots__ = ("x", "y")

    def __init__(self, x=0.0, y=0.0):
        self.x = x
        self.y = y

    def __add__(self, o):
        if not isinstance(o, Vec):
            return NotImplemented
        return Vec(self.x + o.x, self.y + o.y)

    def __sub__(self, o):
        return Vec(self.x - o.x, self.y - o.y)

    def __mul__(self, k):
        if isinstance(k, Vec):
            return self.x * k.x + self.y * k.y
        return Vec(self.x * k, self.y * k)

    __rmul__ = __mul__

    def __neg__(self):
        return Vec(-self.x, -self.y)

    def __abs__(self):
        return math.hypot(self.x, self.y)

    def __eq__(self, o):
        return isinstance(o, Vec) and abs(self.x - o.x) < EPS and abs(self.y - o.y) < EPS

    def __lt__(self, o):
        return abs(self) < abs(o)

    def __hash__(self):
        return hash((self.x, self.y))

    def __iter__(self):
        yield self.x
        yield self.y

    def __getitem__(self, i):
        return (self.x, self.y)[i]

    def __len__(self):
        return 2

    def __repr__(self):
        return f"Vec({self.x!r}, {self.y!r})"

    def __format__(self, spec):
        return f"<{self.x:{spec}}, {self.y:{spec}}>"

    def __bool__(self):
        return bool(self.x or self.y)

    def __matmul__(self, o):
        return self.x * o.y - self.y * o.x

    def __iadd__(self, o):
        self.x += o.x
        self.y += o.y
        return self

    def __complex__(self):
        return complex(self.x, self.y)

    def __float__(self):
        return abs(self)

    def __int__(self):
        return int(abs(self))

    def __round__(self, n=0):
        return Vec(round(self.x, n), round(self.y, n))

    def __call__(self, t):
        return Vec(self.x * t, self.y * t)


class Matrix:
    def __init__(self, rows):
        self.a = np.array(rows, dtype=float)

    @property
    def shape(self):
        return self.a.shape

    @property
    def trace(self):
        return float(np.trace(self.a))

    @trace.setter
    def trace(self, value):
        self.a[0, 0] += value - self.trace

    @trace.deleter
    def trace(self):
        self.a[:] = 0

    def __matmul__(self, o):
        return Matrix(self.a @ o.a)

    def __getitem__(self, key):
        return self.a[key]

    def __setitem__(self, key, value):
        self.a[key] = value

    def __array__(self, dtype=None, copy=None):
        return self.a


class Poly:
    def __init__(self, *c):
        self.c = c

    def __call__(self, x):
        return reduce(lambda t, k: t * x + k, self.c, 0)

    def __pow__(self, n):
        return Poly(*(k ** n for k in self.c))

    def __str__(self):
        return " + ".join(f"{k}x^{len(self.c) - i - 1}" for i, k in enumerate(self.c))

    def __eq__(self, o):
        return self.c == o.c


@lru_cache(maxsize=None)
def fib(n: int) -> int:
    return n if n < 2 else fib(n - 1) + fib(n - 2)


@timed
def norm(*xs: float, p: float = 2.0) -> float:
    return sum(abs(x) ** p for x in xs) ** (1 / p)


def smooth(a: np.ndarray, k: int = 3) -> np.ndarray:
    out = np.empty_like(a)
    n = len(a)
    for i in range(n):
        lo, hi = max(0, i - k // 2), min(n, i + k // 2 + 1)
        out[i] = a[lo:hi].mean()
    return out


def stats(xs):
    """Mean, variance and a fraction."""
    n = len(xs)
    m = sum(xs) / n
    return {"mean": m, "var": sum((x - m) ** 2 for x in xs) / n, "frac": Fraction(sum(map(int, xs)), n)}


def primes(limit: int):
    found: list[int] = []
    n = 2
    while True:
        if all(n % p for p in found if p * p <= n):
            found.append(n)
            if n > limit:
                return found[:-1]
            got = yield n
            if got:
                n = got
        n += 1
