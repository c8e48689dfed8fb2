"""Extremes that are None until the first number comes."""


class Running:
    def __init__(self):
        self.n = 0
        self.low = None
        self.high = None

    def push(self, x):
        self.n += 1
        if self.low is None or x < self.low:
            self.low = x
        if self.high is None or self.high < x:
            self.high = x

    def spread(self):
        return None if self.low is None else self.high - self.low


class Longest:
    def __init__(self):
        self.size = None
        self.name = ""

    def offer(self, name):
        n = len(name)
        if self.size is None or n >= self.size:
            self.size = n
            self.name = name


def closest(xs, target):
    best = None
    at = -1
    for i, x in enumerate(xs):
        d = abs(x - target)
        if best is None or d < best:
            best, at = d, i
    return best, at


def smallest(xs):
    best = None
    for x in xs:
        if best is None or best > x:
            best = x
    return best


def careless(limit, x):
    return x < limit


r = Running()
print(r.low, r.spread())
for k in range(2000):
    r.push((k * 7919 % 1009) * 0.5 - 100.0)
print(r.n, r.low, r.high, r.spread())
r.push(float("nan"))
r.push(-1e300)
print(r.low, r.high)
longest = Longest()
for word in "the quick brown fox jumps over the lazy dogs".split():
    longest.offer(word)
print(longest.size, longest.name)
print(closest([1.5, 9.25, -3.0], 2.0), closest([], 1.0), closest([3, 1, 2], 2), smallest([5, 2**70, -(2**65), 3]), smallest([]))
limit = None
for k in range(4):
    try:
        print(careless(limit, k * 1.0), end=" ")
    except TypeError as e:
        print(e, end=" ")
    limit = None if k == 1 else k * 0.75
print()
size = None
for k in range(4):
    try:
        print(k >= size, size == k, size != k, end=" ")
    except TypeError as e:
        print(e, end=" ")
    size = k * 2 if k != 2 else None
print()
