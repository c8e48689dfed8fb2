# Callbacks, proxies, visitors and operators that only run time decides.
# callbacks, dynamic dispatch
class Event:
    def __init__(self): self.handlers = []
    def __iadd__(self, h):
        self.handlers.append(h)
        return self
    def __call__(self, *a, **k):
        return [h(*a, **k) for h in self.handlers]
class Button:
    def __init__(self):
        self.clicked = Event()
    def press(self, n=1): return self.clicked(n)
class Logger:
    def __init__(self, name): self.name = name; self.log = []
    def on(self, x): self.log.append((self.name, x)); return len(self.log)
b = Button()
l = Logger("L")
b.clicked += l.on
b.clicked += lambda x: x * 2
b.clicked += print
print(b.press(3), l.log)
ops = {"+": lambda a, b: a + b, "-": lambda a, b: a - b, "max": max, "len": len, "cls": Logger}
print(ops["+"](1, 2), ops["-"](5, 3), ops["max"](4, 9), ops["len"]("abc"), ops["cls"]("q").name)
class Visitor:
    def visit(self, node):
        m = getattr(self, "visit_" + type(node).__name__, self.generic)
        return m(node)
    def generic(self, node): return "generic " + str(node)
    def visit_int(self, n): return n + 1
    def visit_list(self, n): return [self.visit(x) for x in n]
    def visit_str(self, n): return n.upper()
print(Visitor().visit([1, "a", [2, 3.5]]))
class Proxy:
    def __init__(self, t): self.__dict__["_t"] = t
    def __getattr__(self, n): return getattr(self._t, n)
    def __setattr__(self, n, v): setattr(self._t, n, v)
    def __delattr__(self, n): delattr(self._t, n)
    def __len__(self): return len(self._t)
    def __getitem__(self, i): return self._t[i]
    def __iter__(self): return iter(self._t)
    def __contains__(self, x): return x in self._t
    def __eq__(self, o): return self._t == o
    def __repr__(self): return f"P({self._t!r})"
p = Proxy([1, 2, 3])
p.append(4)
print(len(p), p[0], list(p), 3 in p, p == [1, 2, 3, 4], p, p.index(3))
q = Proxy(l)
q.name = "changed"
print(l.name, q.on(9), q.log)
class Node:
    def __init__(self, v, *kids): self.v = v; self.kids = list(kids)
    def __iter__(self):
        yield self
        for k in self.kids: yield from k
    def map(self, f): return Node(f(self.v), *[k.map(f) for k in self.kids])
t = Node(1, Node("a"), Node(2.5, Node(None)))
print([n.v for n in t], [n.v for n in t.map(str)], [n.v for n in t.map(lambda x: (x, x))])
def compose(*fs):
    def run(x):
        for f in fs: x = f(x)
        return x
    return run
print(compose(int, lambda x: x * 2, str, len)("5000"), compose()(3), compose(str.upper, list, sorted, "".join)("hello"))
class Meta:
    registry = {}
    @classmethod
    def register(cls, name):
        def deco(f):
            cls.registry[name] = f
            return f
        return deco
@Meta.register("double")
def double(x): return x * 2
@Meta.register("Sq")
class Sq:
    def __init__(self, x): self.x = x
    def __repr__(self): return f"Sq{self.x}"
print({k: v(4) for k, v in Meta.registry.items()})
import functools
@functools.lru_cache(maxsize=None)
def fibm(n): return n if n < 2 else fibm(n - 1) + fibm(n - 2)
print(fibm(80), fibm.cache_info().hits)
def trace(f):
    @functools.wraps(f)
    def w(*a, **k):
        r = f(*a, **k)
        w.calls += 1
        return r
    w.calls = 0
    return w
@trace
def add(a, b=2, *, c=3): return a + b + c
print(add(1), add(1, 1), add(1, c=0), add.calls, add.__name__)
class Matrix:
    def __init__(self, rows): self.rows = rows
    def __matmul__(self, o): return Matrix([[sum(a * b for a, b in zip(r, c)) for c in zip(*o.rows)] for r in self.rows])
    def __eq__(self, o): return isinstance(o, Matrix) and self.rows == o.rows
    def __getitem__(self, ij):
        i, j = ij
        return self.rows[i][j]
    def __setitem__(self, ij, v):
        self.rows[ij[0]][ij[1]] = v
    def __imul__(self, k):
        self.rows = [[x * k for x in r] for r in self.rows]
        return self
    def __rmul__(self, k): return Matrix([[k * x for x in r] for r in self.rows])
m = Matrix([[1, 2], [3, 4]])
print((m @ m).rows, m == Matrix([[1, 2], [3, 4]]), m[1, 0], (3 * m).rows)
m[0, 0] = 9; m *= 2
print(m.rows, m != 5, m == 5)
class Cell:
    def __init__(self, v=0): self.v = v
    def __lt__(self, o): return self.v < (o.v if isinstance(o, Cell) else o)
    def __gt__(self, o): return self.v > (o.v if isinstance(o, Cell) else o)
    def __add__(self, o): return Cell(self.v + (o.v if isinstance(o, Cell) else o))
    __radd__ = __add__
    def __bool__(self): return self.v != 0
    def __repr__(self): return f"<{self.v}>"
cs = [Cell(3), Cell(1), Cell(2)]
print(sorted(cs), min(cs), max(cs), sum(cs), sum(cs, Cell(10)), Cell(1) < 5, 5 > Cell(1), any(cs), all([Cell(0)]), sorted(cs, reverse=True))
print([c for c in cs if c > 1], sorted([5, Cell(2), 3.5, Cell(9)], key=lambda x: x.v if isinstance(x, Cell) else x))
