# Methods behind decorators of CPython, and its descriptors in classes of the program.
import code
SOURCE = '''
import functools
def twice(f):
    @functools.wraps(f)
    def inner(*args, **kwargs):
        return [f(*args, **kwargs), f(*args, **kwargs)]
    return inner
class Lazy:
    def __init__(self, f): self.f = f
    def __set_name__(self, owner, name): self.name = name
    def __get__(self, obj, cls=None):
        if obj is None: return self
        return (self.name, self.f(obj))
class Typed:
    def __set_name__(self, owner, name): self.name = "_" + name
    def __get__(self, obj, cls=None): return self if obj is None else getattr(obj, self.name, 0)
    def __set__(self, obj, v): setattr(obj, self.name, int(v))
'''
space = {}
code.InteractiveInterpreter(space).runsource(SOURCE, "<helpers>", "exec")
twice, Lazy, Typed = space["twice"], space["Lazy"], space["Typed"]
class A:
    n = Typed()
    def __init__(self, k): self.k = k
    @twice
    def m(self, x): return self.k + x
    @Lazy
    def l(self): return self.k * 2
    @classmethod
    @twice
    def c(cls): return cls.__name__
    @property
    @twice
    def p(self): return self.k
a = A(3)
print(a.m(1), A.m(a, 2), a.l, a.c(), A.c(), a.p)
a.n = "7"
print(a.n, vars(a), A.m.__name__)
