import typing
from abc import abstractmethod
from typing import Protocol, runtime_checkable, Iterable, Sequence, Mapping, Callable, Union, Optional, List, Any, SupportsInt, SupportsFloat, SupportsAbs, TypeVar, Generic
from dataclasses import dataclass

T = TypeVar("T")

@runtime_checkable
class Drawable(Protocol):
    def draw(self) -> str: ...
    def area(self, scale: float = 1.0) -> float: ...

@runtime_checkable
class Named(Protocol):
    name: str

@runtime_checkable
class NamedDrawable(Named, Drawable, Protocol):
    size: int = 3

class Plain(Protocol):
    def run(self) -> None: ...

@runtime_checkable
class Box(Protocol[T]):
    def get(self) -> T: ...

class Square:
    def __init__(self, side):
        self.side = side
    def draw(self):
        return "square"
    def area(self, scale=1.0):
        return self.side ** 2 * scale

class NamedSquare(Square):
    def __init__(self, side, name):
        super().__init__(side)
        self.name = name
        self.size = side

@dataclass
class Person:
    name: str
    age: int = 0

class Lazy:
    @property
    def name(self):
        pass
        return "lazy"

class Failing:
    @property
    def name(self):
        raise AttributeError("no name")

class Dynamic:
    def __getattr__(self, n):
        if n == "name":
            return "dyn"
        raise AttributeError(n)

class Blocked(Square):
    draw = None

class Explicit(Plain):
    def run(self):
        print("run")

class Explicit2(Drawable):
    def draw(self):
        return "x"

class Half:
    def draw(self):
        return 1

class Getter:
    def get(self):
        return 4

things = [Square(2), NamedSquare(3, "n"), Person("p"), Lazy(), Failing(), Dynamic(), Blocked(1), Explicit(), Explicit2(), Half(), Getter(), 3, "x", None, [1], {}, 2.5, print, Square]
for t in things:
    print(type(t).__name__, isinstance(t, Drawable), isinstance(t, Named), isinstance(t, NamedDrawable), isinstance(t, Box), isinstance(t, (int, Named)))

def check(f, *a):
    try:
        print(f(*a))
    except TypeError as e:
        print("TypeError", e)

check(isinstance, Explicit(), Plain)
check(isinstance, 3, Plain)
check(issubclass, Explicit, Plain)
check(issubclass, Square, Drawable)
check(issubclass, Half, Drawable)
check(issubclass, Blocked, Drawable)
class Fresh: pass
check(issubclass, Fresh, Named)
class Fresh2(Named): pass
check(issubclass, Fresh2, Named)
check(issubclass, 3, Drawable)
check(issubclass, Explicit2, Drawable)
check(Drawable)
check(Plain)
check(Named)
check(lambda: type(Explicit()).__name__)
check(runtime_checkable, Square)
check(runtime_checkable, Explicit)
def bad():
    class Bad(Square, Protocol):
        pass
check(bad)
Explicit().run()
print(Explicit2().area())

class Shape(Protocol):
    @abstractmethod
    def area(self) -> float: ...
class Disc(Shape):
    pass
check(Shape)
check(Disc)

for x in (1, 2.5, "s", [1], (1,), {1: 2}, {3}, None, len, range(3), iter([]), b"x"):
    print(repr(x)[:12], isinstance(x, Iterable), isinstance(x, Sequence), isinstance(x, Mapping), isinstance(x, Callable), isinstance(x, Union[int, str]), isinstance(x, Optional[float]), isinstance(x, List), isinstance(x, typing.Hashable), isinstance(x, SupportsInt), isinstance(x, SupportsFloat), isinstance(x, SupportsAbs), isinstance(x, typing.Sized), isinstance(x, typing.AbstractSet))
check(isinstance, 3, Any)
check(isinstance, [3], List[int])
check(isinstance, 3, typing.Literal)
check(isinstance, 3, T)
check(issubclass, int, Union[int, str])
check(issubclass, bool, SupportsInt)

def describe(x):
    if isinstance(x, Drawable):
        return "drawable " + x.draw()
    elif isinstance(x, Named):
        return "named " + x.name
    return "?"
print([describe(x) for x in (Square(1), Person("q"), 4)])
print(type(Plain).__name__)
match Square(2):
    case Drawable():
        print("drawable")
    case _:
        print("no")
class Counter2(Protocol):
    def __init__(self):
        self.n = 1
    def count(self): return self.n
c = Counter2
class C3(Counter2): pass
print(C3().count())
