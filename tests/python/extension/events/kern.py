"""A simulation with state, randomness, threads and async."""
import asyncio
import heapq
import itertools
import random
import threading
import time
from contextlib import contextmanager, ExitStack, suppress
from dataclasses import dataclass, field, asdict, astuple, replace, fields, InitVar
from typing import Any, Callable, Iterator


@dataclass(order=True)
class Event:
    time: float
    seq: int = field(compare=True)
    action: Callable = field(compare=False)
    args: tuple = field(default=(), compare=False, repr=False)


@dataclass
class Account:
    owner: str
    balance: float = 0.0
    history: list = field(default_factory=list, repr=False)
    start: InitVar[float] = 0.0
    rate: float = field(init=False, default=0.01)

    def __post_init__(self, start):
        self.balance += start

    def apply(self, amount: float) -> "Account":
        self.balance += amount
        self.history.append(amount)
        return self

    def __enter__(self):
        self._saved = self.balance
        return self

    def __exit__(self, kind, value, tb):
        if kind:
            self.balance = self._saved
        return False


@dataclass
class Savings(Account):
    rate: float = field(init=False, default=0.05)
    limit: int = 3

    def apply(self, amount):
        if len(self.history) >= self.limit:
            raise RuntimeError("limit")
        return super().apply(amount)


class Simulation:
    def __init__(self, seed: int = 0):
        self.rng = random.Random(seed)
        self.queue: list[Event] = []
        self.now = 0.0
        self._seq = itertools.count()
        self.log = []
        self.lock = threading.Lock()

    def at(self, delay: float, action: Callable, *args: Any) -> Event:
        e = Event(self.now + delay, next(self._seq), action, args)
        heapq.heappush(self.queue, e)
        return e

    def run(self, until: float = float("inf")) -> int:
        n = 0
        while self.queue and self.queue[0].time <= until:
            e = heapq.heappop(self.queue)
            self.now = e.time
            with self.lock:
                e.action(self, *e.args)
            n += 1
        return n

    def note(self, text):
        self.log.append((round(self.now, 3), text))

    def __iter__(self) -> Iterator[Event]:
        return iter(sorted(self.queue))


def arrive(sim: Simulation, k: int):
    sim.note(f"arrive {k}")
    if k < 5:
        sim.at(sim.rng.expovariate(1.0), arrive, k + 1)


async def worker(name, q, out):
    while True:
        item = await q.get()
        try:
            if item is None:
                return name
            await asyncio.sleep(0)
            out.append((name, item * item))
        finally:
            q.task_done()


async def pipeline(items, n=2):
    q = asyncio.Queue()
    out = []
    ws = [asyncio.create_task(worker(f"w{i}", q, out)) for i in range(n)]
    for x in items:
        await q.put(x)
    for _ in ws:
        await q.put(None)
    names = await asyncio.gather(*ws)
    return sorted(x for _, x in out), names


async def agen(n):
    for i in range(n):
        yield i
        await asyncio.sleep(0)


async def collect(n):
    return [x async for x in agen(n) if x % 2]


class Pool:
    def __init__(self, n):
        self.results = []
        self.threads = [threading.Thread(target=self.work, args=(i,)) for i in range(n)]
        self.lock = threading.RLock()

    def work(self, i):
        total = 0
        for k in range(20000):
            total += k % (i + 1)
        with self.lock:
            self.results.append((i, total))

    def run(self):
        for t in self.threads:
            t.start()
        for t in self.threads:
            t.join()
        return sorted(self.results)


@contextmanager
def opened(*names):
    with ExitStack() as stack:
        log = []
        for n in names:
            stack.callback(log.append, "close " + n)
            log.append("open " + n)
        yield log
    log.append("end")


def shuffled(xs, seed):
    r = random.Random(seed)
    xs = list(xs)
    r.shuffle(xs)
    return xs, r.random(), r.choice("abc"), r.sample(range(10), 3), r.gauss(0, 1)


def quiet(f, *errors):
    with suppress(*errors):
        return f()
    return "suppressed"


def elapsed(f):
    t = time.perf_counter()
    r = f()
    return r, time.perf_counter() - t >= 0


def copies(a: Account):
    return asdict(a), astuple(a), replace(a, owner="new", start=0), [f.name for f in fields(a)]
