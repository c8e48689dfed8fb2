# `make_dataclass` is CPython's, and so are all dataclasses of such a program.
import dataclasses
from dataclasses import asdict, dataclass, field, fields, make_dataclass, replace

Point = make_dataclass("Point", [("x", int), ("y", int, 2), ("z", list, field(default_factory=list))], order=True)


@dataclass(frozen=True)
class Segment:
    a: Point
    b: Point = field(default_factory=lambda: Point(0))

    def length(self):
        return abs(self.a.x - self.b.x) + abs(self.a.y - self.b.y)


class Named(make_dataclass("Base", ["u", "v"])):
    def both(self):
        return self.u + self.v


p = Point(1)
print(p, p == Point(1), p < Point(2), [f.name for f in fields(Point)], asdict(p))
s = Segment(p)
print(s, s.length(), replace(s, b=Point(5)).length(), asdict(s))
try:
    s.a = 1
except dataclasses.FrozenInstanceError as e:
    print(repr(e))
print(Named(1, 2).both(), Named("a", "b"))
total = 0
for i in range(100):
    total += Segment(Point(i), Point(0, i)).length()
print(total)
try:
    Point()
except TypeError as e:
    print(e)
