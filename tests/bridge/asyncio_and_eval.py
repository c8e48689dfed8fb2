# asyncio with classes of the program, and code in texts.
import asyncio
k = 3
count = 0
class Base:
    def __init__(self, name):
        self.name = name
    def hello(self):
        return "hello " + self.name
class Worker(Base):
    def __init__(self, name, n):
        super().__init__(name)
        self.n = n
        self.log = []
    async def run(self, queue):
        """Puts things."""
        for i in range(self.n):
            await asyncio.sleep(0)
            await queue.put((self.name, i, square(i)))
            self.log.append(i)
        return super().hello()
    async def __aenter__(self):
        print("enter", self.name)
        return self
    async def __aexit__(self, t, v, tb):
        print("exit", self.name, t)
        return False
    def plain(self):
        return len(self.log)
def square(x):
    return x * x
async def f(x):
    global count
    await asyncio.sleep(0.01)
    count += 1
    return x * k
async def ticker(n):
    for i in range(n):
        yield i
        await asyncio.sleep(0)
async def main():
    r = await asyncio.gather(*(f(i) for i in range(4)))
    print(r)
    q = asyncio.Queue()
    async with Worker("w", 3) as w:
        print(await w.run(q), w.plain())
    while not q.empty():
        print(q.get_nowait())
    print([x async for x in ticker(3)])
    try:
        await asyncio.wait_for(asyncio.sleep(10), 0.01)
    except asyncio.TimeoutError:
        print("timeout")
def formula(text, x):
    y = 10
    return eval(text)
def templated(names):
    ns = {}
    exec("\n".join(f"def {n}(x): return x + {i}" for i, n in enumerate(names)), ns)
    return [ns[n](1) for n in names]
asyncio.run(main())
print(count, formula("x + y * k + square(2)", 5), templated(["a", "b"]))
print(eval("k + square(4)"), eval("[k * i for i in range(3)]"))
m = memoryview(b"abcdef")
print(m[1:3].tobytes(), len(m))
print(main.__name__, Worker.run.__qualname__, Worker.run.__doc__, asyncio.iscoroutinefunction(f))
