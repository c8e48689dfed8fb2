# Tuples as vectors: carried around loops, returned by small functions, needed as objects here and there.
import math


def add(a, b):
    return (a[0] + b[0], a[1] + b[1], a[2] + b[2])


def scale(a, k):
    return (a[0] * k, a[1] * k, a[2] * k)


def dot(a, b):
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]


def orbit(n):
    pos, vel = (1.0, 0.0, 0.0), (0.0, 0.5, 0.2)
    for _ in range(n):
        r = math.sqrt(dot(pos, pos))
        vel = add(vel, scale(pos, -0.001 / (r * r * r)))
        pos = add(pos, scale(vel, 0.001))
    return pos, vel


def kept(n):
    """Every tenth place is kept, the last one twice: as the same object."""
    path = []
    p = (0, 0)
    for k in range(n):
        p = (p[0] + k % 3, p[1] - k % 2)
        if k % 10 == 0:
            path.append(p)
    path.append(p)
    path.append(p)
    return path, path[-1] is path[-2]


def grows(n):
    """The parts become big ints."""
    pair = (1, 1)
    for _ in range(n):
        pair = (pair[1], pair[0] + pair[1])
    return pair


def fails(points):
    state = (0.0, "start")
    try:
        for p in points:
            state = (state[0] + 1.0 / p, "after %r" % (p,))
    except ZeroDivisionError as e:
        return state, str(e)
    return state


def nested(n):
    t = ((1.0, 2), (3.0, "x"))
    for k in range(n):
        (a, b), (c, d) = t
        t = ((c + 0.5, b + k), (a, d))
    return t


def branches(n):
    low, high = (0, 0.0), (9, 9.0)
    best = low
    for k in range(n):
        cand = (k % 7, k / 2)
        if cand[0] > best[0]:
            best = cand
        elif cand[1] > high[1]:
            best, high = high, cand
    return best, high


def divmods(n):
    total = 0
    q, r = 0, 0
    for k in range(1, n):
        q, r = divmod(n * 31, k)
        total += q - r
    return total, q, r


def early(n):
    pair = (0, 1)
    while True:
        pair = (pair[1], pair[0] + pair[1])
        if pair[0] > n:
            break
    return pair


class Turtle:
    def __init__(self):
        self.at = (0, 0)
        self.trail = [self.at]

    def walk(self, moves):
        d = (0, 1)
        for m in moves:
            if m == "L":
                d = (-d[1], d[0])
            elif m == "R":
                d = (d[1], -d[0])
            else:
                self.at = (self.at[0] + d[0], self.at[1] + d[1])
                self.trail.append(self.at)
        return d


def pairs(n):
    t = (0, 0.0)
    for k in range(n):
        t = (t[0] + k, t[1] + 0.5)
        yield t


print(orbit(2000))
print(kept(35))
print(grows(120))
print(fails([1, 2, 4]), fails([1, 2, 0, 4]))
print(nested(9))
print(branches(40))
print(divmods(500))
print(early(1000), early(10 ** 30))
t = Turtle()
print(t.walk("FFLFRFFRRF"), t.at, t.trail)
print(list(pairs(5)))


def neighbours(grid):
    """Displays of constants are one object each, in loops too."""
    total, seen = 0, []
    for y in range(len(grid)):
        for dy, dx in ((0, 1), (1, 0), (0, -1), (-1, 0)):
            for k in (-1, 0, 1):
                total += grid[(y + dy) % len(grid)][(y + dx + k) % 3] * (k + 2)
        t = (1, 2.5, "x", b"y", (3, 10 ** 0, 12345678901234567890))
        u = (1, 2.5, "x", b"y", (3, -4.0, 12345678901234567890))
        seen.append(u)
    return total, t, seen[0] is seen[-1], {(1, 2): "a", (-1, 0.5): "b"}[1, 2]


print(neighbours([[1, 2, 3], [4, 5, 6], [7, 8, 9]]))
one = 1
pair, other = (one, 2), (one, 2)
print(pair == other, pair is other)
