import asyncio, traceback, sys, inspect, operator, weakref
import kern
from kern import *
from kern import _registry
class H:
    def handle(self, event): return True
print(isinstance(3, Handler), H().handle(1), Config(name="a", size=1), kern.MAX)
b = Child("lab"); print(b.label, b.sub, sorted(k for k in _registry), _registry["Child"] is Child, type(Child).__name__)
try: b.label = 3
except TypeError as e: print(e)
print(type(Base.label).__name__)
class Mine(Base, metaclass=type(Base)): pass
print(Mine("q").label, Mine.sub)
try: Shape()
except TypeError as e: print(e)
sq = Square(3.0); print(sq.describe(), isinstance(sq, Shape), Shape.__abstractmethods__ == {"area", "name"})
class Circle(Shape):
    def __init__(self, r): self.r = r
    def area(self): return 3 * self.r * self.r
    name = "circle"
print(Circle(2).describe())
e = Emitter(); seen = []
e.on("a", seen.append)
@e.on("a")
def two(x): return x * 2
print(e.emit("a", 5), seen, e.emit("b"), list(e.log), e.log.maxlen)
with e.muted() as q: print(q is e, e.emit("a", 1))
print(e.emit("a", 6))
try:
    with e.muted(): raise KeyError("k")
except KeyError as x: print("kept", x, e.emit("a", 1))
c = Countdown(3); print(list(c), list(reversed(Countdown(4))), operator.length_hint(Countdown(5)), sum(Countdown(5)), [*Countdown(2)], max(Countdown(4)), 2 in Countdown(5))
l = Lazy(); print(l.xy); l.q = 5; print(l.q, dir(l))
try: l.nope
except AttributeError as x: print(x)
try: del l.q
except AttributeError as x: print(x)
print(apply(lambda a, b=1: a + b, 2, b=5), apply(print, "hi", end="!\n"), compose(str, len, float)(12345), compose()(3))
print(list(chunks(range(7), 3)), list(chunks("abcd", 2)), words("a b A").most_common(1), words("x")["y"])
print(safe(lambda: 1 / 0, ZeroDivisionError), safe(lambda: 3), safe(lambda: {}["a"], KeyError, default=4))
try: group([ValueError(1), TypeError(2)])
except* ValueError as g: print("group", g.exceptions)
except* TypeError as g: print("types", g.exceptions)
try: chain()
except ValueError as x: print(repr(x), repr(x.__cause__), x.__suppress_context__)
print(asyncio.run(gather(4)), inspect.iscoroutinefunction(fetch), inspect.isgeneratorfunction(chunks))
r = weakref.ref(sq); print(r() is sq); del sq; print(r())
try: apply(3)
except TypeError as x: print(x)
try: safe(lambda: [][1], KeyError)
except IndexError as x: print(traceback.extract_tb(x.__traceback__)[-1].name, x)
