from collections import OrderedDict, defaultdict, namedtuple
import collections

d = defaultdict(list)
for k, v in [("a", 1), ("b", 2), ("a", 3)]:
    d[k].append(v)
print(d, dict(d), d["new"], len(d), "zzz" in d, d.get("zzz"), d.default_factory)
counts = defaultdict(int)
for ch in "mississippi":
    counts[ch] += 1
print(counts, sorted(counts.items(), key=lambda kv: (-kv[1], kv[0])))
nested = defaultdict(lambda: defaultdict(int))
nested["x"]["y"] += 5
nested["x"]["z"] -= 1
print({k: dict(v) for k, v in nested.items()})
nofactory = defaultdict(None, {"a": 1})
try:
    nofactory["b"]
except KeyError as e:
    print("KeyError", e)
s = defaultdict(set)
s["k"].add(1)
s["k"] |= {2}
print(s, s.pop("k"), s)
tree = lambda: defaultdict(tree)
t = tree()
t["a"]["b"]["c"] = 1
print(list(t), list(t["a"]), t["a"]["b"]["c"])

od = OrderedDict([("one", 1), ("two", 2)])
od["three"] = 3
od.move_to_end("one")
od.move_to_end("three", last=False)
print(od, od.popitem(), od.popitem(last=False), od, OrderedDict(a=1, b=2) == OrderedDict(b=2, a=1), OrderedDict(a=1) == {"a": 1}, list(reversed(OrderedDict(a=1, b=2))))


class LRU:
    def __init__(self, cap):
        self.cap, self.data = cap, OrderedDict()

    def get(self, k):
        if k not in self.data:
            return -1
        self.data.move_to_end(k)
        return self.data[k]

    def put(self, k, v):
        self.data[k] = v
        self.data.move_to_end(k)
        if len(self.data) > self.cap:
            return self.data.popitem(last=False)


lru = LRU(2)
lru.put(1, "a")
lru.put(2, "b")
print(lru.get(1), lru.put(3, "c"), lru.get(2), lru.data)

Point = namedtuple("Point", "x y")
p = Point(3, y=4)
print(p, p.x, p[1], p._replace(x=10), p._asdict(), p._fields, tuple(p), p == (3, 4), p + (5,), len(p), Point._make([7, 8]), max(p), hash(p) == hash((3, 4)))
x, y = p
Emp = namedtuple("Emp", ["name", "age", "role"], defaults=["dev"])
print(x, y, Emp("A", 3), Emp("B", 4, role="boss"), sorted([Emp("Z", 1), Emp("A", 9)]), Emp._field_defaults, isinstance(p, tuple))
for f in (lambda: Point(1), lambda: Point(1, 2, 3), lambda: p.z, lambda: setattr(p, "x", 5), lambda: p._replace(q=1), lambda: Point(z=1)):
    try:
        f()
    except (TypeError, AttributeError, ValueError) as e:
        print(type(e).__name__, e if not isinstance(e, AttributeError) else "")
