"""Dataclasses over dataclasses of another module."""
from dataclasses import asdict, dataclass

import shapes
from shapes import Shape, Square


@dataclass
class Circle(Shape):
    radius: float = 2.0

    def area(self):
        return 3.0 * self.radius ** 2


@dataclass
class Tile(shapes.Square):
    colour: str = "red"


@dataclass
class Badge(shapes.Marked, Shape):
    size: int = 5


found = [Shape("dot"), Square("sq", 4, width=3.0), Circle("c"), Tile("t", 4, ["x"], 2.0, "blue"), Badge("b")]
for s in found:
    print(s, s.area(), asdict(s))
print(found[4].mark, sum(s.area() for s in found), [s.tags is found[0].tags for s in found])
print(Tile("t") == Tile("t"), Tile("t") == Square("t"))
