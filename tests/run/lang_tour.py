# Closures, generators, unpacking, signatures, comprehensions, displays and operators in one.
# stress: generators, closures, comprehension scoping, star expr, nonlocal, decorators with state
def counter():
    n = 0
    def inc(by=1):
        nonlocal n
        n += by
        return n
    def reset():
        nonlocal n
        n = 0
    return inc, reset
inc, reset = counter()
print(inc(), inc(5), reset(), inc())
fs = [lambda i=i: i * i for i in range(4)]
gs = [lambda: i for i in range(4)]
print([f() for f in fs], [g() for g in gs])
def outer():
    x = "outer"
    class Inner:
        y = x
        def get(self): return x + self.y
    def change():
        nonlocal x
        x = "changed"
    change()
    return Inner().get()
print(outer())
def gen_send():
    total = 0
    while True:
        v = yield total
        if v is None: return "end"
        total += v
g = gen_send()
next(g)
print(g.send(3), g.send(4))
try: g.send(None)
except StopIteration as s: print(s.value)
def delegator():
    r = yield from gen_send()
    print("delegate got", r)
    yield "tail"
d = delegator(); next(d)
print(d.send(10), d.send(None))
def throwing():
    while True:
        try: yield 1
        except ValueError as e: yield f"caught {e}"
        except GeneratorExit: print("exit"); return
t = throwing(); next(t)
print(t.throw(ValueError("boom")), next(t)); t.close()
def fibg():
    a, b = 0, 1
    while 1:
        yield a
        a, b = b, a + b
import itertools
print(list(itertools.islice(fibg(), 95))[-1], list(itertools.takewhile(lambda x: x < 50, fibg())))
def perms(xs):
    if not xs: yield []
    for i, x in enumerate(xs):
        for p in perms(xs[:i] + xs[i + 1:]): yield [x] + p
print(len(list(perms([1, 2, 3, 4]))), next(perms("abc"[0:0])))
(a, *b), c, *d = (1, 2, 3), 4, 5, 6
print(a, b, c, d)
*a, b = "xyz"; print(a, b)
[a, [b, *c]] = 1, (2, 3, 4); print(a, b, c)
x = y = z = []; x.append(1); print(y is z, z)
i = 0
arr = [0, 0, 0]
i, arr[i] = 1, 5
print(i, arr)
def kwonly(a, /, b, *args, c=10, d, **kw): return a, b, args, c, d, kw
print(kwonly(1, 2, d=3), kwonly(1, 2, 3, 4, c=5, d=6, e=7), kwonly(*[1, 2], **{"d": 1, "z": 2}))
for bad in (lambda: kwonly(1), lambda: kwonly(1, 2), lambda: kwonly(a=1, b=2, d=3), lambda: kwonly(1, 2, d=1, **{"b": 3})):
    try: bad()
    except TypeError as e: print(e)
print({**{"a": 1}, "b": 2, **{"a": 3}}, [*range(3), *"ab"], (*[1], 2), {*[1, 2], 2})
print([x for x in range(20) if x % 2 if x % 3], [[i * j for j in range(3)] for i in range(3)], {k: v for k, v in zip("ab", [1, 2])}, {x % 3 for x in range(10)})
print([y := 5, y ** 2], (lambda *a, **k: (a, k))(1, b=2), [z for z in (lambda: (yield 1))()])
if (n := len("hello")) > 3: print(n)
while (n := n - 1) > 2: print("n", n)
print(any((found := v) > 3 for v in [1, 5, 2]), found)
def deco(arg):
    def w(f):
        def inner(*a): return (arg, f(*a))
        return inner
    return w
@deco("A")
@deco("B")
def target(x): return x
print(target(1))
def default_mut(x, acc=[]):
    acc.append(x); return acc
print(default_mut(1), default_mut(2), default_mut(3, []))
print("a" "b" f"{1 + 1}" r"\n" "\x41\u00e9", f"{'x':>5}|{3.14159:.2f}|{42:#x}|{1000000:,}|{'s'!r}|{[1,2]}|{dict(a=1)}|{5:{'>'}{10}}")
def rec(n): return n if n < 2 else rec(n - 1) + rec(n - 2)
print(rec(20), (lambda f: f(f, 10))(lambda s, n: 1 if n == 0 else n * s(s, n - 1)))
class It:
    def __init__(self, n): self.n = n
    def __iter__(self): return (i for i in range(self.n))
print(sum(It(5)), list(It(2)), [*It(3)], max(It(4)), dict(zip(It(2), It(2))), 2 in It(3), sorted(It(3), reverse=True))
s = slice(1, None, 2); print("abcdef"[s], [1, 2, 3, 4][s], s.indices(5))
class Sl:
    def __getitem__(self, k): return k
print(Sl()[1:2], Sl()[1, 2], Sl()[::2, ...], Sl()[:], Sl()[()])
print(1 < 2 < 3, 1 < 3 < 2, 1 == 1.0 == True, not 1 in [1], [] is not None)
print(-7 // 2, -7 % 3, 7 // -2, 2 ** -1, (-8) ** (1 / 3), 10 ** 20 // 3, divmod(-7, 3), 1e16 + 1, 0.1 + 0.2, round(2.5), round(-0.5), int(-3.9))
print(~5, 5 & 3, 5 | 3, 5 ^ 3, 1 << 100, -1 >> 1, True + True, "ab" * 3, [0] * 2, 3 * (1,), "a" < "b", [1, 2] < [1, 3], (1,) < (1, 0))
