"""Sums and extremes that begin as ints and go on as floats, and tests of the type in between."""


def dot(a, b):
    s = 0
    for i in range(len(a)):
        s += a[i] * b[i]
    return s


def highest(xs):
    best = 0
    for x in xs:
        if x > best:
            best = x
    return best


def grow(n):
    t = 1
    for i in range(n):
        if i == 100:
            t = t * 0.5
        else:
            t = t * 3
    return t


def spread(xs):
    lo = 10**6
    hi = 0
    for x in xs:
        lo = min(lo, x)
        hi = max(hi, x, 0)
    return lo, hi, -hi, abs(hi), +hi


def countdown(start, n):
    v = start if n % 2 else start * 0.5
    hits = 0
    for i in range(n):
        if v > i:
            hits += 1
        if v == 9007199254740993.0:
            hits += 1000
        v = v - 1 if i % 2 else v + 1
    return v, hits


def alternate(n):
    x = 0
    for i in range(n):
        if i % 3 == 0:
            x = x / 2
        elif i % 3 == 1:
            x = i
        else:
            x = x * i - 1
        if isinstance(x, float):
            x = x + 0.25
    return x


def power_sum(n):
    total = 0
    for i in range(n):
        total += 2**i
        if i == n - 1:
            total += 0.5
    return total


def normalise(v):
    return int(v) if isinstance(v, float) and v.is_integer() else v


def kind(v):
    if isinstance(v, float):
        w = None
    else:
        w = v
    return w


def generate(n):
    x = 0
    for i in range(n):
        yield x
        x = x + (0.5 if i % 4 == 3 else 1)


class Meter:
    def __init__(self):
        self.total = 0

    def add(self, xs):
        t = self.total
        for x in xs:
            t += x
        self.total = t
        return self


values = [i * 0.5 for i in range(200)]
print(dot(values, values), dot([], []), dot([1, 2], [3, 4]), dot([1], [2.5]))
print(highest(values), highest([-1.5]), highest([]), highest([3]))
print([grow(n) for n in (0, 50, 99, 101, 130, 300)])
print(spread([0.5, 3.5, -2.5]), spread([]))
print([countdown(2**53 + 1, n) for n in (5, 6)], countdown(2**63 - 2, 9), countdown(10**30, 3))
print([alternate(n) for n in range(12)])
print(power_sum(5), power_sum(60), power_sum(70))
print([normalise(v) for v in [1, 1.0, True, 2, 2.0, 0, 0.0, False, -0.0, 3.5]])
print([kind(v) for v in [True, "a", 1.5, 2]])
print(list(generate(10)))
print(Meter().add([1, 2]).add([0.5]).total, Meter().add([]).total, Meter().add(values).add([2**70]).total)
z = 0
for k in range(5):
    z = z / 2 + k
    if z:
        print(z, bool(z), not z, -z, z // 1, z % 2, z**2, z * 2, 2 - z, z == 1, z > 2, str(z), f"{z:.2f}")
m = 0
try:
    for k in range(3):
        m = 1.5 / m if k != 1 else m * 0
except ZeroDivisionError as e:
    print(e, m)
try:
    n = 0
    for k in range(3):
        n = 3 / (n - k) if k else 2
except ZeroDivisionError as e:
    print(e, n)
