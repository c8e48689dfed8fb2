class A:
    def __repr__(self):
        return "A-repr"


class B:
    def __str__(self):
        return "B-str"

    def __repr__(self):
        return "B-repr"


class C(A):
    def __str__(self):
        return "C-str"


class Money:
    def __init__(self, amount, currency="EUR"):
        self.amount = amount
        self.currency = currency

    def __str__(self):
        return f"{self.amount:.2f} {self.currency}"

    def __repr__(self):
        return f"Money({self.amount!r}, {self.currency!r})"

    def __format__(self, spec):
        if not spec:
            return str(self)
        if spec.endswith("c"):
            return format(str(self), spec[:-1])
        return format(self.amount, spec) + " " + self.currency

    def __int__(self):
        return int(self.amount)

    def __float__(self):
        return float(self.amount)

    def __index__(self):
        return int(self.amount)

    def __round__(self, n=0):
        return Money(round(self.amount, n), self.currency)


class Tree:
    def __init__(self, v, *kids):
        self.v, self.kids = v, kids

    def __str__(self, depth=0):
        return "  " * depth + str(self.v) + "".join("\n" + k.__str__(depth + 1) for k in self.kids)

    def __repr__(self):
        return f"Tree({self.v}{''.join(', ' + repr(k) for k in self.kids)})"


a, b, c = A(), B(), C()
print(a, b, c, [a, b, c], (a,), {"k": b}, {1: c})
print(str(a), repr(b), str(c), repr(c), f"{a} {b} {c} {a!r} {b!r} {c!s}", "%s %r" % (b, b), "{} {!r}".format(c, c))
m = Money(1234.567)
print(m, repr(m), [m], f"{m}", f"{m:,.1f}", f"{m:>20c}|", f"{m!r:^40}|", "{:.0f}".format(m))
print(int(m), float(m), round(m), round(m, 1), hex(Money(255)), [10, 20, 30][Money(1)], list(range(Money(3))), "ab" * Money(2))
t = Tree(1, Tree(2, Tree(3)), Tree("x"))
print(t)
print(repr(t))


class Weird:
    def __str__(self):
        return 5

    def __len__(self):
        return -1

    def __bool__(self):
        return "yes"


for f in (str, len, bool, int):
    try:
        print(f(Weird()))
    except (TypeError, ValueError) as e:
        print(type(e).__name__, e)


class Empty:
    pass


text = repr(Empty())
print(text.startswith("<__main__.Empty object at 0x"), text.endswith(">"), str(Empty)[:8], Empty, type(m), [Empty, int], Exception, ValueError("v"), repr(ValueError("v", 1)))
print(repr(print), len, type(len).__name__, type(type).__name__, type(None), type(Empty).__name__, type(t.__str__).__name__, type(lambda: 0).__name__)
try:
    f"{Empty():>10}"
except TypeError as e:
    print(e)
