import copy, pickle, dataclasses, inspect, typing, doctest, sys, json
import kern
from kern import *
from kern import Stock, Item, StockError, Key, Row, Level, Priority, Perm, Box, find
s = Stock(Item("nut", 5, ["small"]), bolt=1, gear=30)
print(len(s), list(s), s.names(), "nut" in s, 3 in s, bool(s), bool(Stock()))
print(s["nut"].level, s["bolt"].level.shout, repr(s["nut"].level), Level("low"), Level["HIGH"], list(Level))
try: s["nut"].take(9)
except StockError as e: print(type(e), e, e.args, e.name, e.wanted, e.there, isinstance(e, Exception))
with s: s["nut"].take(2); s["gear"].take(40)
print(s["nut"])
try:
    with s: s["nut"].take(2); raise ValueError("x")
except ValueError as e: print("out", e)
print(s["nut"], [i.name for i in s.low()], s.each(lambda i: i.count * 2))
try: s["none"]
except KeyError as e: print("KeyError", e)
del s["gear"]; s["rod"] = 7; print(s.names())
print(Stock.parse("a=1 b=2").names(), Stock.empty().names(), type(Stock.empty()))
print(Item("a", 1) < Item("b", 0), Item("a", 1) == Item("a", 1, ["t"]), Item("a", 2) > Item("a", 1), Item.made > 3)
print(asdict(Item("z", 2, ["q"])), replace(Item("z", 2), count=5), [f.name for f in dataclasses.fields(Item)], dataclasses.is_dataclass(Item))
k = Key(1); print(k, hash(k) == hash(Key(1)), {k: 1}[Key(1)], k == Key(1), k != Key(2))
try: k.a = 3
except dataclasses.FrozenInstanceError as e: print("frozen", e)
r = Row("a", 2); print(r, r.double(), r._asdict(), Row._fields, r == ("a", 2), tuple(r), r[0], r.name, isinstance(r, tuple))
print(Priority.A < Priority.B, Priority.B + 1, Perm.R | Perm.W, Perm.R in (Perm.R | Perm.W), Perm(3), repr(Perm.R))
for x in (k, Item("p", 3), r, Level.LOW, Priority.B, StockError("a", 1, 2) if 0 else Box([1])):
    y = pickle.loads(pickle.dumps(x)); print(type(y).__name__, y == x or vars(y) == vars(x))
c = copy.copy(s["nut"]); d = copy.deepcopy(s["nut"]); print(c == d, c.tags is s["nut"].tags, d.tags is s["nut"].tags)
print(Box(3).map(str).value, typing.get_type_hints(find)["name"], inspect.signature(find), find.__doc__.strip().splitlines()[0])
print(inspect.signature(Stock.__init__), inspect.signature(Item), inspect.getdoc(Stock), Stock.__module__, Stock.__qualname__, find.__name__, kern.__doc__)
class Special(Item):
    def take(self, n): return super().take(n) + 100
    @property
    def level(self): return "special " + str(super().level)
sp = Special("sp", 5); print(sp.take(2), sp.level, sp, isinstance(sp, Item), Special.__mro__[1] is Item)
s2 = Stock(sp); print(s2.each(lambda i: i.level), [i for i in s2.low()] if False else "")
class MyStock(Stock):
    def __getitem__(self, name): return super().__getitem__(name.lower())
m = MyStock(nut=1); print(m["NUT"], find(m, "nut"))
print(doctest.testmod(kern).failed, kern.VERSION, kern.LIMITS)
kern.LIMITS["low"] = 50; print(s["rod"].level)
print(sorted(n for n in dir(kern) if not n.startswith("_"))[:8])
print(json.dumps(asdict(Item("j", 1)), sort_keys=True), vars(Item("v", 2)))
try: Item()
except TypeError as e: print(e)
try: Stock(1)
except Exception as e: print(type(e).__name__, e)
try: s["nut"].take()
except TypeError as e: print(e)
try: s["nut"].nothing
except AttributeError as e: print(e)
s["nut"].extra = 4; print(s["nut"].extra, vars(s["nut"]))
print(Level.LOW is pickle.loads(pickle.dumps(Level.LOW)), Level.of(1) is Level.LOW, Level.LOW.name)
match Item("m", 4):
    case Item(name="m", count=n): print("matched", n)
match r:
    case Row(a, b): print(a, b)
print(callable(find), isinstance(find, type(lambda: 0)), type(find).__name__, s.take if hasattr(s, "take") else "no")
