class Config:
    defaults = {"debug": False, "level": 1}
    shared = []

    def __init__(self, **kw):
        for k, v in self.defaults.items():
            setattr(self, k, kw.get(k, v))
        self.extra = {k: v for k, v in kw.items() if k not in self.defaults}

    def __getattr__(self, name):
        if name in self.__dict__.get("extra", {}):
            return self.extra[name]
        raise AttributeError(f"no setting {name!r}")


class Record:
    def __init__(self, fields):
        self.__dict__.update(fields)


class Tracker:
    def __init__(self):
        object.__setattr__(self, "changes", [])

    def __setattr__(self, k, v):
        self.changes.append((k, v))
        object.__setattr__(self, k, v)


c = Config(level=5, color="red")
print(c.debug, c.level, c.color, hasattr(c, "color"), hasattr(c, "nope"), getattr(c, "nope", "dflt"))
try:
    c.nope
except AttributeError as e:
    print(e)
Config.shared.append(1)
c.shared.append(2)
print(Config.shared, Config().shared is c.shared)
c.shared = "own"
print(Config.shared, c.shared)
r = Record({"a": 1, "b": [2]})
print(r.a, r.b, r.__dict__, vars(r) is r.__dict__)
r.__dict__["z"] = 26
print(r.z)
t = Tracker()
t.x = 1
t.y = 2
t.x += 5
print(t.x, t.changes)


class Shape:
    sides = 0

    def area(self):
        return None


sq = Shape()
sq.sides = 4
Shape.color = "blue"
print(sq.sides, Shape.sides, sq.color, Shape().sides, "sides" in sq.__dict__, "color" in vars(sq))
Shape.perimeter = lambda self, n=1: self.sides * n
print(sq.perimeter(), sq.perimeter(3))
sq.area = lambda: "instance function"
print(sq.area(), Shape().area())
del sq.area
print(sq.area())
x = 1
obj = Shape()
for i in range(3):
    obj.x = x
    x = [x, i]
print(obj.x)
obj.v = 5
obj.v = "text"
obj.v = obj.v * 2
print(obj.v)
for name in ("sides", "color", "missing"):
    print(name, getattr(obj, name, None))
print([n for n in dir(obj) if not n.startswith("_")])
print(type(obj).__name__, obj.__class__ is Shape, Shape.__module__, Shape.area.__name__, Shape.__qualname__)
