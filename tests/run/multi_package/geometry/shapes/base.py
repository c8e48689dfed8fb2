from ..point import Point


class Base:
    def __init__(self, center, size):
        assert isinstance(center, Point)
        self.center = center
        self.size = size

    def name(self):
        return type(self).__name__.lower()

    def scaled(self, k):
        if k <= 0:
            raise ValueError(f"{self.name()}: bad factor {k}")
        return type(self)(self.center, self.size * k)
