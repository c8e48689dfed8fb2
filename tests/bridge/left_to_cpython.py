# Functions that cannot be compiled are CPython's, with the program's variables: coroutines, and what evaluates text.
import asyncio
import functools
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

LIMIT = 3
seen = []
@asynccontextmanager
async def opened(name):
    seen.append("open " + name)
    try:
        yield name.upper()
    finally:
        seen.append("close " + name)
async def produce(n=LIMIT, *, step: "int" = 2, **extra):
    for k in range(0, n * step, step):
        await asyncio.sleep(0)
        yield k, extra
def reset():
    global LIMIT
    LIMIT = eval("LIMIT + 1")
    return LIMIT
def show():
    return LIMIT, seen
total = 0
history = []

def logged(f):
    @functools.wraps(f)
    async def wrapper(*args, **kwargs):
        history.append(f.__name__)
        return await f(*args, **kwargs)
    return wrapper

def timed(f):
    def wrapper(*args):
        r = f(*args)
        history.append("timed")
        return r
    return wrapper

@logged
async def add(a, b=1):
    global total
    total += a + b
    for total2 in range(2):
        pass
    return total

@dataclass
class Job:
    name: str
    cost: int = 1
    done: list = field(default_factory=list)
    __secret = 5

    async def work(self):
        self.__mark = self.cost + self.__secret
        await asyncio.sleep(0)
        self.done.append(self.__mark)
        return self

    @staticmethod
    async def helper(x):
        return x * 2

    @classmethod
    async def make(cls, name):
        return cls(name, await cls.helper(3))

    @property
    def formula(self):
        return eval("self.cost * 2 + total")

    def marks(self):
        return self.done, self.__mark

class Stream:
    def __init__(self, items):
        self.items = list(items)
    def __aiter__(self):
        self.it = iter(self.items)
        return self
    async def __anext__(self):
        try:
            return next(self.it)
        except StopIteration:
            raise StopAsyncIteration

class Failing(Exception):
    pass

async def fails(kind):
    await asyncio.sleep(0)
    raise kind("no")

async def semaphored(n):
    sem = asyncio.Semaphore(2)
    async def one(i):
        async with sem:
            await asyncio.sleep(0.001)
            return compute(i)
    return await asyncio.gather(*[one(i) for i in range(n)])

def compute(i):
    s = 0
    for k in range(i * 1000):
        s += k
    return s

@timed
def dynamic(expr, **names):
    scope = dict(names)
    code = compile(expr, "<expr>", "eval")
    return eval(code, scope)

async def main():
    print(await add(1), await add(2, b=5), total)
    job = await Job.make("j")
    await job.work()
    print(job, job.formula, job.marks())
    async for x in Stream("abc"):
        print(x, end=" ")
    print([k async for k, _ in produce()], [e async for _, e in produce(1, z=1)])
    async with opened("door") as d:
        print(d)
    for kind in (ValueError, Failing):
        try:
            await fails(kind)
        except kind as e:
            print(type(e).__name__, e)
    print(await semaphored(4))
    results = await asyncio.gather(fails(KeyError), add(1), return_exceptions=True)
    print([type(r).__name__ for r in results])
    t = asyncio.create_task(add(100))
    await t
    print(t.result())

asyncio.run(main())
print(history, total, show(), reset(), LIMIT)
print(dynamic("1 + 2"))
def g():
    x = 1
    return locals()
print(g())
