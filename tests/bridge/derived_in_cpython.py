# CPython derives classes from those of the program: they override, add and inherit on both sides.
import code
SOURCE = '''
class Base2:
    extra = 5
    def hello(self):
        return f"hello {self.name}"

def make(cls):
    return type(cls.__name__ + "X", (cls,), {"tag": 7, "shout": lambda self: self.greet().upper()})

def derive(cls):
    class Derived(cls):
        """Doc."""
        count = 0
        def __init__(self, name, size):
            super().__init__(name)
            self.size = size
            type(self).count += 1
        def greet(self):
            return "<" + super().greet() + f" {self.size}>"
        @property
        def area(self):
            return self.size * 2
        @classmethod
        def build(cls, n):
            return cls("built", n)
        @staticmethod
        def stat(x):
            return x + 1
        def __repr__(self):
            return f"Derived({self.name!r}, {self.size})"
        def __eq__(self, other):
            return isinstance(other, Derived) and self.size == other.size
        def __len__(self):
            return self.size
        def __add__(self, other):
            return Derived(self.name, self.size + other)
        def __call__(self, a, *, b=2):
            return (self.name, a, b)
    return Derived

def mixed(cls):
    class M(cls, Base2):
        pass
    return M

def use(o):
    return o.greet(), o.describe(), repr(o)
'''
space = {}
code.InteractiveInterpreter(space).runsource(SOURCE, "<helpers>", "exec")
make, derive, mixed, use = space["make"], space["derive"], space["mixed"], space["use"]

class Greeter:
    kind = "plain"
    def __init__(self, name):
        self.name = name
    def greet(self):
        return f"I am {self.name}"
    def describe(self):
        return f"{type(self).__name__}: {self.greet()}, {self.kind}"

X = make(Greeter)
print(X.__name__, X.tag, X.kind)
x = X("ann")
print(x.greet(), x.shout(), x.tag, x.describe())
print(isinstance(x, Greeter), isinstance(x, X), issubclass(X, Greeter), type(x) is X)
D = derive(Greeter)
d = D("bob", 3)
print(d.greet(), d.area, d.size, d.describe(), D.count)
print(d, repr(d), len(d), d + 4, d == D("q", 3), d != D("q", 4), d(1), d(1, b=3))
b = D.build(8)
print(b, D.stat(4), b.stat(5), D.count, D.__doc__)
print(use(d), use(x)[:2])
print([c.__name__ for c in D.__mro__])
M = mixed(Greeter)
m = M("mo")
print(m.hello(), m.greet(), m.extra, m.describe())
d.size = 10
print(d.area, vars(d))
class Sub(D):
    def greet(self):
        return "sub " + super().greet()
s = Sub("zed", 2)
print(s.greet(), s, s.describe(), isinstance(s, Greeter))

# Operators, attributes, and errors of classes that CPython derives.
items = [D("a", 3), D("b", 1)]
print(sorted(items, key=len), max(items, key=len), [i.area for i in items])
print({len(i): i.name for i in items}, bool(D("n", 0)), hasattr(d, "missing"))
def show(g):
    return g.greet() + "|" + g.describe() + "|" + g.kind
print([show(g) for g in (Greeter("p"), d, x, m, s)])
D.kind = "fancy"
print(d.kind, D.kind, Greeter.kind, show(d))
try:
    D("only")
except TypeError as e:
    print(str(e).replace("make.<locals>.", ""))
del d, x, m, b, items, s
