# The match statement: every kind of pattern.
from collections import OrderedDict, defaultdict, deque, namedtuple


class Point:
    __match_args__ = ("x", "y")

    def __init__(self, x, y):
        self.x = x
        self.y = y


class Circle:
    def __init__(self, center, radius):
        self.center = center
        self.radius = radius


class Point3(Point):
    __match_args__ = ("x", "y", "z")

    def __init__(self, x, y, z):
        super().__init__(x, y)
        self.z = z


Pair = namedtuple("Pair", "first second")


class Color:
    RED = 1
    GREEN = "green"


def http(status):
    match status:
        case 200 | 201:
            return "ok"
        case 404:
            return "not found"
        case 500 | 502 | 503 as code:
            return f"server {code}"
        case _:
            return "other"


def kind(v):
    match v:
        case None:
            return "none"
        case True | False:
            return f"bool {v}"
        case int(n) if n < 0:
            return f"negative {n}"
        case int() | float():
            return f"number {v}"
        case str(s):
            return "str " + s.upper()
        case bytes():
            return "bytes"
        case []:
            return "empty sequence"
        case [x]:
            return f"one {x}"
        case [Point(x=0, y=0), *rest]:
            return f"origin and {len(rest)}"
        case (a, b):
            return f"two {a} {b}"
        case [first, *middle, last]:
            return f"{first}..{last} with {middle}"
        case {}if not v:
            return "empty mapping"
        case {"type": "circle", "r": r, **rest}:
            return f"circle {r} {rest}"
        case {"type": kind, "at": [x, y]}:
            return f"{kind} at {x},{y}"
        case {1: one}:
            return f"one={one}"
        case Point3(x, y, z):
            return f"P3 {x} {y} {z}"
        case Point(x, 0):
            return f"on x at {x}"
        case Point(x, y=yy):
            return f"P {x} {yy}"
        case Circle(center=Point(x=cx), radius=r):
            return f"C {cx} {r}"
        case set() | frozenset():
            return "set"
        case object(foo=foo):
            return f"has foo {foo}"
        case _:
            return "unknown " + type(v).__name__


class Foo:
    foo = 7


VALUES = [None, True, False, -3, 4, 2.5, "abc", b"x", [], (), [1], (Point(0, 0), 5, 6), (1, 2), ["a", "b"], [1, 2, 3, 4], range(3), deque([1, 2]),
          {}, {"type": "circle", "r": 3, "c": 1}, {"type": "sq", "at": (1, 2)}, {1: "uno", 2: 3}, OrderedDict(type="p", at=[7, 8]),
          Point(5, 0), Point(5, 6), Point3(1, 2, 3), Circle(Point(9, 9), 2), {1, 2}, Pair(1, 2), Foo(), object, 3 + 4j, defaultdict(int, {1: 2})]
for v in VALUES:
    print(kind(v))
for s in (200, 201, 404, 502, 7):
    print(http(s))


def command(line):
    match line.split():
        case ["go", ("north" | "south" | "east" | "west") as d]:
            return "going " + d
        case ["take", *things] if things:
            return "taking " + ", ".join(things)
        case ["quit" | "exit"]:
            return "bye"
        case [verb, _, *_, last]:
            return f"{verb} ... {last}"
        case [one]:
            return "? " + one
        case []:
            return "nothing"


for line in ["go north", "go up", "take lamp key", "take", "quit", "a b c d", "x", ""]:
    print(command(line))


def dotted(c):
    match c:
        case Color.RED:
            return "red"
        case Color.GREEN:
            return "green"
        case -1 | -2.5 | 1 + 2j:
            return "numeric literal"
        case "a" "b":
            return "ab"


for c in (1, "green", -1, -2.5, 1 + 2j, "ab", "zz"):
    print(dotted(c))


def evaluate(e):
    match e:
        case int() | float():
            return e
        case ("+", a, b):
            return evaluate(a) + evaluate(b)
        case ("*", a, b):
            return evaluate(a) * evaluate(b)
        case ("neg", a):
            return -evaluate(a)
        case (op, *_):
            raise ValueError(f"bad op {op}")


print(evaluate(("+", 1, ("*", 2, ("neg", 4)))))
try:
    evaluate(("/", 1, 2))
except ValueError as err:
    print(err)


def gen(items):
    for i in items:
        match i:
            case (a, b) if (yield a):
                yield b
            case [*xs]:
                yield len(xs)
            case x:
                yield x


g = gen([(1, 2), (3, 4), [1, 2, 3], "s"])
print(next(g), g.send(True), next(g), g.send(False), next(g), next(g))
try:
    match Point(1, 2):
        case Point(a, b, c):
            print("no")
except TypeError as err:
    print(err)
try:
    match 5:
        case int(a, b):
            print("no")
except TypeError as err:
    print(err)
match [1, [2, [3, 4]]]:
    case [a, [b, [*c]]]:
        print(a, b, c)
x = 10
match x:
    case y:
        print("bound", y)
print(y)
total = 0
for i in range(1000):
    match i % 5:
        case 0:
            total += 1
        case 1 | 2:
            total += i
        case n if n > 3:
            total -= n
print(total)
