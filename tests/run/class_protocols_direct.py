"""Iterators with __next__, send and next with a default, named tuples, defaults of inner functions, setters of unknown objects."""
from collections import namedtuple
from typing import NamedTuple

Point = namedtuple("Point", "x y")


class Named(NamedTuple):
    name: str
    size: int = 3

    @property
    def twice(self):
        return self.size * 2


class Odd(Point):
    @property
    def x(self):
        return "odd"


class Plain:
    def __init__(self, x):
        self.x = x


class Countdown:
    def __init__(self, n):
        self.n = n

    def __iter__(self):
        return self

    def __next__(self):
        if self.n <= 0:
            raise StopIteration
        self.n -= 1
        return self.n


class Powers:
    """Crosses into big ints."""

    def __init__(self, stop):
        self.value = 1
        self.stop = stop

    def __iter__(self):
        return self

    def __next__(self):
        self.value *= 1000
        if self.value > self.stop:
            raise StopIteration("done")
        return self.value


class Broken:
    def __iter__(self):
        return self

    def __next__(self):
        raise ValueError("broken iterator")


class Quiet(Countdown):
    def __next__(self):
        try:
            return super().__next__() + 100
        except StopIteration:
            self.ended = True
            raise


class Tree:
    def __init__(self, value, left=None, right=None):
        self.value = value
        self.left = left
        self.right = right

    def __iter__(self):
        if self.left:
            yield from self.left
        yield self.value
        if self.right:
            yield from self.right

    def leaves(self):
        yield from iter(self.left)
        yield from self.right


class Guarded:
    def __init__(self):
        self._x = 0

    @property
    def x(self):
        return self._x

    @x.setter
    def x(self, v):
        if v < 0:
            raise ValueError("negative")
        self._x = v


def averager():
    total = 0
    n = 0
    while True:
        x = yield total / n if n else None
        if x is None:
            return
        total += x
        n += 1


def few():
    yield 1
    yield 2


def iterators():
    total = 0
    for x in Countdown(5):
        total += x
    print(total, list(Countdown(3)), [x * 2 for x in Countdown(3)], max(Countdown(4)))
    print([x for x in Powers(10**25)])
    for x in Powers(10**20):
        last = x
    print(last)
    it = Quiet(2)
    for x in it:
        print(x)
    print(it.ended)
    for a, b in zip(Countdown(3), Powers(10**30)):
        print(a, b)
    try:
        for x in Broken():
            print(x)
    except ValueError as e:
        print(e)
    tree = Tree(2, Tree(1), Tree(4, Tree(3)))
    print(list(tree), sum(tree), [x for x in tree.leaves()])
    try:
        print(list(Tree(1).leaves()))
    except TypeError as e:
        print(e)


def generators():
    g = averager()
    print(next(g), g.send(10), g.send(20), next(g, "ended"), next(g, "ended"))
    g = averager()
    try:
        g.send(1)
    except TypeError as e:
        print(e)
    next(g)
    print(sum(g.send(k) for k in range(5)), g.send(2**70))
    try:
        g.send(None)
    except StopIteration as e:
        print("stopped", e.value)
    try:
        g.send(1)
    except StopIteration as e:
        print("stopped", e.value)
    f = few()
    print(next(f, None), next(f, None), next(f, None), next(f, 5))


def named():
    points = [Point(1, 2.5), Point("a", [3]), Odd(5, 6), Plain("plain"), Named("n"), Point(2**70, None)]
    table = {"points": points}
    for p in table["points"]:
        print(getattr(p, "x", "none"), getattr(p, "size", "none"), p[0] if isinstance(p, tuple) else p.x)
    for p in points:
        try:
            print(p.x)
        except AttributeError as e:
            print(e)
    n = Named("big", 10)
    print(n, n.name, n.twice, n._replace(size=4).size, n.name == n[0], type(n).__name__, Odd.__name__)
    short = tuple.__new__(Point, (1,))
    try:
        print(short.x, short.y)
    except IndexError as e:
        print(e)


def inner_functions():
    def scaled(a, b=2, c=3, *, d="x"):
        return a * b + c, d

    print(scaled(1), scaled(1, c=5), scaled(1, 2, 3, d="y"), sum(scaled(k)[0] for k in range(10)))
    scaled.__defaults__ = (10, 20)
    print(scaled(1))
    made = [(lambda x, k=5: x + k) for _ in range(3)]
    print([f(1) for f in made], made[0](1, 1))


def unknown_objects():
    objects = {"guarded": Guarded(), "plain": Plain(0)}
    for name, o in objects.items():
        o.x = 3
        print(name, o.x, type(o).__name__, getattr(o, "".join(["x"])))
        try:
            o.x = -1
        except ValueError as e:
            print(e)
    make = {"p": Point, "n": Named}
    for key in "pn":
        print(make[key]("u", 7))


iterators()
generators()
named()
inner_functions()
unknown_objects()
