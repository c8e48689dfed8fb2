# The program's classes in CPython: types of their names with the special methods that they have.
import collections.abc
import contextlib
import dataclasses
import enum
import gc
import inspect
import json
import pickle
import weakref
from collections import Counter, OrderedDict, defaultdict, deque, namedtuple

import pandas as pd


class Resource:
    def __init__(self, name):
        self.name = name

    def __enter__(self):
        print("enter", self.name)
        return self

    def __exit__(self, *error):
        print("exit", self.name, error[0])
        return False

    def close(self):
        print("close", self.name)


with contextlib.ExitStack() as stack:
    print(stack.enter_context(Resource("a")).name)
    stack.push(Resource("b"))
    stack.callback(Resource("c").close)
with contextlib.closing(Resource("d")) as r:
    print(r.name)
print(isinstance(r, contextlib.AbstractContextManager), isinstance(3, contextlib.AbstractContextManager))


def shape(a, /, b=2, *args, c, d="x", **kw):
    return a


class Plain:
    def __init__(self, p, q=3):
        self.p = p

    def method(self, z, *rest):
        return z

    @staticmethod
    def static(u, v=1):
        return u


for f in (shape, Plain, Plain.method, Plain(1).method, Plain.static, lambda q, r=5: q):
    print(inspect.signature(f))
print(inspect.isfunction(shape), inspect.isclass(Plain), inspect.ismethod(Plain(1).method))
bound = inspect.signature(shape).bind(1, c=4, e=5)
bound.apply_defaults()
print(bound.arguments)

series = pd.Series([1, 2])
print([isinstance(series, t) for t in (collections.abc.Iterable, collections.abc.Sized, collections.abc.Hashable, collections.abc.Mapping)])


@dataclasses.dataclass
class Point:
    x: int
    y: float = 2.0


class Color(enum.IntEnum):
    RED = 1
    BLUE = 2


class Kind(enum.Enum):
    A = "a"


Pair = namedtuple("Pair", "left right")


class Names(dict):
    def first(self):
        return min(self)


groups = defaultdict(list)
groups["k"].append(1)
print(json.dumps({"c": Color.RED, "n": Pair(1, 2), "d": groups, "o": OrderedDict(b=1, a=2), "t": Counter("aab"), "s": Names(z=1, y=2)}))
print(pd.DataFrame([Point(1), Point(2, 3.5)]))
print(pd.DataFrame([Pair(1, 2), Pair(3, 4)]))
print(pd.Series([Color.RED, Kind.A]).tolist(), pd.Series(deque([1, 2])).sum())
copies = pickle.loads(pickle.dumps([Point(4), Pair(4, 5), Color.BLUE, Kind.A, Point, shape]))
print(copies[:4], copies[4] is Point, copies[2] is Color.BLUE, copies[5] is shape)

p = Plain(1)
ref = weakref.ref(p)
known = weakref.WeakValueDictionary(p=p)
print(ref() is p, known["p"].p, len(known))
again = ref()
del p
print(ref() is again, len(known))
del again
gc.collect()
print(ref(), len(known))
r = Resource("e")
weakref.finalize(r, print, "finalized")
del r
gc.collect()
print("end")
