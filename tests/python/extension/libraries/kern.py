"""Functions and classes that libraries have."""
import datetime
import enum
import functools
import json
import logging
import os
import re
import string
import time
from collections import namedtuple, ChainMap, UserDict
from functools import cached_property, partial, singledispatch, singledispatchmethod
from pathlib import Path
from typing import overload, Iterable, Any

__version__ = "0.3.1"
log = logging.getLogger(__name__)
Pair = namedtuple("Pair", "left right", defaults=[None])
PATTERN = re.compile(r"(?P<key>\w+)\s*=\s*(?P<value>[^;]+)")
double = partial(lambda k, x: k * x, 2)
TABLE = {i: i * i for i in range(4)}
NAMES = [n for n in string.ascii_lowercase[:4]]


class Color(str, enum.Enum):
    RED = "r"
    BLUE = "b"


class Weekday(enum.IntEnum):
    MON = 1
    TUE = 2

    def next(self):
        return Weekday(self % 2 + 1)


class ParseError(ValueError):
    def __init__(self, text, at=0):
        self.text, self.at = text, at
        super().__init__(text)

    def __str__(self):
        return f"{self.text!r} at {self.at}"


class DeepError(ParseError):
    pass


class Settings(UserDict):
    def __missing__(self, key):
        return f"<{key}>"


class Node:
    count = 0

    def __init__(self, value, *children):
        self.value = value
        self.children = list(children)
        self.parent = None
        for c in children:
            c.parent = self
        type(self).count += 1

    def __iter__(self):
        yield self.value
        for c in self.children:
            yield from c

    @cached_property
    def size(self):
        return 1 + sum(c.size for c in self.children)

    def depth(self) -> int:
        return 1 + max((c.depth() for c in self.children), default=0)

    @property
    def root(self):
        return self if self.parent is None else self.parent.root

    def __lt__(self, other):
        return self.value < other.value

    @singledispatchmethod
    def show(self, x):
        return f"any {x}"

    @show.register
    def _(self, x: int):
        return f"int {x}"


class Account:
    interest = 0.02

    def __init__(self, owner, balance=0):
        self.owner = owner
        self._balance = balance

    @property
    def balance(self):
        """What there is."""
        return self._balance

    @balance.setter
    def balance(self, value):
        if value < 0:
            raise ValueError("negative")
        self._balance = value

    def __getstate__(self):
        return {"owner": self.owner, "b": self._balance}

    def __setstate__(self, state):
        self.owner, self._balance = state["owner"], state["b"]

    def __copy__(self):
        return Account(self.owner + "'", self._balance)

    def __lshift__(self, n):
        self.balance += n
        return self

    def __index__(self):
        return self._balance

    def __contains__(self, x):
        return x in self.owner

    def pay(self, *, to: "Account", amount: int = 1) -> int:
        self.balance -= amount
        to.balance += amount
        return amount


@singledispatch
def show(x):
    return "object"


@show.register(int)
def _(x):
    return "int"


@show.register(list)
def _(x):
    return "list of " + ", ".join(show(y) for y in x)


def parse(text: str) -> dict:
    found = {m["key"]: m["value"].strip() for m in PATTERN.finditer(text)}
    if not found:
        raise ParseError(text, len(text))
    return found


def memo(f):
    known = {}

    @functools.wraps(f)
    def inner(*args):
        if args not in known:
            known[args] = f(*args)
        return known[args]

    inner.known = known
    return inner


@memo
def slow(n):
    log.debug("slow %d", n)
    return n * n


class Retry:
    def __init__(self, times: int):
        self.times = times

    def __call__(self, f):
        def run(*args, **kw):
            for i in range(self.times):
                try:
                    return f(*args, **kw)
                except ValueError:
                    log.warning("try %d", i)
            raise DeepError("gave up")
        return run


@Retry(2)
def flaky(x):
    if x:
        raise ValueError(x)
    return "fine"


class timer:
    def __enter__(self):
        self.start = time.perf_counter()
        return self

    def __exit__(self, *exc):
        self.seconds = time.perf_counter() - self.start


def dates(start: datetime.date, n: int):
    return [start + datetime.timedelta(days=k) for k in range(n)]


def sizes(folder):
    return sorted((p.name, p.stat().st_size) for p in Path(folder).iterdir() if p.is_file())


def dump(x: Any, **options) -> str:
    return json.dumps(x, default=str, **options)


def merge(*maps, **more):
    return dict(ChainMap(more, *maps))


def flat(xs: Iterable):
    for x in xs:
        if isinstance(x, (list, tuple)):
            yield from flat(x)
        else:
            yield x


def swap(a, b=(), *rest, key=None, **others):
    return b, a, rest, key, others


def fill(target: list, n: int = 2):
    target.extend(range(n))
    target[0] = "first"
    return target


def update(d, key, f):
    d[key] = f(d.get(key))
    return d


def __getattr__(name):
    if name == "computed":
        return 42
    raise AttributeError(f"module has no {name}")


if __name__ == "__main__":
    print("main")
