# Context managers, protocols, generators, groups of exceptions, metaclasses, weak references.
import contextlib, io, sys, os, tempfile, weakref, functools, operator, itertools, collections, typing, abc, enum, types, traceback, gc
from contextlib import contextmanager, ExitStack, suppress, redirect_stdout, closing, nullcontext
@contextmanager
def tag(name, log):
    log.append(f"<{name}>")
    try:
        yield name.upper()
    except ValueError as e:
        log.append(f"caught {e}")
    finally:
        log.append(f"</{name}>")
def use():
    log = []
    with tag("a", log) as a, tag("b", log) as b:
        log.append(a + b)
    with tag("c", log):
        raise ValueError("v")
    try:
        with tag("d", log):
            raise KeyError("k")
    except KeyError as e:
        log.append(repr(e))
    return log
print(use())
class Res:
    opened = []
    def __init__(self, n):
        self.n = n
    def __enter__(self):
        Res.opened.append(self.n)
        return self
    def __exit__(self, t, v, tb):
        Res.opened.remove(self.n)
        return t is ZeroDivisionError
    def close(self):
        print("close", self.n)
with ExitStack() as stack:
    rs = [stack.enter_context(Res(i)) for i in range(3)]
    stack.callback(print, "callback", len(Res.opened))
    stack.push(lambda t, v, tb: print("exit", t and t.__name__) or False)
    1 / 0
print(Res.opened)
with suppress(KeyError, IndexError):
    [][1]
buf = io.StringIO()
with redirect_stdout(buf):
    print("inside")
    sys.stdout.write("x\n")
print(repr(buf.getvalue()))
with closing(Res(9)) as r, nullcontext(5) as five:
    print(r.n, five)
class Guard(contextlib.ContextDecorator):
    def __enter__(self):
        print("in"); return self
    def __exit__(self, *exc):
        print("out"); return False
@Guard()
def guarded(x):
    return x + 1
print(guarded(1))
class Shape(abc.ABC):
    @abc.abstractmethod
    def area(self): ...
    @property
    def info(self):
        return f"{type(self).__name__}:{self.area():.2f}"
class Sq(Shape):
    def __init__(self, s):
        self.s = s
    def area(self):
        return self.s ** 2
try:
    Shape()
except TypeError as e:
    print(str(e)[:40])
print(Sq(2).info, isinstance(Sq(1), Shape))
class P(typing.Protocol):
    def area(self) -> float: ...
def total(xs: typing.Iterable[P]) -> float:
    return sum(x.area() for x in xs)
print(total([Sq(1), Sq(2)]), typing.get_type_hints(total)["return"])
def gen():
    try:
        x = yield 1
        while True:
            x = yield x * 2
    except GeneratorExit:
        print("closed")
    finally:
        print("final")
g = gen()
next(g)
print(g.send(4), list(itertools.islice(iter(functools.partial(next, itertools.count(3)), 6), 5)))
g.close()
def inner():
    r = yield from [1, 2]
    return "done"
def outer():
    res = yield from inner()
    yield res
print(list(outer()), collections.ChainMap({"a": 1}, {"b": 2})["b"])
try:
    try:
        raise ValueError("one")
    except ValueError as e:
        raise RuntimeError("two") from e
except RuntimeError as e:
    print("".join(traceback.format_exception_only(type(e), e)).strip(), type(e.__cause__).__name__)
    text = traceback.format_exc()
    print(text.count("Traceback"), "direct cause" in text)
class MyErr(OSError):
    def __init__(self, code):
        super().__init__(code, "my error")
        self.code = code
try:
    raise MyErr(5)
except OSError as e:
    print(e.errno, e.strerror, e.code, e)
eg = ExceptionGroup("g", [ValueError(1), KeyError(2)])
try:
    raise eg
except* ValueError as e:
    print("values", e.exceptions)
except* KeyError as e:
    print("keys", e.exceptions)
class Reg(type):
    classes = {}
    def __new__(m, name, bases, ns):
        cls = super().__new__(m, name, bases, ns)
        m.classes[name] = cls
        return cls
class A(metaclass=Reg):
    pass
class B(A):
    pass
print(sorted(Reg.classes), type(B).__name__)
class Temp:
    def __init__(self): self.alive = True
o = Temp()
w = weakref.ref(o, lambda r: print("gone"))
d = weakref.WeakValueDictionary(k=o)
print(w() is o, len(d))
del o
print(w() is None, len(d))
