"""Cached functions of every kind: limits, keys, methods, counters."""
import copy
from functools import cache, lru_cache, wraps


@lru_cache(maxsize=None)
def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)


@lru_cache
def plain(a, b=2, *rest, **options):
    """Adds up."""
    return a + b + sum(rest) + len(options)


@lru_cache(maxsize=3)
def small(x):
    calls.append(x)
    return x * 2


@lru_cache(maxsize=0)
def never(x):
    return -x


@lru_cache(maxsize=8, typed=True)
def typed(x, y=0):
    return type(x).__name__ + type(y).__name__


@cache
def grid(m, n):
    if m == 0 or n == 0:
        return 1
    return grid(m - 1, n) + grid(m, n - 1)


class Polygon:
    made = 0

    def __init__(self, sides):
        self.sides = sides

    @lru_cache(maxsize=None)
    def area(self, scale=1):
        Polygon.made += 1
        return self.sides * scale

    @staticmethod
    @cache
    def name(n):
        return {3: "triangle", 4: "square"}.get(n, "polygon")


def outer(k):
    @lru_cache(None)
    def inner(x):
        return x if x <= 0 else inner(x - 1) + k
    return inner(5), inner.cache_info()


def logged(f):
    @wraps(f)
    def g(*args):
        return f(*args)
    return g


@logged
@lru_cache(maxsize=16)
def twice(s):
    return s * 2


calls = []
print(fib(80), fib.cache_info(), fib(200))
print(plain(1), plain(1, 2), plain(1, b=2), plain(1, 2, 3, x=4), plain(b=2, a=1), plain.cache_info())
print([small(x) for x in (1, 2, 3, 1, 4, 2, 1, 3, 3)], calls, small.cache_info())
print(never(3), never(3), never.cache_info())
print(typed(1), typed(1.0), typed(True), typed(1, y=2), typed(1, y=2.0), typed.cache_info())
print(small(3.0), small(3), small(True), small(1), small("a"), small(10**30), small(10**30), small.cache_info())
print(grid(12, 12), grid.cache_parameters(), small.cache_parameters(), typed.cache_parameters(), plain.cache_parameters())
p, q = Polygon(3), Polygon(4)
print([p.area(), p.area(2), q.area(), p.area(), q.area(scale=2), q.area(scale=2)], Polygon.made, Polygon.area.cache_info())
f = p.area
print(f(2), f.cache_info().hits, Polygon.area(q), Polygon.name(3), p.name(4), Polygon.made)
print(outer(2), outer(3))
print(twice("ab"), twice("ab"), twice.__name__, twice.__wrapped__.cache_info())
print(fib.__name__, plain.__doc__, plain.__wrapped__(5), type(fib).__name__, callable(fib), copy.copy(fib) is fib)
small.cache_clear()
print(small.cache_info())
try:
    fib([1])
except TypeError as e:
    print(e)
try:
    plain({1: 2}, x=[])
except TypeError as e:
    print(e)


@cache
def fails(x):
    if x < 0:
        raise ValueError(f"negative: {x}")
    return x


for x in (1, -1, -1, 1):
    try:
        print(fails(x))
    except ValueError as e:
        print(e)
print(fails.cache_info())
total = 0
for i in range(3000):
    total += fib(i % 90) + grid(i % 7, i % 5) + small(i % 4)
print(total, small.cache_info())
for wrong in (1.5, "x"):
    try:
        lru_cache(wrong)
    except TypeError as e:
        print(e)
