# Objects of the program in functools, itertools, operator and collections.
import functools, operator, itertools, collections, math
# higher-order natives with program callbacks and objects
class V:
    __slots__ = ("x", "y")
    def __init__(self, x, y): self.x, self.y = x, y
    def __add__(self, o): return V(self.x + o.x, self.y + o.y)
    def __sub__(self, o): return V(self.x - o.x, self.y - o.y)
    def __mul__(self, k): return V(self.x * k, self.y * k)
    __rmul__ = __mul__
    def __neg__(self): return V(-self.x, -self.y)
    def __eq__(self, o): return isinstance(o, V) and (self.x, self.y) == (o.x, o.y)
    def __hash__(self): return hash((self.x, self.y))
    def __lt__(self, o): return abs(self) < abs(o)
    def __abs__(self): return math.hypot(self.x, self.y)
    def __repr__(self): return f"V({self.x}, {self.y})"
    def __iter__(self): yield self.x; yield self.y
    def __getitem__(self, i): return (self.x, self.y)[i]
    def __len__(self): return 2
    def __bool__(self): return bool(self.x or self.y)
vs = [V(3, 4), V(1, 1), V(0, 2)]
print(functools.reduce(operator.add, vs), functools.reduce(lambda a, b: a - b, vs), operator.neg(vs[0]), operator.mul(vs[0], 2), operator.mul(2, vs[0]))
print(sorted(vs), min(vs), max(vs, key=abs), sorted(vs, key=operator.attrgetter("x")), sorted(vs, key=lambda v: (-v.y, v.x)), list(map(abs, vs)), list(map(V, [1, 2], [3, 4])))
print(sum(vs, V(0, 0)), dict(vs[:1] and [(1, 2)]), [tuple(v) for v in vs], [x for v in vs for x in v], max(*vs[0]), list(zip(*vs)), V(1, 1) in vs, vs.index(V(0, 2)), vs.count(V(9, 9)))
x, y = vs[0]; print(x, y, *vs[1], {V(1, 1): "a"}[V(1, 1)], len({V(1, 2), V(1, 2)}), bool(V(0, 0)), [v for v in vs if v], not V(0, 0))
print(list(filter(None, [V(0, 0), V(1, 0)])), any(map(bool, vs)), list(itertools.accumulate(vs)), list(itertools.starmap(V, [(1, 2)])), collections.Counter(vs).most_common(1), [list(g) for k, g in itertools.groupby(vs, key=lambda v: v.x > 0)])
def cmp(a, b): return (a.x > b.x) - (a.x < b.x)
print(sorted(vs, key=functools.cmp_to_key(cmp)), list(itertools.chain.from_iterable(vs)), functools.partial(V, 1)(2), functools.partial(operator.add, vs[0])(vs[1]))
print(collections.deque(vs, maxlen=2), collections.OrderedDict((v.x, v) for v in vs), collections.defaultdict(list, {1: [2]})[1])
@functools.total_ordering
class Ver:
    def __init__(self, *p): self.p = p
    def __eq__(self, o): return self.p == o.p
    def __lt__(self, o): return self.p < o.p
    def __repr__(self): return ".".join(map(str, self.p))
print(Ver(1, 2) >= Ver(1, 1), Ver(1) <= Ver(0), sorted([Ver(2), Ver(1, 5), Ver(1)]), max(Ver(3), Ver(2, 9)))
@functools.singledispatch
def show(x): return f"obj {x}"
@show.register(int)
def _(x): return f"int {x}"
@show.register(list)
def _(x): return f"list {[show(y) for y in x]}"
print(show("s"), show(5), show([1, "a", [2]]))
class Cached:
    def __init__(self): self.calls = 0
    @functools.cached_property
    def data(self):
        self.calls += 1
        return [1, 2, 3]
    @functools.lru_cache
    def sq(self, n): return n * n
c = Cached(); print(c.data, c.data, c.calls, c.sq(4), c.sq(4))
Pt = collections.namedtuple("Pt", "x y z", defaults=[0])
p = Pt(1, 2); print(p, p._replace(x=9), p._asdict(), p.x + p.z, Pt._fields, p == (1, 2, 0), sorted([Pt(2, 1), Pt(1, 9)]), Pt(*range(3)), Pt._make([7, 8, 9]))
from typing import NamedTuple, Optional, List, Dict
class Emp(NamedTuple):
    name: str
    age: int = 30
    def older(self, n: int = 1) -> "Emp": return self._replace(age=self.age + n)
e = Emp("bob"); print(e, e.older().age, e.name.upper(), Emp("al", 3) < e, e[0])
class Graph:
    def __init__(self): self.adj: Dict[str, List[str]] = {}
    def edge(self, a, b):
        self.adj.setdefault(a, []).append(b); self.adj.setdefault(b, [])
        return self
    def bfs(self, s):
        seen, q = {s}, collections.deque([s])
        while q:
            u = q.popleft(); yield u
            for w in self.adj[u]:
                if w not in seen: seen.add(w); q.append(w)
    def topo(self):
        indeg = {u: 0 for u in self.adj}
        for u in self.adj:
            for w in self.adj[u]: indeg[w] += 1
        q = [u for u in indeg if not indeg[u]]; out = []
        while q:
            u = q.pop(); out.append(u)
            for w in self.adj[u]:
                indeg[w] -= 1
                if not indeg[w]: q.append(w)
        return out
g = Graph().edge("a", "b").edge("a", "c").edge("b", "d").edge("c", "d")
print(list(g.bfs("a")), g.topo())
class Tree:
    def __init__(self, v, l: Optional["Tree"] = None, r: Optional["Tree"] = None): self.v, self.l, self.r = v, l, r
    def insert(self, v):
        if v < self.v:
            if self.l: self.l.insert(v)
            else: self.l = Tree(v)
        elif self.r: self.r.insert(v)
        else: self.r = Tree(v)
        return self
    def __iter__(self):
        if self.l: yield from self.l
        yield self.v
        if self.r: yield from self.r
    def depth(self): return 1 + max(self.l.depth() if self.l else 0, self.r.depth() if self.r else 0)
t = Tree(5)
for v in [3, 8, 1, 4, 9, 2.5]: t.insert(v)
print(list(t), t.depth(), sum(t), 4 in t, 7 in t)
class Parser:
    def __init__(self, s): self.t = s.replace("(", " ( ").replace(")", " ) ").split(); self.i = 0
    def peek(self): return self.t[self.i] if self.i < len(self.t) else None
    def take(self): x = self.peek(); self.i += 1; return x
    def expr(self):
        v = self.term()
        while self.peek() in ("+", "-"):
            v = v + self.term() if self.take() == "+" else v - self.term()
        return v
    def term(self):
        v = self.factor()
        while self.peek() in ("*", "/"):
            v = v * self.factor() if self.take() == "*" else v / self.factor()
        return v
    def factor(self):
        x = self.take()
        if x == "(":
            v = self.expr(); self.take(); return v
        if x == "-": return -self.factor()
        if x is None: raise SyntaxError("unexpected end")
        return float(x) if "." in x else int(x)
for s in ["1 + 2 * 3", "( 1 + 2 ) * 3 / 2", "- 4 + 2.5", "2 *", "7 / 0"]:
    try: print(Parser(s).expr())
    except (SyntaxError, ZeroDivisionError) as ex: print(type(ex).__name__, ex)
class LRU:
    def __init__(self, n): self.n = n; self.d = collections.OrderedDict()
    def get(self, k):
        if k not in self.d: return -1
        self.d.move_to_end(k); return self.d[k]
    def put(self, k, v):
        self.d[k] = v; self.d.move_to_end(k)
        if len(self.d) > self.n: self.d.popitem(last=False)
l = LRU(2); l.put(1, 1); l.put(2, 2); print(l.get(1)); l.put(3, 3); print(l.get(2), list(l.d.items()))
d = {"x": {"y": [1, {"z": (2, 3)}]}}
print(d["x"]["y"][1]["z"][0], d.keys() & {"x"}, d.items() ^ set() if False else sorted(d.keys() | {"q"}), d.keys().isdisjoint({"a"}), list(reversed([*d, "k"])))
