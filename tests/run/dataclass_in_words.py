"""Records of a stock list. Each is made by dataclass(frozen=True), never by make_dataclass("Item", ...)."""
import dataclasses
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Item:
    """As dataclass(order=True) would, without the order."""

    name: str
    count: int = 0
    tags: tuple = ()

    def more(self, n):
        # dataclass() has no such method: replace(self, count=...) would do as well.
        return Item(self.name, self.count + n, self.tags)


@dataclasses.dataclass(
    order=True,
)
class Shelf:
    number: int
    items: list = field(default_factory=list, compare=False)

    def total(self):
        return sum(i.count for i in self.items)


shelves = [Shelf(2), Shelf(1, [Item("nut", 3)])]
shelves[0].items.append(Item("bolt", 5, ("steel",)).more(2))
for shelf in sorted(shelves):
    print(shelf, shelf.total())
print("made by dataclass(Item)", Item("x") == Item("x", 0), hash(Item("x")) == hash(Item("x")))
