import geometry
import geometry.shapes.circle as circle
from geometry import Point, shapes, tools
from geometry.shapes import Square, describe
from geometry.shapes.circle import Circle, PI
from geometry.tools import *


def main():
    p, q = Point(0, 0), Point(3, 4)
    print(p, q, distance(p, q), tools.distance(q, p))
    items = [Square(p, 2), Circle(q, 1), Square(q, 1.5)]
    for s in items:
        print(describe(s), round(s.area(), 4))
    print(geometry.__name__, shapes.__name__, circle.__name__, geometry.tools.__name__, PI, circle.Circle is Circle)
    print(geometry.VERSION, geometry.loaded, "hidden" in globals(), "scale" in globals())
    print(scale(items[0], 3).area(), [type(s).__name__ for s in items], isinstance(items[1], shapes.base.Base))
    try:
        from geometry import nothing_here
    except ImportError as e:
        print("ImportError:", str(e).split(" (")[0])
    try:
        import geometry.nothing as nothing
    except ModuleNotFoundError as e:
        print(e)
    try:
        items[1].scaled(-1)
    except ValueError as e:
        print(e)


main()
