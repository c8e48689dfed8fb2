# Annotations at run time: of functions and classes, for libraries of CPython that read them.
import inspect
import typing
import functools
import code
from typing import Optional, List
from dataclasses import dataclass
SOURCE = '''
import inspect, typing, functools
def hints(f): return typing.get_type_hints(f)
def sig(f): return str(inspect.signature(f))
def ann(o): return dict(o.__annotations__)
class Field:
    def __init__(self, default=None): self.default = default
def model(cls):
    names = list(cls.__annotations__)
    def __init__(self, **kw):
        for n in names:
            t = cls.__annotations__[n]
            v = kw[n] if n in kw else getattr(cls, n)
            if isinstance(v, Field): v = v.default
            if isinstance(t, type) and not isinstance(v, t): v = t(v)
            setattr(self, n, v)
    def __repr__(self):
        return cls.__name__ + "(" + ", ".join(f"{n}={getattr(self, n)!r}" for n in names) + ")"
    cls.__init__ = __init__
    cls.__repr__ = __repr__
    return cls
def inject(f):
    made = {n: p.annotation() for n, p in inspect.signature(f).parameters.items() if p.annotation is not inspect.Parameter.empty}
    return lambda *a: f(*a, **made)
def dispatch(f): return functools.singledispatch(f)
'''
space = {}
code.InteractiveInterpreter(space).runsource(SOURCE, "<helpers>", "exec")
hints, sig, ann, Field, model, inject, dispatch = (space[n] for n in ("hints", "sig", "ann", "Field", "model", "inject", "dispatch"))

def f(a: int, b: "float" = 1.5, *args: str, k: Optional[int] = None, **kw: List[int]) -> bool:
    return True
print(inspect.signature(f))
print(f.__annotations__)
print(sig(f))
print(hints(f))
print(ann(f))
def g(a, b=2): return a
print(inspect.signature(g), g.__annotations__)

class P:
    x: int
    y: float = 2.0
    name: str = "p"
    tags: List[str] = []
    def m(self, q: int) -> str:
        return ""
print(P.__annotations__)
print(ann(P), hints(P))
print(sig(P.m), hints(P.m), P.m.__annotations__)

@model
class User:
    name: str
    age: int = 3
    score: float = Field(1)
print(User(name="ann"), User(name="bob", age="5", score=2))

class Service:
    def __init__(self): self.n = 3
@inject
def run(a, s: Service): return a + s.n
print(run(4))

@dispatch
def show(x): return "other"
@show.register
def _(x: int): return f"int {x}"
@show.register
def _(x: str): return f"str {x}"
print(show(1), show("a"), show(1.5))

@functools.singledispatch
def area(x): return "?"
@area.register
def _(x: int) -> str: return "int!"
@area.register(list)
def _(x): return "list!"
@area.register
def _(x: P): return "P!"
print(area(1), area([1]), area(P()), area(2.5))
print(typing.get_type_hints(P))
@dataclass
class DC:
    a: int
    b: List[int]
print(typing.get_type_hints(DC), DC.__annotations__)

# Names of the program, of modules, of enclosing functions; texts; a callable that reads its own.
import decimal
import pathlib as pl
Number = decimal.Decimal
def h(x: Number, y: "P | None", z: decimal.Decimal, w: pl.Path = pl.Path("."), *, v: dict[str,
        list[int]] | None = None) -> None: ...
print(list(h.__annotations__.items())[0], h.__annotations__["z"] is decimal.Decimal, h.__annotations__["w"], h.__annotations__["v"])
h.__annotations__["x"] = str
print(h.__annotations__["x"], sig(h)[:7])
def no_types(a): ...
print(no_types.__annotations__, ann(no_types))
class Empty: ...
class Sub(P):
    extra: bool = True
print(Empty.__annotations__, Sub.__annotations__, list(hints(Sub)))
