# Abstract classes, class registries, classes made by functions.
from abc import ABC, ABCMeta, abstractmethod
class Shape(ABC):
    def __init__(self, name): self.name = name
    @abstractmethod
    def area(self): ...
    @property
    @abstractmethod
    def sides(self): ...
    @classmethod
    @abstractmethod
    def make(cls): ...
    def describe(self): return f"{self.name} {self.area():.2f} {self.sides}"
class Square(Shape):
    def __init__(self, s):
        super().__init__("square")
        self.s = s
    def area(self): return self.s * self.s
    @property
    def sides(self): return 4
    @classmethod
    def make(cls): return cls(2)
class Half(Shape):
    def area(self): return 1
for c in (Shape, Half):
    try:
        c("x")
    except TypeError as e:
        print(e)
s = Square(3)
print(s.describe(), isinstance(s, Shape), issubclass(Square, Shape), Square.make().s, type(Shape), Shape.__abstractmethods__ == frozenset({"area", "sides", "make"}))
@Shape.register
class Odd:
    pass
print(isinstance(Odd(), Shape), issubclass(Odd, Shape), isinstance(3, Shape))
class Sized(metaclass=ABCMeta):
    @classmethod
    def __subclasshook__(cls, C):
        return hasattr(C, "__len__") or NotImplemented
print(isinstance([], Sized), isinstance(5, Sized))
total = 0
for i in range(1000):
    q = Square(i)
    if isinstance(q, Shape):
        total += q.area()
print(total)
class Plugin:
    registry = {}
    def __init_subclass__(cls, *, name, **kw):
        super().__init_subclass__(**kw)
        Plugin.registry[name] = cls
    def run(self): return type(self).__name__
class A(Plugin, name="a"): pass
class B(Plugin, name="b"):
    def run(self): return "custom"
print([Plugin.registry[k]().run() for k in sorted(Plugin.registry)])
def mixin(base):
    class M(base):
        def hello(self): return "hello " + self.who()
    return M
class P1:
    def who(self): return "p1"
class P2:
    def who(self): return "p2"
print(mixin(P1)().hello(), mixin(P2)().hello())
bases = (P1,)
class D(P1):
    def x(self): return self.who()
print(D().x())
T = type("T", (P1,), {"z": 5, "m": lambda self: self.z})
print(T().m(), T().who(), T.__name__)
E = type("E", (), {})
e = E(); e.q = 1; print(e.q)
def make_class(n):
    return type(n, (object,), dict(get=lambda self: n))
print(make_class("Foo")().get())
