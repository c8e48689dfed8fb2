from __future__ import annotations
import asyncio, threading
import numpy as np
import kern
seen = []
print(kern.run(3, 50, 7, lambda k, ps: seen.append((k, ps[0].tag, round(ps[0].x, 6)))) , seen[:2], len(seen))
bus = kern.Bus()
@bus.on("hit")
def a(x, *, y=0): return x + y
bus.on("hit")(max)
print(bus.emit("hit", 3, y=4) if False else [f.__name__ for f in bus._handlers["hit"]], bus.emit("none"))
print(kern.parallel(lambda s: round(sum(kern.run(5, 20, s)), 9), range(4)))
print(asyncio.run(kern.gather(4)))
async def collect():
    return [i async for i in kern.ticker(3)]
print(asyncio.run(collect()))
u = np.zeros(6); u[2] = 1
print(kern.heat(u, 3).round(6), u)
g = kern.outer(None); print(next(g), g.send(4), g.send(6), g.send(None))
with kern.Timer() as t:
    1 / 0
print(t.took >= 0)
try:
    with kern.Timer():
        raise KeyError(1)
except KeyError as e:
    print("key", e)
out = []
ts = [threading.Thread(target=lambda k=k: out.append(sum(kern.run(3, 30, k)))) for k in range(4)]
[t.start() for t in ts]; [t.join() for t in ts]
print(sorted(round(x, 9) for x in out))
p = kern.Particle(0.5, 1.0)
try:
    p.mass = 3
except AttributeError as e:
    print(e)
try:
    kern.run("a", 2)
except TypeError as e:
    print(e)
print(asyncio.iscoroutinefunction(kern.gather), kern.ticker(1).__class__.__name__)
