# Generic classes, slots, descriptors.
from typing import Generic, TypeVar, Protocol
T = TypeVar("T")
K = TypeVar("K")
class Stack(Generic[T]):
    def __init__(self) -> None:
        self.items: list[T] = []
    def push(self, x: T) -> None:
        self.items.append(x)
    def pop(self) -> T:
        return self.items.pop()
s = Stack[int]()
s.push(1); s.push(2)
print(s.pop() + s.pop())
t: Stack[str] = Stack()
t.push("a")
print(t.pop())
class Pair(Generic[K, T]):
    def __init__(self, k: K, v: T): self.k, self.v = k, v
    def swap(self) -> "Pair[T, K]": return Pair(self.v, self.k)
p = Pair(1, "x").swap()
print(p.k, p.v)
class HasLen(Protocol):
    def __len__(self) -> int: ...
def size(x: HasLen) -> int: return len(x)
print(size([1, 2]), size("abc"))
class P:
    __slots__ = ("x", "y")
    def __init__(self, x, y):
        self.x = x
        self.y = y
    def move(self, d):
        self.x += d
        return self
p = P(1, 2)
print(p.move(3).x, p.y)
try:
    p.z = 5
except AttributeError as e:
    print(e)
try:
    p.__dict__
except AttributeError as e:
    print(e)
class Q(P):
    __slots__ = ("z",)
q = Q(1, 2); q.z = 3
print(q.z, q.x)
try:
    q.w = 1
except AttributeError as e:
    print(e)
class R(P):
    pass
r = R(1, 2); r.anything = 5
print(r.__dict__, r.x)
try:
    del p.x
    print(p.x)
except AttributeError as e:
    print(e)
class D:
    def __init__(self, default): self.default = default
    def __set_name__(self, owner, name): self.name = "_" + name
    def __get__(self, obj, owner=None):
        if obj is None: return self
        return getattr(obj, self.name, self.default)
    def __set__(self, obj, value):
        if value < 0: raise ValueError("neg")
        setattr(obj, self.name, value)
class W:
    a = D(1)
    b = D(2)
    def __init__(self, a=None):
        if a is not None: self.a = a
w = W()
print(w.a, w.b)
w.a = 10
print(w.a, W(7).a, w.__dict__)
try:
    w.b = -1
except ValueError as e:
    print(e)
print(type(W.a).__name__)
class Lazy:
    def __init__(self, f): self.f = f; self.name = f.__name__
    def __get__(self, obj, cls):
        if obj is None: return self
        v = self.f(obj)
        obj.__dict__[self.name] = v
        return v
class H:
    @Lazy
    def expensive(self):
        print("computing")
        return 42
h = H()
print(h.expensive, h.expensive)
class Temp:
    def __init__(self): self._c = 0
    @property
    def c(self): return self._c
    @c.setter
    def c(self, v): self._c = v
    @c.deleter
    def c(self): print("del"); self._c = None
t = Temp(); t.c = 5; print(t.c); del t.c; print(t.c)
class Base:
    def __init__(self): self.a = 1; self.b = 2
class Der(Base):
    def __init__(self):
        self.z = 0
        super().__init__()
        self.c = 3
print(Der().__dict__, vars(Base()))
class A1:
    def __del__(self): print("del A1")
x = A1()
x = None
print("after")
y = A1()
del y
print("end")
z = A1()
print({3, 1, 2}, {"b": 1, **{"c": 2}}, {10, 9, 8, 100, -1})
for k in {5, 1000, 3}: print(k)
