"""Shapes with operators, abstract bases and protocols."""
from __future__ import annotations
import math
from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from enum import Enum, auto, IntEnum
from functools import total_ordering, cached_property, lru_cache
from typing import ClassVar, Iterator, Protocol, runtime_checkable, NamedTuple, Optional, Union


class Color(Enum):
    RED = auto()
    GREEN = auto()

    @property
    def pretty(self) -> str:
        return self.name.title()


class Level(IntEnum):
    LOW = 1
    HIGH = 5


class Bounds(NamedTuple):
    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def area(self) -> float:
        return (self.x1 - self.x0) * (self.y1 - self.y0)


@runtime_checkable
class HasArea(Protocol):
    def area(self) -> float: ...


@dataclass(frozen=True, order=True)
class Vec:
    x: float = 0.0
    y: float = 0.0

    def __add__(self, o: Vec) -> Vec:
        return Vec(self.x + o.x, self.y + o.y)

    def __mul__(self, k: float) -> Vec:
        return Vec(self.x * k, self.y * k)

    __rmul__ = __mul__

    def __abs__(self) -> float:
        return math.hypot(self.x, self.y)

    def __iter__(self) -> Iterator[float]:
        yield self.x
        yield self.y


class Shape(ABC):
    count: ClassVar[int] = 0

    def __init__(self, color: Color = Color.RED):
        self.color = color
        Shape.count += 1

    @abstractmethod
    def area(self) -> float: ...

    def __lt__(self, other: Shape) -> bool:
        return self.area() < other.area()

    @classmethod
    def unit(cls) -> Shape:
        return cls(1.0)

    @staticmethod
    def describe(s: Shape) -> str:
        return f"{type(s).__name__}({s.area():.2f}, {s.color.pretty})"


class Circle(Shape):
    def __init__(self, r: float, color: Color = Color.GREEN):
        super().__init__(color)
        self.r = r

    def area(self) -> float:
        return math.pi * self.r ** 2

    @cached_property
    def perimeter(self) -> float:
        return 2 * math.pi * self.r


class Polygon(Shape):
    def __init__(self, *points: Vec):
        super().__init__()
        self.points = list(points)

    def area(self) -> float:
        s = 0.0
        n = len(self.points)
        for i in range(n):
            a, b = self.points[i], self.points[(i + 1) % n]
            s += a.x * b.y - a.y * b.x
        return abs(s) / 2

    def __len__(self) -> int:
        return len(self.points)

    def __getitem__(self, i: int) -> Vec:
        return self.points[i]

    def __contains__(self, p: Vec) -> bool:
        return p in self.points

    @property
    def bounds(self) -> Bounds:
        xs = [p.x for p in self.points]
        ys = [p.y for p in self.points]
        return Bounds(min(xs), min(ys), max(xs), max(ys))

    @bounds.setter
    def bounds(self, b):
        raise AttributeError("bounds are computed")


@lru_cache(maxsize=None)
def fib(n: int) -> int:
    return n if n < 2 else fib(n - 1) + fib(n - 2)


def largest(shapes: list[Shape]) -> Optional[Shape]:
    return max(shapes, default=None)


def total(shapes: Union[list, tuple]) -> float:
    return sum(s.area() for s in shapes)
