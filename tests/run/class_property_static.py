import math


class Circle:
    instances = 0

    def __init__(self, radius):
        self.radius = radius
        Circle.instances += 1

    @property
    def radius(self):
        return self._radius

    @radius.setter
    def radius(self, value):
        if value < 0:
            raise ValueError("radius must be >= 0")
        self._radius = value

    @property
    def area(self):
        return math.pi * self._radius**2

    @staticmethod
    def unit():
        return Circle(1)

    @classmethod
    def from_diameter(cls, d):
        return cls(d / 2)

    @classmethod
    def count(cls):
        return f"{cls.__name__}: {cls.instances}"


class Sphere(Circle):
    @property
    def area(self):
        return 4 * super().area


class Temperature:
    def __init__(self, celsius=0.0):
        self.celsius = celsius

    @property
    def fahrenheit(self):
        return self.celsius * 9 / 5 + 32

    @fahrenheit.setter
    def fahrenheit(self, f):
        self.celsius = (f - 32) * 5 / 9

    @fahrenheit.deleter
    def fahrenheit(self):
        self.celsius = 0.0


c = Circle(2)
print(c.radius, round(c.area, 4), Circle.unit().radius, Circle.from_diameter(5).radius)
c.radius = 3
c.radius += 1
print(c.radius, f"{c.area:.3f}")
try:
    c.radius = -1
except ValueError as e:
    print(e)
try:
    c.area = 5
except AttributeError as e:
    print("AttributeError", "area" in str(e))
s = Sphere.from_diameter(4)
print(type(s).__name__, f"{s.area:.3f}", Sphere.count(), Circle.count(), s.unit().radius, Sphere.unit().__class__.__name__)
t = Temperature(25)
print(t.fahrenheit)
t.fahrenheit = 212
print(t.celsius)
del t.fahrenheit
print(t.celsius, t.fahrenheit)


class MathUtil:
    @staticmethod
    def gcd(a, b):
        while b:
            a, b = b, a % b
        return a

    @staticmethod
    def lcm(a, b):
        return a // MathUtil.gcd(a, b) * b

    @classmethod
    def lcm_all(cls, *nums):
        result = 1
        for n in nums:
            result = cls.lcm(result, n)
        return result


print(MathUtil.gcd(48, 36), MathUtil().lcm(4, 6), MathUtil.lcm_all(*range(1, 21)), MathUtil.lcm_all(*range(1, 50)))
