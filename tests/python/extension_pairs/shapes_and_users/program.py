import copy, pickle, traceback, inspect, typing
import numpy as np
import shapes, users
from shapes import Circle, Shape, ShapeError
print(users.Circle is Circle, users.Shape is Shape, users.shapes is shapes, issubclass(users.Square, Shape), users.Square.__mro__)
c, s = Circle(2.0), users.Square(3.0)
print(c, s, c == s, isinstance(s, Shape), shapes.total_area([c, s, users.Square(1)]))
scene = users.Scene().add(c).add(s)
print(scene, scene.total(), scene.biggest(), scene.shapes[0] is c)
print(users.safe_circle(-1.0), users.safe_circle(1.0))
try:
    Circle(-3.0)
except ShapeError as e:
    print(type(e), e.code, e.args, isinstance(e, ValueError), e.__class__.__module__)
    traceback.print_exc()
f = shapes.scaler(2.5)
print(users.use(f, [1, 2.0]), users.use(lambda x: x + 1, [1.0]), users.compose(f, shapes.scaler(2), str)(3), f.__name__, f.__qualname__)
print(users.drain(shapes.numbers(5)))
g = shapes.grid(3)
print(users.smooth(g), g)
print(shapes.pick(2), shapes.pick("ab"), shapes.first([c, s]), shapes.first([], s), shapes.first([]))
print(users.count(c), users.count(s), users.count(c))
p = pickle.loads(pickle.dumps([c, s, scene]))
print(p, p[0] == c, type(p[1]), copy.deepcopy(scene) == scene, copy.copy(c).r)
class Tri(users.Square):
    def area(self):
        return super().area() / 2
print(Tri(4.0), shapes.total_area([Tri(2.0)]), users.Scene([Tri(2.0)]).total())
try:
    shapes.total_area([Shape("x")])
except NotImplementedError:
    traceback.print_exc()
def boom(x):
    raise KeyError(x)
try:
    users.use(boom, [1.0])
except KeyError:
    traceback.print_exc()
print(inspect.signature(shapes.first), inspect.signature(users.Scene), inspect.signature(users.count))
print(typing.get_type_hints(shapes.first), typing.get_type_hints(users.Scene))
print(inspect.getdoc(shapes), inspect.isclass(Circle), inspect.isfunction(shapes.scaler), callable(c))
print(sorted(k for k in vars(c)), c.__dict__, Circle.kind, dir(c)[-4:])
