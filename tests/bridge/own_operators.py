# CPython's functions and operators on an object of the program that defines what they ask for; worker processes find its functions.
import concurrent.futures
import copy
import decimal
import multiprocessing
from importlib import import_module


def square(x):
    return x * x


class Basket:
    def __init__(self):
        self.items = []

    def __iadd__(self, x):
        self.items.append(x)
        return self

    def __len__(self):
        return len(self.items)

    def __getitem__(self, i):
        return self.items[i]

    def __contains__(self, x):
        return x in self.items

    def __iter__(self):
        return iter(self.items)

    def __reversed__(self):
        return reversed(self.items)

    def __add__(self, other):
        both = Basket()
        both.items = self.items + list(other)
        return both

    def __radd__(self, other):
        return ("radd", other)

    def __index__(self):
        return 3

    def __float__(self):
        return 2.5

    def __call__(self, *args):
        return ("called", args)

    def __format__(self, spec):
        return "formatted " + spec

    def __bytes__(self):
        return b"basket"

    def __round__(self, n=None):
        return 7

    def __abs__(self):
        return 8

    def __divmod__(self, other):
        return (1, other)

    def __pow__(self, other):
        return ("pow", other)

    def __matmul__(self, other):
        return "mat"


a = Basket()
a += 1
a += 2
op = import_module("operator")
print(op.length_hint(a), op.getitem(a, 1), op.contains(a, 2), op.index(a), op.add(a, [3]).items, op.add(1, a), op.abs(a))
print(op.pow(a, 2), op.matmul(a, 1), op.truth(a), op.attrgetter("items")(a), op.methodcaller("__len__")(a))
for missing in (op.neg, op.invert):
    try:
        missing(a)
    except TypeError as e:
        print(e)
b = import_module("builtins")
print(b.float(a), b.len(a), b.list(a), b.callable(a), b.format(a, "x"), b.bytes(a), b.list(b.reversed(a)), b.round(a), b.divmod(a, 3))
print(b.sorted([3, 1], key=lambda x: -x), b.type(a) is Basket, b.repr(b.type(a)), b.hasattr(a, "zz"), b.getattr(a, "items"))
with concurrent.futures.ProcessPoolExecutor(2, mp_context=multiprocessing.get_context("fork")) as pool:
    print(list(pool.map(square, range(4))))
print(copy.deepcopy(a).items, decimal.Decimal("1.1") + 1)
