# Methods whose only parameters are `*args` and `**kwargs`: the object is the first of them.
import functools


class C:
    def __init__(*a):
        a[0].n = len(a)

    def f(*a, **k):
        return a[0].n, a[1:], k

    def __call__(*args):
        return len(args)

    def __getitem__(*args):
        return args[1]

    def __iter__(*args):
        return iter(range(args[0].n))

    def __add__(*args):
        return args[1]

    def __eq__(*args):
        return args[1] == 3

    def __repr__(*args):
        return f"C({args[0].n})"

    @property
    def size(*args):
        return args[0].n * 10

    @classmethod
    def made(*args):
        return args[0].__name__, args[1:]

    def __getattr__(*args):
        if args[1] == "ghost":
            return args[0].n
        raise AttributeError(args[1])


class D(C):
    def f(*a, **k):
        return super(D, a[0]).f(*a[1:], **k)

    def g(*a):
        return C.f(*a)


def logged(f):
    @functools.wraps(f)
    def run(*a, **k):
        return "logged", f(*a, **k)

    return run


class A:
    def __init__(self, n):
        self.n = n

    @logged
    def go(self, x, *, y=1):
        return x + self.n * y


class B:
    def go(self, x):
        return x


def use(o, i):
    return o.go(i)


def go(c):
    return c.f(1, z=2)


print(C().f(1, 2, k=3), go(C(5)), go(D()), D(1, 2).f(), C()(1, 2), C()[3], list(C(1)), C() + 4, C() == 3, C() == 4, C(7))
print(C(1, 2).size, C.made(1), D.made(), C().ghost, hasattr(C(), "other"), D().g(5))
f = C().f
print(f(3), C.f(C(), 4))
g = D(3).f
print([x.f(1) for x in (C(), D())], g(1, y=2), list(map(C().f, [1, 2])))
print(use(A(1), 2), use(B(), 3), A(3).go(1), A(2).go(1, y=4))
try:
    C.f()
except IndexError as e:
    print(e)
try:
    D().g(a=1)
except TypeError as e:
    print(e)
