# special methods reached only by the runtime
import math, operator, functools
class N:
    def __init__(self, v): self.v = v
    def __round__(self, n=None): return ("round", self.v, n)
    def __format__(self, spec): return "<" + spec + ">"
    def __int__(self): return self.v
    def __index__(self): return self.v
    def __float__(self): return float(self.v)
    def __complex__(self): return complex(self.v, 1)
    def __reversed__(self): return iter([3, 2, 1])
    def __pow__(self, e, m=None): return ("pow", e, m)
    def __rpow__(self, e): return ("rpow", e)
    def __divmod__(self, o): return ("dm", o)
    def __rdivmod__(self, o): return ("rdm", o)
    def __trunc__(self): return 7
    def __floor__(self): return 8
    def __ceil__(self): return 9
    def __abs__(self): return 10
    def __hash__(self): return 11
    def __bytes__(self): return b"xx"
    def __length_hint__(self): return 4
    def __contains__(self, x): return x == 1
    def __dir__(self): return ["b", "a"]
    def __sizeof__(self): return 100
n = N(5)
print(round(n), round(n, 2), format(n, "abc"), f"{n:zz}", "{:q}".format(n))
print(int(n), hex(n), bin(n), oct(n), float(n), complex(n), [1,2,3,4,5,6,7][n], "abcdef"[:n], list(range(n)))
print(list(reversed(n)), pow(n, 2), pow(n, 2, 3), n ** 4, 4 ** n, divmod(n, 3), divmod(3, n))
print(math.trunc(n), math.floor(n), math.ceil(n), abs(n), hash(n), bytes(n), 1 in n, 2 in n, dir(n))
print(operator.index(n), operator.length_hint(n), operator.pow(n, 3), operator.contains(n, 1))
print("%d" % n, "%x" % n, "%s" % (n.v,), "x" * n, chr(N(65)), math.sqrt(N(4)), math.gcd(N(4), 6))
class T:
    def __init__(self, l): self.l = l
    def __len__(self): return self.l
class B:
    def __init__(self, l): self.l = l
    def __bool__(self): return self.l
def truth(x):
    return "T" if x else "F"
print(truth(T(0)), truth(T(3)), truth(B(True)), truth(B(False)), not T(0), bool(T(2)), [x for x in [T(0), T(1), B(False)] if x] != [])
print(T(1) and 5, T(0) or 6, all([T(1), T(0)]), any([T(0), B(True)]))
class M(dict):
    def keys(self):
        return ["z", "y"]
    def __getitem__(self, k):
        return k * 2
class Map:
    def keys(self): return ["p", "q"]
    def __getitem__(self, k): return k.upper()
def kw(**k): return k
print(dict(Map()), {**Map()}, kw(**Map()))
d = {}
d.update(Map())
print(d)
class A:
    def foo(self, x): return ("foo", x)
    def bar(self, x, y=2): return ("bar", x, y)
for name in ["foo", "bar"]:
    print(getattr(A(), name)(1))
fs = {n: getattr(A, n) for n in ("foo", "bar")}
print(fs["bar"](A(), 5))
print(sorted([N(3), N(1)], key=operator.attrgetter("v"))[0].v)
print(list(map(operator.methodcaller("foo", 9), [A()])))
class E:
    def __enter__(self): return self
    def __exit__(self, *a): return True
with E() as e:
    raise ValueError
class It:
    def __init__(self): self.i = 0
    def __iter__(self): return self
    def __next__(self):
        self.i += 1
        if self.i > 3: raise StopIteration
        return self.i
print(list(It()), sum(It()), max(It()), tuple(It()), set(It()), sorted(It()), list(zip(It(), It())), list(enumerate(It())))
a, b, c = It()
print(a, b, c, *It())
class G:
    def __getitem__(self, i):
        if i > 3: raise IndexError
        return i * i
print(list(G()), 4 in G(), max(G()))
class Call:
    def __call__(self, *a, **k): return (a, k)
print(list(map(Call(), [1, 2])), Call()(1, x=2), functools.partial(Call(), 3)(4), functools.reduce(Call(), [1, 2, 3]))
class Cmp:
    def __init__(self, v): self.v = v
    def __lt__(self, o): return self.v < o.v
    def __eq__(self, o): return self.v == o.v
    def __hash__(self): return hash(self.v)
    def __repr__(self): return f"C{self.v}"
print(sorted([Cmp(3), Cmp(1), Cmp(2)]), min(Cmp(4), Cmp(2)), max([Cmp(1), Cmp(9)]), {Cmp(1), Cmp(1)}, Cmp(1) in [Cmp(2), Cmp(1)], [Cmp(1)].index(Cmp(1)), [Cmp(1)] == [Cmp(1)], (Cmp(1), 2) < (Cmp(2), 1))
