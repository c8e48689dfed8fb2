"""Tuples as tables that are indexed by variables, and parameters that are None by default."""

DX = (0, 1, 0, -1)
DY = (-1, 0, 1, 0)
NAMES = ("north", "east", "south", "west")
WEIGHTS = (0.5, 1.25, -2.0)
MIXED = (1, "two", 3.0, None, 2**70)
DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


class Reversed(tuple):
    def __getitem__(self, i):
        return super().__getitem__(len(self) - 1 - i)


def walk(steps):
    x = y = d = 0
    for n in steps:
        d = (d + n) % 4
        x += DX[d] * n
        y += DY[d] * n
    return x, y, NAMES[d], NAMES[-d - 1]


def day_of_year(month, day, leap=None):
    if leap is None:
        leap = False
    total = day
    for m in range(month - 1):
        total += DAYS[m]
    return total + (1 if leap and month > 2 else 0)


def window(values, size=None, step=None):
    if size is None:
        size = len(values) // 2
    if step is None:
        step = 1
    return [sum(values[i:i + size]) for i in range(0, len(values) - size + 1, step)]


def at(table, i):
    try:
        return table[i]
    except IndexError as e:
        return f"{i}: {e}"


def describe(x):
    if isinstance(x, int):
        return "int %d" % x
    if isinstance(x, (str, float)):
        return "other " + str(x)
    if x is None:
        return "nothing"
    return "what?"


def first(x=None, *rest):
    if x is not None:
        return x + len(rest)
    if rest:
        return rest[0]
    return None


def tuples_of(n):
    pool = tuple(k * k for k in range(n))
    return [pool[k] + pool[-k] + pool[-1] for k in range(1, n)]


print(walk([1, 2, 3, 5, 8]), walk(range(7)))
print(day_of_year(3, 1), day_of_year(3, 1, True), day_of_year(12, 31, leap=False))
print(window(list(range(10))), window((1, 2, 3, 4, 5), 2), window([1.5, 2.5, 3.5], size=2, step=2))
print([at(DX, i) for i in (-5, -4, 0, 3, 4)], [at(WEIGHTS, i) for i in range(-4, 4)])
print([at(MIXED, i) for i in range(-5, 6)], [describe(m) for m in MIXED])
print(sum(WEIGHTS[k % 3] for k in range(100)), [MIXED[k] for k in (4, 3)])
r = Reversed((1, 2, 3))
print(r[0], at(r, 0), at(r, 2), at((), 0), [r[k] for k in range(3)])
print(first(), first(4), first(4, 5, 6), first(None, "a"), tuples_of(6))
t = isinstance(r, tuple) and r[0]
print(t, [(1, 2)[k] for k in range(2)], (lambda *a: [a[k] for k in range(len(a))])(1, "x", 2.5))
print(at(DX, 2**70) if False else "no", at(DX, True), at(NAMES, False))
