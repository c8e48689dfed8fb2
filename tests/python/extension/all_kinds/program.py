"""Uses the module beside it, as it is and as an extension."""

import copy
import doctest
import functools
import inspect
import pickle
import threading
import traceback

import kern
from kern import *


def show(call):
    try:
        print(repr(call()))
    except Exception as e:
        print(type(e).__name__, e)


print(sorted(n for n in globals() if n in ("add", "Colour", "Point", "Boom", "work")), kern.__version__, kern.__all__)
show(lambda: (add(1), add(1, 3), add(1, 2, 3, 4), add(1, key="z", q=1, r=2), add(b=1, a=5)))
show(lambda: add())
show(lambda: add(1, a=2))
show(lambda: add("a", "b"))
show(lambda: add(*[1, 2], **{"key": "v"}))
g = kern.count(3)
show(lambda: (next(g), g.send(10), next(g), list(g), kern.LOG))
g = kern.count(3)
next(g)
show(lambda: g.throw(ValueError("t")))
print(kern.LOG)
g = kern.count(5)
next(g)
g.close()
print(kern.LOG)
show(lambda: list(kern.chain([1], "ab", kern.count(2))))
show(lambda: (Colour.RED, Colour(2), Colour["RED"].mixed(), list(Colour), Colour.RED is Colour(1), isinstance(Colour.RED, Colour)))
show(lambda: (kern.Flag.A | kern.Flag.B, kern.Flag(3), kern.Flag.A in kern.Flag(3), kern.Flag.A + 1))
try:
    kern.explode(7)
except Boom as e:
    print(e, e.args, e.code, repr(e.__cause__), isinstance(e, ValueError), type(e).__mro__[1].__name__)
    print(traceback.format_exc())
show(lambda: sorted([kern.Item("b"), kern.Item("a", 2), kern.Item("a", 1, [3])]))
show(lambda: (kern.Pair(1), kern.Pair(1)._replace(b=2.0), kern.Pair(1) == (1, 0.5), kern.Old(1, y=2), kern.Pair._fields))
p = Point(3.0, 4.0)
show(lambda: (p.r, p + p, p == Point(3.0, 4.0), len(p), p[0], p[-1], list(p), 4.0 in p, p(), p(3), bool(p), hash(p) == hash(Point(3.0, 4.0))))
show(lambda: (Point.origin(), Point.norm(3.0, 4.0), p.norm(6, 8), Point.made, Point.origin().r))


def set_r():
    p.r = 9.0
    return p


show(set_r)
show(lambda: p[5])
show(lambda: p + 1)
show(lambda: p.zz)


def set_z():
    p.z = 1


show(set_z)
with p as q:
    raise KeyError("x")
print(q is p, kern.LOG[-2:])
show(lambda: {p: 1}[Point(9.0, 0.0)])
c = kern.Counter()
c.extra = 5
show(lambda: (c.step(), c.step(3), c.n, c.extra, kern.Counter.step(c, 2), c.total))
kern.Counter.total = 8
show(lambda: (c.total, kern.Counter().total))
show(lambda: (kern.slow(3), kern.slow.__name__, kern.slow.__wrapped__(4), kern.LOG[-1]))
for x in (Point, kern.Item("q", 3, [1]), Colour.GREEN, kern.Pair(2), add, kern.work, c, kern.Flag(3), kern.Old(1, 2)):
    show(lambda: pickle.loads(pickle.dumps(x)) == x or pickle.loads(pickle.dumps(x)).__dict__ == x.__dict__)
show(lambda: copy.copy(kern.Item("q", 3, [1])))
show(lambda: copy.deepcopy(kern.Item("q", 3, [1])))
show(lambda: pickle.loads(pickle.dumps(Boom(3, "x"))).args)
print(inspect.isfunction(add), inspect.isclass(Point), inspect.ismodule(kern), callable(add), inspect.getdoc(add), inspect.isgeneratorfunction(kern.count))
print(inspect.getmodule(add) is kern, add.__module__, add.__qualname__, Point.norm.__qualname__, Point.__module__, add.__defaults__, add.__kwdefaults__, add.__code__.co_varnames[:2])
print(doctest.testmod(kern))
out = [None] * 4


def run(i):
    out[i] = kern.work(20000 + i)


ts = [threading.Thread(target=run, args=(i,)) for i in range(4)]
for t in ts:
    t.start()
for t in ts:
    t.join()
print(out)
f = kern.make(3)
show(lambda: (f(1), f(2), kern.make(0)(5)))
show(lambda: kern.apply(lambda *a, **k: (a, k), 1, 2, z=3))
show(lambda: list(map(kern.work, [1, 2, 3])))
show(lambda: sorted([3, 1, 2], key=kern.work))
show(lambda: functools.partial(add, 1)(5))
print(kern.__name__, kern.__dict__["__name__"], "work" in dir(kern), hasattr(kern, "nope"), vars(kern)["add"] is kern.add)
del kern.LOG[:]
print(kern.LOG)
