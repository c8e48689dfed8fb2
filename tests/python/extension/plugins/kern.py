"""Classes that others derive from: registries, names of attributes, metaclasses, and variables that are made when they are asked for."""
import abc
import collections
import functools
import warnings
from collections import Counter

registry = {}


class Plugin(abc.ABC):
    name = "none"

    def __init_subclass__(cls, /, tag="", **more):
        super().__init_subclass__(**more)
        registry[cls.name] = (tag, cls.__name__, getattr(cls, "__abstractmethods__", "not yet"))

    @abc.abstractmethod
    def run(self):
        return 1


class Own(Plugin, tag="own"):
    name = "own"

    def run(self):
        return super().run() + 1


class Field:
    def __set_name__(self, owner, name):
        self.name, self.owner = name, owner.__name__
        owner.fields = (*getattr(owner, "fields", ()), name)

    def __get__(self, obj, kind=None):
        return self if obj is None else obj.__dict__.get(self.name, f"no {self.name}")

    def __set__(self, obj, value):
        obj.__dict__[self.name] = value


class Record:
    key = Field()


class Table(type):
    rows = ("a", "b")

    def __len__(cls):
        return len(cls.rows)

    def __iter__(cls):
        return iter(cls.rows)

    def __contains__(cls, x):
        return x in cls.rows

    def __getitem__(cls, k):
        return cls.rows[k]

    def __repr__(cls):
        return f"table {cls.__name__}"


class Users(metaclass=Table):
    pass


class Words(Counter):
    def top(self):
        return self.most_common(1)


@functools.singledispatch
def show(x):
    return "?"


@show.register
def _(x: int):
    return f"int {x}"


@show.register
def _(x: Own | list):
    return "own or list"


def __getattr__(name):
    if name == "old":
        warnings.warn("old is deprecated", DeprecationWarning, stacklevel=2)
        return 3
    raise AttributeError(f"no {name}")


def __dir__():
    return ["show", "registry"]


def read(path):
    with open(path) as f:
        return f.read()
