class Config:
    values = {}
    for k in "abc":
        values[k] = ord(k)
    exec("x = 3")
    y = eval("1 + 2")
    try:
        import nothing_there
    except* ImportError:
        print("no")
    async def f(self):
        return 1
    def g(self):
        return self.y + self.x
print(Config.values, Config().g(), Config.x)
class Derived(Config):
    def g(self):
        return super().g() * 2
d = Derived()
print(d.g(), isinstance(d, Config), Derived.__mro__[1].__name__)
def use():
    c = Config()
    return [c.g() for _ in range(3)]
print(use())
if True:
    def f(x):
        exec("print(1)")
        return x
    class Inner:
        code = eval("2 * 3")
    try:
        raise ExceptionGroup("g", [ValueError(1)])
    except* ValueError as e:
        print(e.exceptions)
print(f(2), Inner.code)
import asyncio
class Api:
    name = "api"
    async def fetch(self, n):
        await asyncio.sleep(0)
        return n * 2
    def total(self, xs):
        return sum(xs)
    helper = lambda self, x: x + 1
async def main():
    a = Api()
    print(await a.fetch(3), a.total([1, 2]), a.name)
asyncio.run(main())
