import math
from typing import List


class Shape:
    def area(self) -> float:
        raise NotImplementedError

    def perimeter(self) -> float:
        raise NotImplementedError

    def scale(self, k: float) -> "Shape":
        raise NotImplementedError

    def summary(self) -> str:
        return "%-9s area=%8.3f perimeter=%8.3f" % (self.name(), self.area(), self.perimeter())

    def name(self) -> str:
        return self.__class__.__name__


class Rect(Shape):
    def __init__(self, w: float, h: float) -> None:
        self.w = w
        self.h = h

    def area(self) -> float:
        return self.w * self.h

    def perimeter(self) -> float:
        return 2 * (self.w + self.h)

    def scale(self, k: float) -> "Rect":
        return Rect(self.w * k, self.h * k)


class Square(Rect):
    def __init__(self, side: float) -> None:
        super().__init__(side, side)

    def scale(self, k: float) -> "Square":
        return Square(self.w * k)


class Circle(Shape):
    def __init__(self, r: float) -> None:
        self.r = r

    def area(self) -> float:
        return math.pi * self.r ** 2

    def perimeter(self) -> float:
        return 2 * math.pi * self.r

    def scale(self, k: float) -> "Circle":
        return Circle(self.r * k)


class Polygon(Shape):
    def __init__(self, points) -> None:
        self.points = list(points)

    def _edges(self):
        return zip(self.points, self.points[1:] + self.points[:1])

    def area(self) -> float:
        return abs(sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in self._edges())) / 2

    def perimeter(self) -> float:
        return sum(math.hypot(x2 - x1, y2 - y1) for (x1, y1), (x2, y2) in self._edges())

    def scale(self, k: float) -> "Polygon":
        return Polygon((x * k, y * k) for x, y in self.points)


shapes: List[Shape] = [Rect(3, 4), Square(2.5), Circle(1), Polygon([(0, 0), (4, 0), (4, 3)])]
for s in shapes:
    print(s.summary())
for s in shapes:
    print(s.scale(2).summary())
print(round(sum(s.area() for s in shapes), 6), max(shapes, key=lambda s: s.area()).name())
total = 0
for i in range(100):
    total += shapes[i % 4].scale(i).area() // 1
print(total)
print(Square(2**40).area(), Rect(3, 2).scale(10**12).area(), Rect(1, 2).perimeter())
try:
    Shape().summary()
except NotImplementedError as e:
    print("abstract", repr(e))
