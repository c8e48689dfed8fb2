"""Special methods that only code of unknown type reaches, of classes that are made, changed or escape late."""


class Registry:
    def __init__(self):
        self.items = []

    def add(self, item):
        self.items.append(item)
        return item

    def __len__(self):
        return len(self.items)

    def __iter__(self):
        return iter(self.items)


registry = Registry()


def describe(thing):
    """Works on whatever it gets: length, items, order, text."""
    out = [str(thing)]
    for attribute in ("__len__", "__iter__", "__lt__"):
        out.append(hasattr(thing, attribute))
    try:
        out.append([str(x) for x in thing])
    except TypeError as e:
        out.append(f"no items: {e}")
    try:
        out.append(thing < thing)
    except TypeError:
        out.append("no order")
    return out


class Point:
    def __init__(self, x, y):
        self.x = x
        self.y = y

    def __repr__(self):
        return f"Point({self.x}, {self.y})"

    def __iter__(self):
        yield self.x
        yield self.y

    def __eq__(self, other):
        return isinstance(other, Point) and (self.x, self.y) == (other.x, other.y)

    def __hash__(self):
        return hash((self.x, self.y))


class Version:
    def __init__(self, text):
        self.parts = [int(p) for p in text.split(".")]

    def __lt__(self, other):
        return self.parts < other.parts

    def __str__(self):
        return "v" + ".".join(map(str, self.parts))


class Row:
    """Iterated by the old protocol, and only by code that knows nothing of it."""

    def __init__(self, *cells):
        self.cells = cells

    def __str__(self):
        return f"a row of {len(self.cells)}"

    def __getitem__(self, i):
        return self.cells[i]


values = {"int": 3, "text": "abc", "point": Point(1, 2), "version": Version("1.10"), "row": Row("a", "b"), "list": [3, 1]}
for name in sorted(values):
    print(name, describe(values[name]))

# A special method that the class gets after its objects were handed over.
Version.__len__ = lambda self: len(self.parts)
Version.__iter__ = lambda self: iter(self.parts)
print(describe(values["version"]), len(values["version"]))


def make_class(name, order):
    class Made:
        def __init__(self, n):
            self.n = n

        def __lt__(self, other):
            return (self.n < other.n) == order

        def __str__(self):
            return f"{name}{self.n}"

    return Made


for made in (make_class("up", True), make_class("down", False)):
    objects = [registry.add(made(n)) for n in (2, 3, 1)]
    print([str(o) for o in sorted(objects)], str(max(objects)), str(min(objects)))
print(len(registry), [str(o) for o in registry])


class Money:
    def __init__(self, cents):
        self.cents = cents

    def __add__(self, other):
        return Money(self.cents + getattr(other, "cents", other))

    __radd__ = __add__

    def __bool__(self):
        return self.cents != 0

    def __index__(self):
        return self.cents

    def __format__(self, spec):
        return f"{self.cents / 100:{spec or '.2f'}}"


def total(things, start):
    for thing in things:
        start = start + thing
    return start


table = [Money(150), 25, Money(0), Money(325)]
print(f"{total(table, 0)} {sum(table):>10.1f}", [bool(x) for x in table], [hex(x) for x in table])
print({Point(1, 2): "first"}.get(values["point"]), Point(1, 2) in [values["row"], values["point"]])
