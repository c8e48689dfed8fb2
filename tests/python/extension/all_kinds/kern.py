"""Module of many things.

>>> add(1, 2)
3
"""
import enum
from collections import namedtuple
from dataclasses import dataclass, field
from typing import NamedTuple

__all__ = ["add", "Colour", "Point", "Boom"]
__version__ = "1.2"


def add(a: int, b: int = 2, *rest: int, key: str = "k", **more) -> int:
    """Adds.

    >>> add(1)
    3
    """
    return a + b + sum(rest) + len(more)


def count(n: int):
    """Generates."""
    try:
        for i in range(n):
            got = yield i
            if got:
                yield got
    finally:
        LOG.append("closed")


def chain(*its):
    for it in its:
        yield from it


LOG = []


class Colour(enum.Enum):
    RED = 1
    GREEN = 2

    def mixed(self) -> str:
        return self.name.lower()


class Flag(enum.IntFlag):
    A = 1
    B = 2


class Boom(ValueError):
    def __init__(self, code: int, *args):
        super().__init__(code, *args)
        self.code = code


def explode(code: int):
    try:
        raise KeyError("inner")
    except KeyError as e:
        raise Boom(code, "out") from e


@dataclass(order=True)
class Item:
    name: str
    n: int = 1
    tags: list = field(default_factory=list)


class Pair(NamedTuple):
    a: int
    b: float = 0.5


Old = namedtuple("Old", "x y")


class Point:
    __slots__ = ("x", "y")
    made = 0

    def __init__(self, x: float, y: float):
        self.x, self.y = x, y
        Point.made += 1

    @classmethod
    def origin(cls) -> "Point":
        return cls(0.0, 0.0)

    @staticmethod
    def norm(x: float, y: float) -> float:
        return (x * x + y * y) ** 0.5

    @property
    def r(self) -> float:
        return self.norm(self.x, self.y)

    @r.setter
    def r(self, v: float):
        self.x, self.y = v, 0.0

    def __add__(self, o: "Point") -> "Point":
        return Point(self.x + o.x, self.y + o.y)

    def __eq__(self, o):
        return isinstance(o, Point) and (self.x, self.y) == (o.x, o.y)

    def __hash__(self):
        return hash((self.x, self.y))

    def __repr__(self):
        return f"Point({self.x}, {self.y})"

    def __len__(self):
        return 2

    def __getitem__(self, i: int) -> float:
        return (self.x, self.y)[i]

    def __iter__(self):
        yield self.x
        yield self.y

    def __contains__(self, v):
        return v in (self.x, self.y)

    def __call__(self, k: int = 2):
        return Point(self.x * k, self.y * k)

    def __enter__(self):
        LOG.append("in")
        return self

    def __exit__(self, *exc):
        LOG.append(exc[0].__name__ if exc[0] else "out")
        return True

    def __bool__(self):
        return self.x != 0


class Counter:
    total: int = 0

    def __init__(self):
        self.n = 0

    def step(self, by: int = 1) -> int:
        self.n += by
        return self.n


def cached(f):
    import functools

    @functools.wraps(f)
    def inner(*a, **k):
        LOG.append(f.__name__)
        return f(*a, **k)
    return inner


@cached
def slow(x: int) -> int:
    return x + 1


def work(n: int) -> int:
    s = 0
    for i in range(n):
        s = (s * 31 + i) % 1000003
    return s


def make(n: int):
    def inner(k: int) -> int:
        nonlocal n
        n += k
        return n
    return inner


def apply(f, *args, **kw):
    return f(*args, **kw)


if __name__ == "__main__":
    print("never")
