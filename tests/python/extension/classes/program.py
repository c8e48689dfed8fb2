import abc

import kern
from kern import *

p = Point(1)
print(p, p == Point(1, 2, []), [f.name for f in fields(Point)])
print(First.order, First.tag, First().run(), Ordered.known)


class Second(First, tag="u"):
    z = 1
    y = 5

    def run(self):
        return super().run() + self.y


print(Second.order, Second.tag, Second().run(), Ordered.known)
print(Open.nothing, Open.items, Open().items)

print(Problem.__doc__, Problem.code, Problem.__qualname__, Problem.of("a", "b"), type(Problem), Problem.seen)
try:
    Problem.nothing
except AttributeError as e:
    print(e)


class Worse(Problem):
    code = 8


print(catch(lambda: solve(3)), Worse.of("c", "d").what, Worse.__mro__[1] is Problem, Problem.seen)
with Quiet():
    solve(1)
try:
    solve(2)
except Problem as e:
    print(type(e) is Problem, e.what, e.code)

r = Recent(2)
for key in "abac":
    r[key] = key * 2
print(r, list(r), len(r), r["c"], "b" in r, r.n)
d = Doubled(a=1)
d["b"] = 2
print(d)

try:
    Shape()
except TypeError as e:
    print(e)
print(Square(3).area(), [name for name in vars(Square) if name in ("sides", "area")], vars(Square)["sides"])


class Odd(Problem, abc.ABC):
    pass


print(Odd("x").what, Odd.code, type(Odd).__name__, type(Problem) is type)
