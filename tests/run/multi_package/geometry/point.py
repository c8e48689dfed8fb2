import math


class Point:
    def __init__(self, x, y):
        self.x = x
        self.y = y

    def __sub__(self, other):
        return Point(self.x - other.x, self.y - other.y)

    def norm(self):
        return math.hypot(self.x, self.y)

    def __repr__(self):
        return "Point(%g, %g)" % (self.x, self.y)
