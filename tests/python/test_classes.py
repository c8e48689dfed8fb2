"""Classes and methods of them that are compiled."""

import dataclasses
import math
import warnings

import pytest

import pyaot


@pyaot.compile
class Shape:
    made = 0

    def __init__(self, name, *sides, scale=1.0):
        self.name, self.sides, self.scale = name, list(sides), scale
        type(self).made += 1

    def perimeter(self):
        return sum(s * self.scale for s in self.sides)

    @property
    def longest(self):
        """The longest side."""
        return max(self.sides)

    @longest.setter
    def longest(self, value):
        self.sides[self.sides.index(max(self.sides))] = value

    @staticmethod
    def hypotenuse(a, b):
        return math.sqrt(a * a + b * b)

    @classmethod
    def right(cls, a, b):
        return cls("right", a, b, cls.hypotenuse(a, b))

    def __len__(self):
        return len(self.sides)

    def __eq__(self, other):
        return self.sides == other.sides

    def each(self):
        for s in self.sides:
            yield s * 2

    def __repr__(self):
        return f"{self.name}({', '.join(map(str, self.sides))})"


class Square(Shape):
    def __init__(self, side):
        super().__init__("square", side, side, side, side)

    def perimeter(self):
        return super().perimeter() + 0.0


def test_classes():
    t = Shape.right(3, 4)
    assert repr(t) == "right(3, 4, 5.0)" and t.perimeter() == 12.0 and len(t) == 3
    assert t.longest == 5.0 and Shape.longest.__doc__ == "The longest side."
    t.longest = 6
    assert t.sides == [3, 4, 6] and t == Shape("other", 3, 4, 6) and Shape.made == 2
    assert list(t.each()) == [6, 8, 12] and Shape.hypotenuse(3, 4) == 5.0
    s = Square(2)
    assert s.perimeter() == 8.0 and len(s) == 4 and Square.made == 3 and isinstance(s, Shape)
    for f in Shape.perimeter, vars(Shape)["hypotenuse"].__func__, vars(Shape)["right"].__func__, Shape.longest.fset, Shape.__init__:
        assert type(f) is pyaot.Function and f.stats["native"], f


def test_decorators_over_others():
    class Thing:
        @pyaot.compile
        @staticmethod
        def double(x):
            return 2 * x

        @pyaot.compile(strict=True)
        @classmethod
        def of(cls, x):
            return cls, x

        @pyaot.compile
        @property
        def three(self):
            return 3

    assert Thing.double(4) == 8 and Thing().double(4) == 8 and Thing.of(1) == (Thing, 1) and Thing().three == 3


def test_dataclasses_and_fallbacks():
    @pyaot.compile
    @dataclasses.dataclass(order=True)
    class Point:
        x: float
        y: float = 2.0

        def norm(self):
            return math.hypot(self.x, self.y)

        def __private(self):
            return self.x

        def told(self):
            return self.__private()

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", pyaot.FallbackWarning)
        p = Point(1.5)
        assert p.norm() == 2.5 and p.told() == 1.5 and p < Point(1.5, 3.0) and repr(p).endswith("Point(x=1.5, y=2.0)")
        assert dataclasses.replace(p, y=0.0) == Point(1.5, 0.0)
    with pytest.raises(TypeError):
        pyaot.compile(3)
