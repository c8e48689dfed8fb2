# Class statements that run more than once.
def make(n):
    class C:
        val = n
        def __init__(self, k): self.k = k
        def get(self): return (n, self.val, self.k)
        def me(self): return __class__ is type(self)
        @classmethod
        def build(cls, k): return cls(k)
        @staticmethod
        def st(): return n
        def __add__(self, o): return n + o
        def __getitem__(self, i): return n * i
        @property
        def prop(self): return n + self.k
    return C
A = make(1)
B = make(2)
a, b = A(10), B(20)
print(a.get(), b.get(), A(5).get(), a.me(), b.me(), A.build(3).get(), A.st(), B.st(), a + 1, b + 1, a[3], b[3], a.prop, b.prop)
print(isinstance(a, A), isinstance(a, B), isinstance(b, B), type(a) is A)
def mixin(base):
    class M(base):
        def hello(self): return "M(" + super().hello() + ")"
        def nest(self):
            def inner(): return super(M, self).hello()
            return inner()
        def lam(self): return (lambda: super(M, self).hello())()
    return M
class Base:
    def hello(self): return "base"
class Base2:
    def hello(self): return "base2"
X = mixin(mixin(Base))
Y = mixin(Base2)
print(X().hello(), Y().hello(), X().nest(), Y().lam(), mixin(X)().hello())
classes = []
for i in range(3):
    class K:
        n = i
        def f(self): return super().__repr__()[:3], self.n
    classes.append(K)
print([c().f() for c in classes], [c.n for c in classes])
def counter():
    total = 0
    class Acc:
        def add(self, x):
            nonlocal total
            total += x
            return total
    return Acc()
c1, c2 = counter(), counter()
print(c1.add(5), c1.add(6), c2.add(1))
def deco(cls):
    class Wrapped(cls):
        def run(self): return "<" + super().run() + ">"
    return Wrapped
@deco
class R1:
    def run(self): return "r1"
@deco
class R2:
    def run(self): return "r2"
print(R1().run(), R2().run())
