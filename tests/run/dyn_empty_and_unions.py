# Empty containers, optional values, changing types, and the messages of failed operations.
# values that change type, unions, empties
def first(xs, default=None):
    for x in xs: return x
    return default
print(first([]), first([], 3), first({}), first("abc"), first(range(0), "none"), first(x for x in ()))
empty = []
for e in empty: print(e.foo)
d = {}
for k, v in d.items(): print(k.upper(), v + 1)
acc = None
for x in [1, 2.5, "s", None, [1], (2,), {3: 4}, {5}, True, b"b", 2 ** 70, 1j]:
    acc = x if acc is None else (acc, x)
print(acc)
def f(x):
    if isinstance(x, (int, float)) and not isinstance(x, bool): return x + 1
    elif isinstance(x, str): return x + "!"
    elif x is None: return
    elif isinstance(x, (list, tuple)): return type(x)(f(y) for y in x)
    elif isinstance(x, dict): return {f(k): f(v) for k, v in x.items()}
    elif isinstance(x, set): return {f(y) for y in x}
    return x
print(f([1, "a", None, (2.5, [True]), {"k": {1}}]))
stack = []
try:
    stack.pop()
except IndexError as e: print(e)
try:
    [][0]
except IndexError as e: print(e)
try:
    {}["x"]
except KeyError as e: print(repr(e))
try:
    min([])
except ValueError as e: print(e)
try:
    a, b = []
except ValueError as e: print(e)
try:
    next(iter([]))
except StopIteration as e: print("stop", e.value)
class Opt:
    def __init__(self): self.val = None; self.items = []; self.table = {}
    def get(self): return self.val.x if self.val else "unset"
    def last(self): return self.items[-1].name if self.items else "none"
    def find(self, k): return self.table.get(k)
o = Opt()
print(o.get(), o.last(), o.find(3))
o.val = 0
print(o.get())
class X: x = 5; name = "n"
o.val = X(); o.items.append(X()); o.table[3] = o
print(o.get(), o.last(), o.find(3).find(4))
try:
    o.val.y
except AttributeError as e: print(e)
try:
    None.foo
except AttributeError as e: print(e)
try:
    (1).foo()
except AttributeError as e: print(e)
try:
    "a".foo = 3
except AttributeError as e: print(e)
try:
    (lambda: 5)()()
except TypeError as e: print(e)
try:
    X()()
except TypeError as e: print(e)
try:
    X(1)
except TypeError as e: print(e)
try:
    len(5)
except TypeError as e: print(e)
try:
    1 + "a"
except TypeError as e: print(e)
try:
    X() + 1
except TypeError as e: print(e)
try:
    X() < X()
except TypeError as e: print(e)
try:
    X()[0]
except TypeError as e: print(e)
try:
    for q in X(): pass
except TypeError as e: print(e)
try:
    -X()
except TypeError as e: print(e)
try:
    with X(): pass
except TypeError as e: print(e)
try:
    X.nope
except AttributeError as e: print(e)
try:
    del X().x
except AttributeError as e: print(e)
try:
    int("x")
except ValueError as e: print(e)
try:
    first()
except TypeError as e: print(e)
try:
    first([1], 2, 3)
except TypeError as e: print(e)
try:
    first(zz=1)
except TypeError as e: print(e)
try:
    undefined_name
except NameError as e: print(e)
def never(): raise RuntimeError("never")
def calls_never(x):
    y = never() if x else 5
    return y
print(calls_never(False))
try:
    calls_never(True)
except RuntimeError as e: print(e)
def loop_forever_until(n):
    while True:
        n += 1
        if n > 5: return n
print(loop_forever_until(0))
val = [] or {} or 0 or "" or None
print(val)
x = 5
x = str(x)
x = [x, x]
x = {i: c for i, c in enumerate(x)}
print(x)
def g(flag):
    if flag: r = 1
    return r
try:
    g(0)
except UnboundLocalError as e: print(e)
def h(*args, **kw): return args, kw
print(h(), h(1, *[2, 3], **{"a": 4}, b=5), h(*"ab", *(), **{}))
print([i for i in range(3) for j in []], {**{}, **{}}, [*[], *()], f"{''}")
gen = (x for x in [])
print(list(gen), list(map(str, [])), list(zip([], [1])), sorted([]), sum([]), max([], default=7), "".join([]))
import copy
print(copy.deepcopy([]), copy.copy({}))
n = None
print(n is None, n == None, n or 5, [n], (n,), {n: n}, str(n), n.__class__.__name__)
w = [None] * 3
w[1] = "s"; w[2] = 3.5
print(w, [z for z in w if z], [type(z).__name__ for z in w])
m = [[None] * 2 for _ in range(2)]
m[0][0] = m
print(m[0][0] is m, m[1])
l = []
l.append(l)
print(l, l == l)
