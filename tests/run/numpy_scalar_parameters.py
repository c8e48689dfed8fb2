"""NumPy's scalars as parameters and results of functions: of other classes too, through constructors, generators, recursion."""
import numpy as np


def f(x, a):
    return x * x * x - a * x - 1.0


def g(a, b):
    if a > b:
        return a
    return b


def ident(a):
    return a


def count(n, k):
    if k > 3:
        return n * k
    return n + k


class P:
    def __init__(self, x, y):
        self.x = x
        self.y = y

    def norm(self, s):
        return self.x * s + self.y


def gen(a, n):
    for i in range(n):
        yield a * i


def rec(a, n):
    if n == 0:
        return a
    return rec(a * 0.5, n - 1) + a


def lots(a, b=2.0, *c, d=1.5):
    return a * b + d


xs = np.array([1.5, -2.25, 1e100, 0.1])
ns = np.array([1, 5, 2**40, -3])
for a in xs:
    r = f(2.0, a)
    print(r, type(r).__name__, type(ident(a)).__name__, repr(g(a, xs[1])), repr(g(xs[3], a)), repr(rec(a, 5)))
    p = P(a, a * 2.0)
    print(repr(p.norm(3.0)), repr(p.x), [repr(v) for v in gen(a, 3)], repr(lots(a)), repr(lots(a, a)), repr(lots(a, d=a)))


for n in ns:
    for k in ns:
        print(repr(count(n, k % 5)), end=' ')
    print()


print(repr(f(2.0, 3)), repr(f(2.0, 3.5)), repr(ident(7)), repr(ident("s")))


def total(v):
    t = 0.0
    for a in v:
        t += f(a, a) * g(a, t)
    return t


print(repr(total(xs[:2])), repr(total([1.0, 2.0])), repr(total(np.array([1.0,2.0],dtype=np.float32))))


def maybe(a, flag):
    if flag:
        return a
    return None


def maybe2(a, flag):
    if flag:
        return a
    return 1


def boom(a):
    if a > 1.0:
        raise ValueError(a)
    return a


for a in xs:
    print(repr(maybe(a, a > 0)), repr(maybe2(a, a > 0)))
    try:
        print(repr(boom(a)))
    except ValueError as e:
        print("err", repr(e))


fs = [f, lambda x, a: a]
for h in fs:
    print(repr(h(1.0, xs[0])), repr(h(xs[1], 2)))


print(list(map(lambda a: repr(ident(a)), xs)))
