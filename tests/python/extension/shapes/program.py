import copy, inspect, pickle, kern as g
from kern import Circle, Polygon, Vec, Shape, Color, Level, Bounds
v = Vec(3, 4)
print(v, abs(v), v + Vec(1), 2 * v, v * 2, list(v), v < Vec(4), hash(v) == hash(Vec(3, 4)), {v: 1}[Vec(3, 4)])
try:
    v.x = 1
except Exception as e:
    print(type(e).__name__, e)
c = Circle(2)
p = Polygon(Vec(0, 0), Vec(4, 0), Vec(4, 3))
print(Shape.describe(c), Shape.describe(p), c < p, sorted([c, p])[0] is p, len(p), p[1], Vec(4, 0) in p, p.bounds, p.bounds.area)
print(c.perimeter, "perimeter" in vars(c), Shape.count, Circle.unit().r)
try:
    Shape()
except TypeError as e:
    print(str(e)[:41])
try:
    p.bounds = 3
except AttributeError as e:
    print(e)
print(Color.RED, Color["GREEN"].pretty, Color(1), list(Color), Level.HIGH + 1, Level(1).name, isinstance(Level.LOW, int))
print(g.fib(80), g.fib.cache_info(), g.largest([c, p]) is c, g.largest([]), g.total((c, p)))
class Square(Shape):
    def __init__(self, a): super().__init__(); self.a = a
    def area(self): return self.a ** 2
s = Square(3)
print(Shape.describe(s), g.total([s, c]), isinstance(s, g.HasArea), isinstance(v, g.HasArea), isinstance(s, Shape), Square.unit().a, s < c)
print(pickle.loads(pickle.dumps(v)), copy.copy(v), copy.deepcopy(p).points == p.points, pickle.loads(pickle.dumps(Color.RED)) is Color.RED)
q = pickle.loads(pickle.dumps(p)); print(q.points, q.color)
print(inspect.signature(Vec), inspect.signature(Circle.__init__), inspect.signature(g.largest), g.__doc__, inspect.isabstract(Shape))
print(Bounds(0, 0, 1, 1)._replace(x1=3), Bounds._fields, Bounds(1, 2, 3, 4) == (1, 2, 3, 4))
match v:
    case Vec(x, y):
        print("vec", x, y)
for cls in Circle.__mro__: print(cls.__name__, cls.__module__)
import dataclasses
print(dataclasses.asdict(v), dataclasses.fields(v)[0].name, dataclasses.replace(v, x=9.0), dataclasses.is_dataclass(Vec))
print(Shape.__bases__, Circle.__base__.__name__, issubclass(Circle, Shape), Shape.__abstractmethods__, [k.__name__ for k in Shape.__subclasses__()])

from kern import HasArea
class Sq(g.Shape):
    def area(self): return 3
class Other:
    def area(self): return 3
print(type(g.HasArea).__name__, isinstance(Sq(), g.HasArea), isinstance(Other(), g.HasArea), isinstance(3, g.HasArea), issubclass(Other, g.HasArea), issubclass(Sq, g.HasArea))
g.Shape.register(Other)
print(isinstance(Other(), g.Shape), issubclass(Other, g.Shape))
class Third(Other): pass
print(isinstance(Third(), g.Shape), issubclass(int, g.Shape), isinstance(2, g.Shape), g.Shape.__mro__, Sq.__bases__, g.HasArea.__bases__[0].__name__, Sq.__base__ is g.Shape)
