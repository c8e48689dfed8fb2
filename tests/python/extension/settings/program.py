import copy, json, pickle, dataclasses
import kern
from kern import *
c = kern.load('{"path": "/x/y", "level": 2, "mode": "write", "ui.color": [1, 2], "core": {"a": null}}')
print(c)
print(c["ui.color"], c["core"], len(c), list(c), kern.Key("ui", "color") in c, kern.Config.made)
print(c.dumps(), c.level + 1, c.mode, c.mode.value, c.mode == "w", kern.Mode.parse("read"))
print(kern.Perm.R | kern.Perm.X, kern.Perm.R in (kern.Perm.R | kern.Perm.W), list(kern.Level), kern.Level["LOW"])
d = kern.merge(c, kern.load('{"core": 5, "net.port": 80}'))
print(d, d == c, dataclasses.asdict(kern.load("{}"))["level"], kern.merge(c, d, "right") == d)
for call in (lambda: kern.Key("Bad!"), lambda: kern.load("[1"), lambda: kern.Mode.parse("q"), lambda: kern.load('{"level": 9}'), lambda: c["no.no"]):
    try:
        call()
    except Exception as e:
        print(type(e).__name__, e)
try:
    kern.Key("a").section = "b"
except dataclasses.FrozenInstanceError as e:
    print(e)
p = pickle.loads(pickle.dumps(c))
print(p == c, p.values.keys() == c.values.keys(), pickle.loads(pickle.dumps(kern.Level.HIGH)) is kern.Level.HIGH, copy.deepcopy(c) == c)
print(kern.Version(2, 3), repr(kern.Version(2)), kern.Version(2)._asdict(), kern.Version(1) < (1, 1), kern.Version._fields)
print(kern.describe(type("N", (), {"name": "nn"})()), kern.options(name="a", tags=["x"]))
print(sorted([kern.Key("b"), kern.Key("a", "z"), kern.Key("a")]), {kern.Key("a"): 1}[kern.Key("a")], hash(kern.Key("a")) == hash(kern.Key("a")))
print([f.name for f in dataclasses.fields(kern.Config)], dataclasses.is_dataclass(c), dataclasses.replace(c, level=kern.Level.LOW).level)
print(kern.Config.__annotations__)
print(json.dumps({"level": c.level, "mode": c.mode}))
match c:
    case kern.Config(level=kern.Level.HIGH, mode=m):
        print("high", m)
