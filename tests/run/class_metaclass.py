# Metaclasses and class keywords.
class Meta(type):
    def __new__(mcs, name, bases, ns, **kw):
        print("new", name, sorted(k for k in ns if not k.startswith("__")), kw)
        return super().__new__(mcs, name, bases, ns)
    def __init__(cls, name, bases, ns, **kw):
        super().__init__(name, bases, ns)
        cls.tag = name.lower()
    def __call__(cls, *a, **k):
        print("call", cls.__name__)
        return super().__call__(*a, **k)
    def __len__(cls): return 42
    @property
    def shout(cls): return cls.__name__.upper()
class A(metaclass=Meta, flag=3):
    x = 1
    def m(self): return self.x
class B(A):
    y = 2
a = A()
print(a.m(), A.tag, B.tag, len(A), A.shout, type(A), type(B), isinstance(A, Meta))
print(B().y)
class Base:
    subs = []
    def __init_subclass__(cls, /, kind=None, **kw):
        super().__init_subclass__(**kw)
        cls.kind = kind
        Base.subs.append(cls.__name__)
class S1(Base, kind="one"): pass
class S2(Base): pass
print(S1.kind, S2.kind, Base.subs)
class Singleton(type):
    _inst = {}
    def __call__(cls, *args):
        if cls not in cls._inst:
            cls._inst[cls] = super().__call__(*args)
        return cls._inst[cls]
class Conf(metaclass=Singleton):
    def __init__(self, v): self.v = v
print(Conf(1) is Conf(2), Conf(3).v)
from abc import ABC, abstractmethod, ABCMeta
class Shape(metaclass=ABCMeta):
    @abstractmethod
    def area(self): ...
    @property
    @abstractmethod
    def name(self): ...
try:
    Shape()
except TypeError as e:
    print(e)
class Sq(Shape):
    def area(self): return 4
    name = "sq"
print(Sq().area(), Sq().name)
