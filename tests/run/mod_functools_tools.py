from functools import cmp_to_key, lru_cache, partial, reduce, total_ordering, wraps
import functools
import operator


@lru_cache(maxsize=None)
def fib(n):
    if n < 2:
        return n
    return fib(n - 1) + fib(n - 2)


@lru_cache(maxsize=2)
def noisy(x):
    print("computing", x)
    return x * 2


@functools.cache
def binom(n, k):
    if k in (0, n):
        return 1
    return binom(n - 1, k - 1) + binom(n - 1, k)


def compare(a, b):
    if len(a) != len(b):
        return len(a) - len(b)
    return (a > b) - (a < b)


def log_calls(fn):
    @wraps(fn)
    def inner(*a, **k):
        inner.count += 1
        return fn(*a, **k)

    inner.count = 0
    return inner


@log_calls
def power(base, exp=2):
    "Raise it."
    return base**exp


print(fib(90), fib.cache_info(), fib(200))
for v in (1, 2, 1, 3, 2, 1):
    noisy(v)
print(noisy.cache_info())
noisy.cache_clear()
print(noisy(1), noisy.cache_info().misses)
print(binom(40, 20), reduce(operator.add, [1, 2, 3]), reduce(lambda a, b: a * b, range(1, 21)), reduce(max, [3, 9, 1], 5), reduce(lambda a, b: b + a, "abc", ""))
try:
    reduce(operator.add, [])
except TypeError as e:
    print(e)
square = partial(power, exp=2)
cube = partial(power, exp=3)
two_to = partial(power, 2)
print(square(5), cube(2), two_to(10), two_to(exp=3), power.count, power.__name__, power.__doc__, cube.func is power, cube.keywords, two_to.args)
print(sorted(["bb", "a", "ccc", "aa", "c"], key=cmp_to_key(compare)), sorted([3, 1, 2], key=cmp_to_key(lambda a, b: b - a)))
basetwo = partial(int, base=2)
print(basetwo("1010"), list(map(partial(operator.mul, 3), range(4))), partial(print, "prefix", sep=": ")("value"))


@total_ordering
class Size:
    ORDER = ["S", "M", "L"]

    def __init__(self, name):
        self.name = name

    def __eq__(self, o):
        return self.name == o.name

    def __lt__(self, o):
        return self.ORDER.index(self.name) < self.ORDER.index(o.name)


print(Size("S") <= Size("M"), Size("L") > Size("M"), Size("M") >= Size("M"), max(Size("M"), Size("L")).name)


@lru_cache
def with_kwargs(a, b=1, *c, **d):
    return (a, b, c, d)


print(with_kwargs(1), with_kwargs(1), with_kwargs(1, b=2), with_kwargs(1.0), with_kwargs.cache_info().hits)
try:
    fib([])
except TypeError as e:
    print(e)
