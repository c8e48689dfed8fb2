"""Dataclasses as programs use them: an inventory with items, orders and a log."""
from dataclasses import dataclass, field
from typing import ClassVar, List, Optional


@dataclass
class Item:
    """A thing with a price."""
    name: str
    price: float
    quantity: int = 0

    def total(self) -> float:
        return self.price * self.quantity


@dataclass
class Order:
    customer: str
    items: List[Item] = field(default_factory=list)
    notes: dict = field(default_factory=dict, repr=False)
    number: int = field(default=0, compare=False)
    count: ClassVar[int] = 0

    def __post_init__(self):
        Order.count += 1
        if self.number < 0:
            raise ValueError(f"number {self.number} is negative")

    def add(self, item: Item) -> "Order":
        self.items.append(item)
        return self

    @property
    def total(self):
        return sum(i.total() for i in self.items)


@dataclass(order=True)
class Version:
    major: int
    minor: int = 0
    label: str = field(default="", compare=False)


@dataclass(frozen=True)
class Point:
    x: int
    y: int = 0

    def moved(self, dx, dy):
        return Point(self.x + dx, self.y + dy)


@dataclass(frozen=True, order=True)
class Line:
    start: Point
    end: Point
    length: float = field(init=False, compare=False)

    def __post_init__(self):
        dx, dy = self.end.x - self.start.x, self.end.y - self.start.y
        object.__setattr__(self, "length", (dx * dx + dy * dy) ** 0.5)



@dataclass
class Tree:
    value: int
    left: Optional["Tree"] = None
    right: Optional["Tree"] = None

    def insert(self, v):
        side = "left" if v < self.value else "right"
        child = getattr(self, side)
        if child is None:
            setattr(self, side, Tree(v))
        else:
            child.insert(v)

    def __iter__(self):
        if self.left:
            yield from self.left
        yield self.value
        if self.right:
            yield from self.right


def main():
    a = Item("bolt", 0.25, 100)
    b = Item("nut", price=0.5)
    print(a, b, a.total(), b.total(), Item.__doc__)
    print(a == Item("bolt", 0.25, 100), a != b, a == "bolt")
    b.quantity += 10
    o = Order("Ann").add(a).add(b)
    print(o, o.total, Order.count, o.notes)
    p = Order("Bob", [Item("x", 1.0, 1)], number=7)
    p.notes["k"] = [1]
    print(p, p.notes, o.notes, p == Order("Bob", [Item("x", 1.0, 1)], {"k": [1]}, 9), Order.count)
    try:
        Order("Eve", number=-1)
    except ValueError as e:
        print("ValueError:", e)
    for bad in (lambda: Item("x"), lambda: Item(), lambda: Item("x", 1.0, 2, 3), lambda: Item("x", 1.0, colour=1)):
        try:
            bad()
        except TypeError as e:
            print("TypeError:", e)
    vs = [Version(1, 2), Version(1), Version(0, 9, "beta"), Version(1, 2, "rc")]
    print(sorted(vs), max(vs), Version(1, 2) == Version(1, 2, "rc"), vs[0] < vs[3], vs[0] <= vs[3])
    try:
        print(Version(1) < (1, 0))
    except TypeError as e:
        print("TypeError:", e)
    q = Point(3, 4)
    print(q, q.moved(1, -1), {q: "a", Point(3, 4): "b"}, hash(q) == hash(Point(3, 4)), len({Point(i % 3) for i in range(10)}))
    for act in ("set", "new", "del"):
        try:
            if act == "set":
                q.x = 5
            elif act == "new":
                q.z = 5
            else:
                del q.x
        except AttributeError as e:
            print(type(e).__name__, e)
    try:
        hash(a)
    except TypeError as e:
        print("TypeError:", e)
    t = Tree(50)
    for v in (30, 70, 20, 40, 60, 80):
        t.insert(v)
    print(list(t), t.left)
    t.left.left = t
    print(repr(t)[:60], "..." in repr(t))


try:
    main()
except TypeError as e:
    print("TypeError:", e)
print(Version.__match_args__, Item.quantity, hasattr(Item, "name"), Point.__eq__ is not Item.__eq__)
