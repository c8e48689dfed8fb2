"""Enumerations as programs use them: states, weekdays, permissions, tokens."""
from enum import Enum, Flag, IntEnum, IntFlag, auto, unique


class Color(Enum):
    RED = 1
    GREEN = 2
    BLUE = 3
    CRIMSON = 1

    def shout(self):
        return self.name + "!"

    @classmethod
    def default(cls):
        return cls.GREEN

    @property
    def is_warm(self):
        return self is Color.RED


class State(Enum):
    IDLE = auto()
    RUNNING = auto()
    DONE = auto()


class Priority(IntEnum):
    LOW = 1
    HIGH = 5
    URGENT = HIGH + 1


class Planet(Enum):
    MERCURY = (3.303e23, 2.4397e6)
    EARTH = (5.976e24, 6.37814e6)

    def __init__(self, mass, radius):
        self.mass = mass
        self.radius = radius

    @property
    def gravity(self):
        return 6.67300e-11 * self.mass / (self.radius * self.radius)


class Perm(Flag):
    R = auto()
    W = auto()
    X = auto()
    RW = R | W


class Bits(IntFlag):
    A = 1
    B = 2


@unique
class Op(Enum):
    ADD = "+"
    SUB = "-"

    def apply(self, a, b):
        if self is Op.ADD:
            return a + b
        return a - b


print(Color.RED, repr(Color.RED), Color.RED.name, Color.RED.value, Color(2), Color["BLUE"], Color.CRIMSON)
print(list(Color), len(Color), Color.RED in Color, [c.value for c in Color], Color.CRIMSON is Color.RED)
print(Color.RED == Color.RED, Color.RED == Color.GREEN, Color.RED == 1, Color.RED != Color.BLUE, Color.RED is Color(1))
print(Color.BLUE.shout(), Color.default(), Color.RED.is_warm, Color.BLUE.is_warm, isinstance(Color.RED, Color), type(Color.RED))
print({Color.RED: "r", Color.BLUE: "b"}[Color(3)], Color, [s.value for s in State], f"{Color.RED} {Color.RED!r:>20} {Color.GREEN:>12}|")
for bad in (lambda: Color(9), lambda: Color["PINK"], lambda: Color.PINK, lambda: Color.RED < Color.BLUE):
    try:
        print(bad())
    except (ValueError, KeyError, AttributeError, TypeError) as e:
        print(type(e).__name__, e)
print(Priority.HIGH, repr(Priority.HIGH), Priority.HIGH > Priority.LOW, Priority.HIGH + 1, sorted(Priority, reverse=True), Priority(6))
print(max(Priority), Priority.LOW == 1, [10, 20, 30][Priority.LOW], f"{Priority.URGENT:03d}", isinstance(Priority.LOW, int), int(Priority.HIGH))
print([(p.name, round(p.gravity, 2), p.value) for p in Planet])
rw = Perm.R | Perm.W
print(rw, repr(rw), Perm.R in rw, Perm.X in rw, rw & Perm.W, rw ^ Perm.R, ~Perm.R, bool(rw & Perm.X), Perm.RW is rw, list(rw))
print(Perm(0), repr(Perm(0)), Perm(5), list(Perm), [p.value for p in Perm])
print(Bits.A | Bits.B, repr(Bits.A | Bits.B), Bits.A & 3, Bits.A | 4, Bits.B == 2)
print([o.apply(7, 3) for o in Op], Op("+").name, [m for m in Color.__members__], Color.__members__["CRIMSON"])
try:
    @unique
    class Twice(Enum):
        A = 1
        B = 1
except ValueError as e:
    print("ValueError:", e)


class Machine:
    table = {
        (State.IDLE, "start"): State.RUNNING,
        (State.RUNNING, "stop"): State.DONE,
        (State.DONE, "reset"): State.IDLE,
    }

    def __init__(self):
        self.state = State.IDLE
        self.seen = {}

    def feed(self, event):
        self.state = self.table.get((self.state, event), self.state)
        self.seen[self.state] = self.seen.get(self.state, 0) + 1


m = Machine()
for k in range(3000):
    m.feed(("start", "stop", "reset", "noise")[k % 4])
print(m.state, m.seen, m.state.name.lower())


def describe(c):
    match c:
        case Color.RED:
            return "red"
        case Color.GREEN | Color.BLUE:
            return "cool"
    return "?"


print([describe(c) for c in Color], describe(3))


class Suit(str, Enum):
    HEARTS = "h"
    SPADES = "s"

    def __lt__(self, other):
        return self.value < other.value


class Base(Enum):
    def label(self):
        return f"{self.name.title()}={self.value}"


class Derived(Base):
    ONE = 1
    TWO = [2]


print(Suit.HEARTS, repr(Suit.HEARTS), Suit.HEARTS == "h", Suit.SPADES.upper(), Suit("s"), sorted([Suit.SPADES, Suit.HEARTS]))
print([d.label() for d in Derived], Derived([2]), isinstance(Derived.ONE, Base), Derived.ONE in {Derived.ONE})
try:
    class More(Color):
        PINK = 9
except TypeError as e:
    print("TypeError:", e)
Animal = Enum("Animal", "CAT DOG")
print(list(Animal), Animal.DOG.value)
