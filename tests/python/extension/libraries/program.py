import copy, datetime, enum, inspect, io, json, logging, operator, os, pickle, sys, tempfile, traceback
import kern
from kern import Account, Node, Color, Weekday, ParseError, DeepError, Settings, Pair, Retry, parse, show, slow, flaky, timer
print(kern.__version__, Pair(1), Pair(1, 2)._replace(left=3), Pair._field_defaults, kern.double(4), kern.TABLE, kern.NAMES, kern.PATTERN.pattern)
print(Color.RED == "r", Color("b"), Color.RED.value, f"{Color.RED.name}", isinstance(Color.RED, str), Weekday.MON.next(), Weekday.TUE.next() is Weekday.MON, sorted(Weekday))
print(parse("a = 1; b=x y"))
try: parse("??")
except ParseError as e: print(e, repr(e), e.args, e.at, isinstance(e, ValueError)); q = pickle.loads(pickle.dumps(e)) if 0 else None
s = Settings(a=1); print(s["a"], s["z"], dict(s), len(s), "a" in s, isinstance(s, dict))
t = Node(1, Node(2, Node(3)), Node(4)); print(list(t), t.size, t.depth(), t.children[0].children[0].root is t, min(t.children).value, Node.count, t.show(3), t.show("x"), "size" in vars(t))
a = Account("ann", 10); b = Account("bob"); print(a.pay(to=b, amount=4), a.balance, b.balance, (a << 5).balance, operator.index(a), "n" in a, Account.interest, a.interest)
try: a.balance = -1
except ValueError as e: print(e)
c = pickle.loads(pickle.dumps(a)); print(c.owner, c.balance, copy.copy(a).owner, Account.balance.__doc__, list(range(20))[b])
Account.interest = 0.5; print(a.interest); a.interest = 1; print(a.interest, Account.interest)
print(show(3), show([1, "a"]), show("s"), slow(4), slow(4), slow.known, slow.__name__)
print(flaky(0))
logging.basicConfig(stream=sys.stdout, level=logging.WARNING, format="%(name)s %(levelname)s %(message)s")
try: flaky(1)
except DeepError as e: print(type(e).__mro__[1].__name__, e, e.__context__)
with timer() as tm: pass
print(tm.seconds >= 0, kern.dates(datetime.date(2024, 2, 28), 3))
with tempfile.TemporaryDirectory() as d:
    open(os.path.join(d, "x.txt"), "w").write("abc"); print(kern.sizes(d))
print(kern.dump({"a": {1, 2} if 0 else [1], "d": datetime.date(2020, 1, 1)}, indent=1, sort_keys=True), kern.merge({"a": 1}, {"a": 2, "b": 3}, c=4))
print(list(kern.flat([1, [2, (3, [4])], "ab"])), kern.swap(1), kern.swap(1, 2, 3, key=4, z=5), kern.swap(*[1, 2], **{"key": 0}))
l = [9]; print(kern.fill(l) is l, l); d = {}; print(kern.update(d, "k", lambda x: (x or 0) + 1) is d, d)
print(kern.computed)
try: kern.nothing
except AttributeError as e: print(e)
class Sub(Account):
    interest = 0.1
    def __init__(self, *a, **k): super().__init__(*a, **k); self.log = []
    @property
    def balance(self): return super().balance
    @balance.setter
    def balance(self, v): self.log.append(v); Account.balance.fset(self, v)
u = Sub("u", 3); u.pay(to=a, amount=2); print(u.balance, u.log, u.interest, a.balance)
class Leaf(Node):
    def __init__(self, v): super().__init__(v)
    def depth(self): return 100
print(Node(1, Leaf(5)).depth(), Leaf.count, Node.count)
class Worse(ParseError):
    def __str__(self): return "worse " + super().__str__()
try: raise Worse("t", 3)
except ParseError as e: print(e, e.at)
print(inspect.signature(kern.swap), inspect.signature(Account.pay), inspect.signature(Node), inspect.getmodule(Account) is kern, inspect.isfunction(kern.swap), inspect.ismodule(kern))
@Retry(3)
def mine(x): return x + 1
print(mine(1), callable(Retry(1)), Retry.__init__.__annotations__ if sys.version_info < (3, 14) else {'times': int})
try: kern.swap()
except TypeError as e: print(e)
try: kern.swap(1, 2, c=1, key=2, a=3)
except TypeError as e: print(e)
try: Account()
except TypeError as e: print(e)
try: Node(1).depth(3)
except TypeError as e: print(e)
def thrower(x): raise KeyError("cb")
try: kern.update({}, 1, thrower)
except KeyError as e: print([f.name for f in traceback.extract_tb(e.__traceback__)], e)
print(getattr(kern, "absent", "default"), hasattr(kern, "log"), kern.log.name, kern.__name__, kern.__file__.endswith((".py", ".so")))
g = kern.flat([1, [2]]); print(next(g), type(g).__name__, list(g), g.close())
