from .base import Base


class Square(Base):
    def area(self):
        return self.size * self.size
