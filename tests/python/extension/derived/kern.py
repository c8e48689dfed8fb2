"""Classes that CPython derives from, exceptions of several bases, names that nobody writes."""
import datetime as dt
import typing
from dataclasses import dataclass
from typing import *

T = TypeVar("T")


class Shape:
    def __init__(self, name: str, size: float = 1.0) -> None:
        self.name = name
        self.size = size

    def __str__(self) -> str:
        return f"{self.name} of {self.size}"

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.name!r}, {self.size!r})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Shape) and (self.name, self.size) == (other.name, other.size)

    def __lt__(self, other: "Shape") -> bool:
        return self.size < other.size

    def __hash__(self) -> int:
        return hash(self.name)

    def __bool__(self) -> bool:
        return self.size > 0


class Square(Shape):
    def __str__(self) -> str:
        return "square " + super().__str__()


class StoreError(Exception):
    def __init__(self, text: str, code: int = 1) -> None:
        super().__init__(text)
        self.code = code


class Missing(StoreError, KeyError):
    pass


def find(d: dict, key: str) -> object:
    try:
        return d[key]
    except KeyError as e:
        raise Missing(key, 404) from e


class Stack(Generic[T]):
    def __init__(self, items: Iterable[T] = ()) -> None:
        self.items = list(items)

    def pop(self) -> T:
        return self.items.pop()


@dataclass(frozen=True, slots=True, order=True)
class Point:
    x: int
    y: int = 0


@dataclass
class Item:
    name: str
    price: float = 1.0

    def cost(self, n: int = 1) -> float:
        return self.price * n


for _i in range(3):
    globals()[f"LEVEL_{_i}"] = _i * 10


def counted(words: list) -> typing.Counter:
    found = typing.Counter(words)
    found.update(typing.Deque(["z"]))
    return found


def due(d: dt.date, days: int = 30) -> dt.date:
    return d + dt.timedelta(days=days)


def only_before(a, /, b: int = 2, *, c: str = "c") -> None:
    pass
