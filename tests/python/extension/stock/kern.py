"""Stock of a shop."""
from __future__ import annotations

from dataclasses import dataclass, field, asdict, replace
from enum import Enum, IntEnum, Flag, auto
from typing import Iterator, Optional, ClassVar, NamedTuple, Protocol, TypeVar, Generic, Callable, Any

T = TypeVar("T")
VERSION = "1.2"
LIMITS = {"low": 2, "high": 100}


class Level(Enum):
    LOW = "low"
    HIGH = "high"

    @property
    def shout(self):
        return self.value.upper()

    @classmethod
    def of(cls, n: int) -> Level:
        return cls.LOW if n < LIMITS["low"] else cls.HIGH


class Priority(IntEnum):
    A = 1
    B = auto()


class Perm(Flag):
    R = auto()
    W = auto()


class StockError(Exception):
    """Something is missing."""

    def __init__(self, name: str, wanted: int, there: int):
        super().__init__(f"{name}: {wanted} wanted, {there} there")
        self.name, self.wanted, self.there = name, wanted, there


@dataclass(order=True)
class Item:
    name: str
    count: int = 0
    tags: list[str] = field(default_factory=list, compare=False)
    made: ClassVar[int] = 0

    def __post_init__(self):
        Item.made += 1

    @property
    def level(self) -> Level:
        return Level.of(self.count)

    def take(self, n: int) -> int:
        if n > self.count:
            raise StockError(self.name, n, self.count)
        self.count -= n
        return self.count


@dataclass(frozen=True)
class Key:
    a: int
    b: str = "x"


class Row(NamedTuple):
    name: str
    count: int = 0

    def double(self) -> Row:
        return self._replace(count=self.count * 2)


class Stock:
    """All items."""

    def __init__(self, *items: Item, **counts: int):
        self._items = {i.name: i for i in items}
        for name, n in counts.items():
            self._items[name] = Item(name, n)

    def __len__(self) -> int:
        return len(self._items)

    def __iter__(self) -> Iterator[Item]:
        return iter(self._items.values())

    def __getitem__(self, name: str) -> Item:
        return self._items[name]

    def __setitem__(self, name: str, n: int) -> None:
        self._items[name] = Item(name, n)

    def __delitem__(self, name):
        del self._items[name]

    def __contains__(self, name: object) -> bool:
        return name in self._items

    def __bool__(self):
        return any(i.count for i in self)

    def __enter__(self) -> Stock:
        self._saved = {n: i.count for n, i in self._items.items()}
        return self

    def __exit__(self, kind, error, tb) -> bool:
        if kind is not None:
            for n, c in self._saved.items():
                self._items[n].count = c
        return kind is StockError

    def names(self) -> list[str]:
        return sorted(self._items)

    def low(self):
        for i in self:
            if i.level is Level.LOW:
                yield i

    def each(self, f: Callable[[Item], Any]) -> list:
        return [f(i) for i in self]

    @staticmethod
    def parse(text: str) -> Stock:
        return Stock(**{k: int(v) for k, v in (p.split("=") for p in text.split())})

    @classmethod
    def empty(cls):
        return cls()


class Box(Generic[T]):
    def __init__(self, value: T) -> None:
        self.value = value

    def map(self, f):
        return Box(f(self.value))


def find(stock: Stock, name: str, default: Optional[Item] = None) -> Optional[Item]:
    """
    >>> find(Stock(a=1), "a")
    Item(name='a', count=1, tags=[])
    >>> find(Stock(), "b") is None
    True
    """
    return stock[name] if name in stock else default
