from __future__ import annotations
import a.b as c, d
from .. import e
from .f import (g as h, i,)
@deco(1)
async def fn[T: int, *U, **V](a, /, b: int = 1, *args: str, c, d=2, **kw) -> None:
    async with x as y, z: await q
    async for i in j: pass
    else: return
class K[T](Base, *bases, metaclass=M, **kw):
    x: int = 1
    (y): int
    z.w: str
type Alias[T] = list[T]
if a: b
elif c: d
else: e
while x:
    break
else:
    pass
try: f()
except A as e: pass
except (B, C): pass
else: pass
finally: pass
try: f()
except* A: pass
with (open(a) as b, c as (d, e)): pass
with (a): pass
x = y = z, *w = 1, *v
x += 1; x @= y
del a, b[0], c.d
assert x, "message"
raise A from b
match = case = type = 1
match x, y:
    case 1 | -2 | 3+4j | "s" "t" | None | a.b: pass
    case [a, *_, (b, c)] if d: pass
    case {"k": v, **rest}: pass
    case K(1, x=2) as k: pass
    case _: pass
print(x for x in y); f(*a, b=1, **c)
