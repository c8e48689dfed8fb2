# Classes that use most of the data model: containers, inheritance, patched classes, subclasses of builtins.
import sys
class Stack:
    def __init__(self, *items): self._items = list(items)
    def __len__(self): return len(self._items)
    def __bool__(self): return bool(self._items)
    def push(self, x): self._items.append(x); return self
    def pop(self): return self._items.pop()
    def __repr__(self): return f"{type(self).__name__}({', '.join(map(repr, self._items))})"
    def __eq__(self, o): return type(self) is type(o) and self._items == o._items
    def __contains__(self, x): return x in self._items
    def __reversed__(self): return reversed(self._items)
    def __copy__(self): return type(self)(*self._items)
    def __hash__(self): return hash(tuple(self._items))
    def __add__(self, o): return type(self)(*self._items, *o._items)
    def __iadd__(self, o): self._items.extend(o); return self
    def __getitem__(self, i): return type(self)(*self._items[i]) if isinstance(i, slice) else self._items[i]
    def __delitem__(self, i): del self._items[i]
    def __setitem__(self, i, v): self._items[i] = v
class Sub(Stack):
    def push(self, x): return super().push(x * 2)
import copy
s = Stack(1, 2)
t = Sub(3).push(4)
print(s, t, s + t, t + s, len(t), bool(Stack()), s == Stack(1, 2), s == t, 2 in s, list(reversed(s)), copy.copy(t), hash(s) == hash(Stack(1, 2)))
s += [7, 8]; del s[0]; s[0] = "z"
print(s, s[1:], s[-1], [x for x in s], {s: 1}[s])
class Base:
    kind = "base"
    def __init__(self, x): self.x = x
    def clone(self): return self.__class__(self.x)
    @classmethod
    def of(cls, x): return cls(x)
    @staticmethod
    def util(a, b=2): return a * b
    def __str__(self): return f"{self.kind}:{self.x}"
    def tmpl(self): return self.hook() + "!"
    def hook(self): return "base hook"
class Left(Base):
    kind = "left"
    def hook(self): return "left " + super().hook()
class Right(Base):
    def __init__(self, x, y=0): super().__init__(x); self.y = y
    def hook(self): return "right " + super().hook()
class Both(Left, Right):
    kind = "both"
    def hook(self): return "both " + super().hook()
for c in (Base, Left, Right, Both):
    o = c.of(5)
    print(o, o.clone(), o.tmpl(), c.util(3), o.util(3, b=4), c.__mro__[1].__name__, isinstance(o, Left), issubclass(c, Base))
print([k.__name__ for k in Both.__mro__], Both(1, 2).y, Both.kind, vars(Both(1)))
b = Both(1)
b.kind = "inst"; print(b.kind, Both.kind); del b.kind; print(b.kind)
Both.kind = "patched"; print(b.kind, str(b))
Base.hook = lambda self: "patched hook"; print(b.tmpl())
def method(self, k): return self.x + k
Base.added = method; print(b.added(10), Left(3).added(1))
b.own = lambda k: k + 1; print(b.own(4))
setattr(b, "dyn", 99); print(getattr(b, "dyn"), hasattr(b, "nope"), getattr(b, "nope", "dflt"), list(b.__dict__))
m = b.hook; print(m(), m.__self__ is b, m.__func__ is Both.hook, Both.hook(b))
class Temp:
    def __init__(self, c): self.c = c
    @property
    def f(self): return self.c * 9 / 5 + 32
    @f.setter
    def f(self, v): self.c = (v - 32) * 5 / 9
t = Temp(100); t.f = 212; print(t.f, t.c)
try: Temp.f.fset(t, "x")
except TypeError as e: print(e)
class ReadOnly:
    @property
    def v(self): return 1
try: ReadOnly().v = 2
except AttributeError as e: print(e)
class Count:
    n = 0
    def __new__(cls, *a):
        cls.n += 1
        return super().__new__(cls)
    def __init__(self, a=None): self.a = a
print(Count(1).a, Count().n, Count.n)
class Single:
    _i = None
    def __new__(cls):
        if cls._i is None: cls._i = object.__new__(cls)
        return cls._i
print(Single() is Single())
class IntLike(int):
    def __add__(self, o): return IntLike(int(self) + int(o))
    def double(self): return self * 2
i = IntLike(5); print(i + 3, type(i + 3).__name__, i.double(), i == 5, [1, 2, 3, 4, 5, 6][i], f"{i:03d}", i < 6, hash(i), {5: "five"}[i], isinstance(i, int))
class UStr(str):
    def __new__(cls, s): return super().__new__(cls, s.upper())
    def shout(self): return self + "!"
u = UStr("abc"); print(u, u.shout(), len(u), u[0], u == "ABC", {"ABC": 1}[u], type(u).__name__)
class DefDict(dict):
    def __missing__(self, k): self[k] = v = len(k); return v
    def get2(self, k): return self[k]
d = DefDict(a=1); print(d["hello"], d.get2("zz"), d, len(d), d.get("none"), "a" in d, sorted(d))
class MyList(list):
    def append(self, x): super().append(x + 1)
    @property
    def total(self): return sum(self)
l = MyList([1, 2]); l.append(5); l += [9]; print(l, l.total, len(l), l[0], l == [1, 2, 6, 9], sorted(l, reverse=True), [x * 2 for x in l], l[1:])
class E1(Exception):
    def __init__(self, a, b): super().__init__(a, b); self.a = a
class E2(E1, ValueError): pass
try: raise E2(1, 2)
except ValueError as e: print(repr(e), e.a, e.args, isinstance(e, E1), str(e))
class Tup(tuple):
    def __new__(cls, x, y): return super().__new__(cls, (x, y))
    @property
    def x(self): return self[0]
p = Tup(3, 4); a, b = p; print(p, p.x, a + b, p == (3, 4), len(p), hash(p) == hash((3, 4)))
class St(set):
    def add2(self, *xs):
        for x in xs: self.add(x)
        return self
print(sorted(St([1]).add2(2, 3) | {9}), St() == set())
class F(float):
    def __repr__(self): return "F" + super().__repr__()
print(F(1.5), [F(2)], F(1) + 1, F(3.7).is_integer(), round(F(2.6)))
print(sys.getrefcount is not None, callable(Stack), callable(s), type(s).__name__, Stack.__name__, Stack.push.__qualname__, Stack.__module__)
