class SparseList:
    """A list-like thing with default value."""

    def __init__(self, default=0):
        self.default = default
        self.data = {}

    def __getitem__(self, i):
        if isinstance(i, slice):
            stop = i.stop if i.stop is not None else len(self)
            return [self[k] for k in range(i.start or 0, stop, i.step or 1)]
        if not isinstance(i, int):
            raise TypeError("index must be int, not " + type(i).__name__)
        return self.data.get(i, self.default)

    def __setitem__(self, i, v):
        if v == self.default:
            self.data.pop(i, None)
        else:
            self.data[i] = v

    def __delitem__(self, i):
        del self.data[i]

    def __len__(self):
        return max(self.data, default=-1) + 1

    def __contains__(self, v):
        return v in self.data.values()

    def __iter__(self):
        return (self[i] for i in range(len(self)))

    def __call__(self, i):
        return self[i] * 10

    def __bool__(self):
        return len(self.data) > 2


class Grid:
    def __init__(self, w, h, fill=" "):
        self.w, self.h = w, h
        self.cells = [[fill] * w for _ in range(h)]

    def __getitem__(self, pos):
        x, y = pos
        return self.cells[y][x]

    def __setitem__(self, pos, v):
        x, y = pos
        self.cells[y][x] = v

    def __str__(self):
        return "\n".join("".join(row) for row in self.cells)

    def __eq__(self, o):
        return self.cells == o.cells


class Counter2(dict):
    def __missing__(self, key):
        return 0


s = SparseList()
s[5] = 50
s[1] = 10
print(len(s), list(s), s[100], s[0:6:2], 50 in s, 7 in s, s(5), bool(s))
s[5] = 0
s[2] += 7
s[2] *= 3
print(len(s), list(s), s.data)
del s[1]
try:
    del s[1]
except KeyError as e:
    print("KeyError", e)
try:
    s["x"]
except TypeError as e:
    print(e)
g = Grid(5, 3, ".")
g[1, 1] = "#"
g[4, 2] = "@"
print(g, g[1, 1], g[0, 0], g == Grid(5, 3, "."), sep="\n")
try:
    g[9, 9]
except IndexError as e:
    print(e)
try:
    g[1]
except TypeError as e:
    print(e)
c = Counter2()
for w in "a b a".split():
    c[w] += 1
print(c, c["zzz"], len(c), isinstance(c, dict))


class Poly:
    def __init__(self, *c):
        self.c = list(c)

    def __call__(self, x):
        return sum(k * x**i for i, k in enumerate(self.c))

    def __add__(self, o):
        n = max(len(self.c), len(o.c))
        return Poly(*[(self.c[i] if i < len(self.c) else 0) + (o.c[i] if i < len(o.c) else 0) for i in range(n)])

    def __mul__(self, o):
        out = [0] * (len(self.c) + len(o.c) - 1)
        for i, a in enumerate(self.c):
            for j, b in enumerate(o.c):
                out[i + j] += a * b
        return Poly(*out)

    def __str__(self):
        terms = [f"{k}x^{i}" if i > 1 else f"{k}x" if i else str(k) for i, k in enumerate(self.c) if k]
        return " + ".join(reversed(terms)) or "0"


p, q = Poly(1, 2, 3), Poly(-1, 1)
print(p, "|", q, "|", p + q, "|", p * q, "|", p(2), (p * q)(10**10), Poly(0))
