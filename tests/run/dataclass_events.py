"""Events, records, stacks, money and vectors: dataclasses and enumerations at work."""
from dataclasses import dataclass, field, asdict, replace, astuple
from typing import Any, Callable, Dict, Generic, List, Optional, TypeVar
from enum import Enum, IntEnum
from functools import total_ordering
from collections import defaultdict, deque
import heapq
T = TypeVar("T")

class EventKind(Enum):
    ARRIVE = "arrive"
    LEAVE = "leave"
    TICK = "tick"

@dataclass(order=True)
class Event:
    time: float
    seq: int
    kind: EventKind = field(compare=False)
    payload: Any = field(default=None, compare=False)

@dataclass
class Stats:
    arrived: int = 0
    left: int = 0
    waits: List[float] = field(default_factory=list)
    by_kind: Dict[str, int] = field(default_factory=lambda: defaultdict(int))
    @property
    def mean_wait(self) -> float:
        return sum(self.waits) / len(self.waits) if self.waits else 0.0

class Simulation:
    def __init__(self, seed=1):
        self.queue: List[Event] = []
        self.now = 0.0
        self.seq = 0
        self.stats = Stats()
        self.state = seed
        self.handlers: Dict[EventKind, Callable[[Event], None]] = {
            EventKind.ARRIVE: self.on_arrive,
            EventKind.LEAVE: self.on_leave,
            EventKind.TICK: lambda e: None,
        }
    def rand(self):
        self.state = (self.state * 1103515245 + 12345) % 2**31
        return self.state / 2**31
    def push(self, delay, kind, payload=None):
        self.seq += 1
        heapq.heappush(self.queue, Event(self.now + delay, self.seq, kind, payload))
    def on_arrive(self, e):
        self.stats.arrived += 1
        w = self.rand() * 3
        self.stats.waits.append(w)
        self.push(w, EventKind.LEAVE, e.seq)
        if self.stats.arrived < 500:
            self.push(self.rand(), EventKind.ARRIVE)
    def on_leave(self, e):
        self.stats.left += 1
    def run(self):
        self.push(0, EventKind.ARRIVE)
        while self.queue:
            e = heapq.heappop(self.queue)
            self.now = e.time
            self.stats.by_kind[e.kind.value] += 1
            self.handlers[e.kind](e)
sim = Simulation()
sim.run()
print(sim.stats.arrived, sim.stats.left, round(sim.stats.mean_wait, 6), dict(sim.stats.by_kind), round(sim.now, 4))

class Level(IntEnum):
    DEBUG = 10
    INFO = 20
    ERROR = 40

@dataclass
class Record:
    level: Level
    msg: str
    args: tuple = ()
    def format(self):
        return f"[{self.level.name:<5}] {self.msg % self.args if self.args else self.msg}"

class Logger:
    def __init__(self, level=Level.INFO):
        self.level = level
        self.records: list[Record] = []
    def log(self, level, msg, *args):
        if level >= self.level:
            self.records.append(Record(level, msg, args))
    def __getattr__(self, name):
        try:
            level = Level[name.upper()]
        except KeyError:
            raise AttributeError(name) from None
        return lambda msg, *args: self.log(level, msg, *args)
lg = Logger()
lg.info("hello %s", "x"); lg.debug("no"); lg.error("bad %d/%d", 1, 2)
for r in lg.records: print(r.format(), r)
try:
    lg.fatal("x")
except AttributeError as e:
    print("AttributeError", e)

@dataclass
class Stack(Generic[T]):
    items: List[T] = field(default_factory=list)
    def push(self, x: T) -> None: self.items.append(x)
    def pop(self) -> T: return self.items.pop()
    def __len__(self): return len(self.items)
    def __bool__(self): return bool(self.items)
s = Stack()
for i in range(5): s.push(i * i)
print(s, len(s), s.pop(), bool(Stack()), Stack([1]) == Stack([1]))

@total_ordering
@dataclass(eq=False)
class Money:
    amount: int
    currency: str = "EUR"
    def __eq__(self, o):
        return isinstance(o, Money) and (self.amount, self.currency) == (o.amount, o.currency)
    def __lt__(self, o):
        return self.amount < o.amount
    def __hash__(self):
        return hash((self.amount, self.currency))
    def __add__(self, o):
        return replace(self, amount=self.amount + o.amount)
print(sorted([Money(5), Money(2), Money(9)]), Money(3) >= Money(3), sum([Money(1), Money(2)], Money(0)), {Money(1): "a"}[Money(1)])

@dataclass(frozen=True)
class Vec:
    x: float; y: float
    def __add__(self, o): return Vec(self.x + o.x, self.y + o.y)
    def __mul__(self, k): return Vec(self.x * k, self.y * k)
    __rmul__ = __mul__
    def __neg__(self): return self * -1
    def __iter__(self): return iter((self.x, self.y))
    @classmethod
    def zero(cls): return cls(0.0, 0.0)
    @staticmethod
    def of(*cs): return Vec(*cs)
v = Vec.zero()
for i in range(10): v = v + 2 * Vec(i, -i)
x, y = v
print(v, x, y, -v, Vec.of(1, 2), len({Vec(1, 2), Vec(1.0, 2.0)}), asdict(v), astuple(v))
@dataclass
class Cfg:
    name: str
    opts: dict = field(default_factory=dict)
    nested: Optional["Cfg"] = None
c = Cfg("a", {"k": [1, 2]}, Cfg("b"))
print(asdict(c), c)
d = asdict(c); d["opts"]["k"].append(3)
print(c.opts, Cfg(**{"name": "z"}))
