"""Dataclasses: inheritance, keyword-only fields, slots, frozen hierarchies, reflection, patterns, errors."""
import dataclasses
from dataclasses import KW_ONLY, InitVar, asdict, astuple, dataclass, field, fields, is_dataclass, replace


@dataclass
class Base:
    id: int
    tags: list = field(default_factory=list)

    def describe(self):
        return f"{type(self).__name__}#{self.id}"


@dataclass
class Named(Base):
    name: str = "?"
    tags: list = field(default_factory=lambda: ["named"])


@dataclass
class Special(Named):
    id: int = 99
    _: KW_ONLY
    level: int = 3
    flag: bool


class Plain(Base):
    def __init__(self, x):
        super().__init__(x, [x])
        self.x = x


@dataclass
class OverPlain(Plain):
    y: int = 5


@dataclass(slots=True)
class Slotted:
    a: int
    b: float = 1.5

    def norm(self):
        return self.a * self.b


@dataclass(frozen=True)
class F0:
    k: int


@dataclass(frozen=True)
class F1(F0):
    v: str = "v"


class F2(F1):
    def __init__(self, k):
        super().__init__(k, "two")
        self.extra = k * 2


@dataclasses.dataclass(kw_only=True, eq=False)
class Config:
    host: str = "localhost"
    port: int
    scale: InitVar[int] = 2
    url: str = field(init=False)

    def __post_init__(self, scale):
        self.url = f"http://{self.host}:{self.port * scale}"


@dataclass(unsafe_hash=True)
class Key:
    a: int
    b: int = field(hash=False, default=0)


@dataclass(init=False)
class Own:
    a: int
    b: int = 7

    def __init__(self, a):
        self.a = a


@dataclass(repr=False)
class Silent:
    a: int = 1

    def __repr__(self):
        return "<silent>"


class Mixin:
    def __post_init__(self):
        self.done = True


@dataclass
class Mixed(Mixin):
    n: int


def shape(x):
    match x:
        case F1(k, v):
            return ("F1", k, v)
        case Slotted(a=a, b=1.5):
            return ("Slotted", a)
        case Base(id, []):
            return ("empty base", id)
        case Base(id, [first, *_]):
            return ("base", id, first)
    return None


print(Base(1), Named(2), Named(2, name="n"), Special(flag=True), Special(1, [2], "three", level=4, flag=False))
print(Base(1) == Named(1), Named(1) == Named(1, ["named"]), Base(3).describe(), Special(flag=False).describe())
print(Plain(4), OverPlain(1, [2], 3), OverPlain(1).y)
for wrong in (lambda: Special(), lambda: Special(1, 2, 3, 4), lambda: Config(), lambda: Config("x", 80)):
    try:
        print(wrong())
    except TypeError as e:
        print("TypeError:", e)
s = Slotted(2)
print(s, s.norm(), Slotted.__slots__)
try:
    s.c = 1
except AttributeError as e:
    print(e)
f = F1(1)
print(f, hash(f) == hash((1, "v")), F2(3).extra, F2(3), F1(1) == F1(1, "v"), F0(1) == F1(1))
for k in range(2):
    try:
        (f if k else F2(1)).v = "w"
    except dataclasses.FrozenInstanceError as e:
        print("frozen:", e)
c = Config(port=40)
print(c, c.url, c == Config(port=40), c == c)
print(len({Key(1, 2), Key(1, 3), Key(1, 2)}), Own(3), Silent(), Mixed(1).done)
print([shape(x) for x in (f, s, Base(5), Named(6), Base(7, ["z"]), 8)])

n = Named(1, ["a", "b"], "deep")
o = Base(2, [n, {"k": n}, (n,)])
print(asdict(n), asdict(o), astuple(o), astuple(f))
print(replace(n, name="other"), replace(f, k=5), replace(n) == n, replace(n) is n)
print([(x.name, x.default is dataclasses.MISSING, x.init) for x in fields(Special)], [x.name for x in fields(c)])
print(is_dataclass(n), is_dataclass(Named), is_dataclass(3), is_dataclass(Plain), [x.type for x in fields(Slotted)])
for bad in (lambda: asdict(3), lambda: fields(3), lambda: replace(c, url="x")):
    try:
        print(bad())
    except (TypeError, ValueError) as e:
        print(type(e).__name__, e)
d = asdict(n)
d["tags"].append("c")
print(n.tags, d["tags"])

LIMIT = 9


def local(k):
    @dataclass(order=True)
    class Local:
        a: int
        b: int = LIMIT

    return Local(k), Local(1, 2), Local(0) < Local(1)


print(local(5), local(6))
try:
    @dataclass
    class Bad:
        a: int = 0
        b: str
except TypeError as e:
    print("TypeError:", e)
try:
    @dataclass
    class Worse:
        a: list = []
except ValueError as e:
    print("ValueError:", e)


@dataclass
class Checked:
    n: int

    def __post_init__(self):
        if self.n > 3:
            raise ValueError("too large")


total = 0
for i in range(1000):
    total += Base(i, [i]).id + Slotted(i).a
    total += F1(i).k
print(total, sorted([Key(3), Key(1)], key=lambda k: k.a))
Checked(5)
