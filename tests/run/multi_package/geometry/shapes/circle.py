from .base import Base
from .. import tools

PI = 3.14159


class Circle(Base):
    def area(self):
        return PI * self.size**2

    def gap(self, other):
        return tools.distance(self.center, other.center) - self.size - other.size
