import attr
import attrs
from attrs import define, field, Factory, validators, asdict, evolve, frozen
from typing import Optional

@define
class Address:
    street: str
    city: str = "Berlin"

def positive(instance, attribute, value):
    if value <= 0:
        raise ValueError(f"{attribute.name} must be positive, not {value}")

@define(order=True)
class Item:
    price: float = field(validator=[validators.instance_of((int, float)), positive])
    name: str = field(converter=str.strip, default="?")
    tags: list = Factory(list)
    parent: Optional["Item"] = field(default=None, repr=False, eq=False, order=False)

    @property
    def label(self):
        return f"{self.name}:{self.price:.2f}"

    def chain(self):
        node, out = self, []
        while node is not None:
            out.append(node.name)
            node = node.parent
        return out

@frozen
class Point:
    x: int
    y: int = field()
    @y.default
    def _y(self):
        return self.x * 2
    def __add__(self, other):
        return Point(self.x + other.x, self.y + other.y)

@attr.s(auto_attribs=True, slots=True)
class Old:
    a: int
    b: int = attr.ib(default=3, metadata={"unit": "m"})

i = Item(2.5, " nut ", ["a"])
j = Item(1, "bolt", parent=i)
print(i, j.label, j < i, j.chain(), sorted([i, j])[0].name)
for bad in (-1, "x"):
    try:
        Item(bad)
    except (ValueError, TypeError) as e:
        print(type(e).__name__, str(e)[:40])
print(asdict(i), evolve(i, price=9).price, Point(2) + Point(1, 1), hash(Point(1)) == hash(Point(1, 2)))
try:
    Point(1).x = 3
except attrs.exceptions.FrozenInstanceError as e:
    print(type(e).__name__)
print(Old(1), attr.fields(Old).b.metadata["unit"], [a.name for a in attrs.fields(Item)])
print(Address("s") == Address("s"), Address("a", "b"))
total = 0
for k in range(200):
    total += Point(k).y + Old(k).b
print(total)
@define
class Base:
    n: int
    def __attrs_post_init__(self):
        self.n += 1
@define
class Derived(Base):
    m: int = 5
    def both(self):
        return self.n * self.m
print(Derived(2).both(), Derived(2), attrs.has(Derived))
