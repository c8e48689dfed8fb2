"""Calls with stars where the parts are known, and where they are not: wrappers, forwarding methods, points."""
import functools
import time


def counted(f):
    calls = []

    def wrapper(*args, **kwargs):
        calls.append(len(args) + len(kwargs))
        return f(*args, **kwargs)

    wrapper.calls = calls
    return wrapper


def plain(f):
    @functools.wraps(f)
    def wrapper(*args, **kwargs):
        return f(*args, **kwargs)

    return wrapper


def twice(f):
    def run(*args):
        return f(*args) + f(*args)

    return run


def retry(times):
    def deco(f):
        def inner(*args, **kwargs):
            for k in range(times):
                try:
                    return f(*args, **kwargs)
                except ValueError as e:
                    last = str(e)
            return last

        return inner

    return deco


@plain
def scale(x, factor=2, *, offset=0):
    """Scales."""
    return x * factor + offset


@counted
def area(w, h=1):
    return w * h


@twice
def joined(*parts, sep="-"):
    return sep.join(str(p) for p in parts)


@retry(3)
def picky(n, limit=5):
    if n > limit:
        raise ValueError(f"{n} > {limit}")
    return n


class Base:
    def __init__(self, name, size=1):
        self.name = name
        self.size = size

    def show(self, prefix, *rest, end="."):
        return f"{prefix}{self.name}{self.size}{rest}{end}"


class Derived(Base):
    def __init__(self, *args, colour="red", **kwargs):
        super().__init__(*args, **kwargs)
        self.colour = colour

    def show(self, *args, **kwargs):
        return super().show(*args, **kwargs) + self.colour


class Failure(Exception):
    def __init__(self, *args):
        super().__init__(*args)
        self.count = len(args)


def total(*xs):
    s = 0
    for x in xs:
        s += x
    return s


def options(a=1, b=2, **rest):
    return a, b, sorted(rest.items())


def pass_all(*args, **kw):
    return options(*args, **kw)


def add(a, b, c):
    return a + b * c


print(scale(3), scale(3, 4), scale(3, factor=5), scale(2, offset=1), scale(1.5, 3, offset=0.5), scale.__name__, scale.__doc__)
print(area(3), area(3, 4), area(w=2, h=5), area.calls)
print(joined(1, 2), joined("a"), joined())
print(picky(3), picky(9), picky(9, limit=10), picky(n=1))
d = [Derived("x"), Derived("y", 2), Derived("z", size=3, colour="blue"), Derived(name="w")]
print([(o.name, o.size, o.colour) for o in d])
print(d[0].show("<"), d[1].show("<", 1, 2), d[2].show("<", end="!"), d[3].show(prefix="p"))
print(total(), total(1), total(*(1, 2, 3)), total(1, *[2, 3], *range(3)), total(*(0.5, 1)))
print(pass_all(), pass_all(5), pass_all(5, 6), pass_all(b=7), pass_all(1, c=3, d=4), pass_all(**{"a": 9, "z": 0}))
point = (2, 3)
print(add(1, *point), add(*point, 4), add(*point, c=5), add(*(1, 2, 3)), add(10**20, *point), add(*(10**30, 2, 3)))
p = [1, 2, 3]
print(add(*p), add(*[x * 2 for x in p]), add(**{"a": 1, "b": 2, "c": 3}), add(*"abc"[:0], 1, 2, 3))
for bad in (
    lambda: add(*point),
    lambda: add(*point, 1, 2),
    lambda: scale(),
    lambda: scale(1, 2, 3),
    lambda: scale(1, factor=2, colour=3),
    lambda: area(1, w=2),
    lambda: add(*5),
    lambda: add(**5),
    lambda: add(1, 2, 3, **{"a": 1}),
    lambda: Derived(),
):
    try:
        print(bad())
    except TypeError as e:
        print("TypeError:", e)
for n in range(3):
    try:
        raise Failure(*range(n))
    except Failure as e:
        print(e.count, e.args, repr(e))
f = Failure(*point)
print(f.args, f.count)


def big(*args, **kwargs):
    return scale(*args, **kwargs)


x = 1
for i in range(70):
    x = big(x, factor=3)
print(x)
s = 0
for i in range(20000):
    s += scale(i) + area(i, 2) + add(i, *point) + len(pass_all(i, b=i))
print(s, len(area.calls))
pairs = [(1, 2, 3), (4, 5, 6)]
print([add(*t) for t in pairs], list(map(lambda t: add(*t), pairs)), max(*point), print(*point, sep="/"))
handlers = {"add": add, "total": total}
print(handlers["add"](*pairs[0]), handlers["total"](*pairs[1]))


def mutating(l):
    l.append(4)
    return {"sep": ";"}


def text(*args, sep=",", **rest):
    args = args + (len(rest),)
    return sep.join(str(a) for a in args)


l = [1, 2]
print(text(*l, **mutating(l)), l, text(*l), text(*l, sep="+"), text(0, *l, **{"sep": "-", "k": 1}))
opts = {"sep": "/"}
for k in range(3):
    opts[f"x{k}"] = k
    print(text(*l, **opts), text(**opts), end=" ")
print(opts)
words = ["b", "a"]
print(text(*words), text(*sorted(words)), text(*"xy"), text(*{"k": 1}), text(*(w for w in words)))
try:
    print(text(**{1: 2}))
except TypeError as e:
    print("TypeError:", e)
