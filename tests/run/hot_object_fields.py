class Particle:
    def __init__(self, x, v, mass=1.0):
        self.x = x
        self.v = v
        self.mass = mass

    def step(self, dt):
        self.x += self.v * dt
        if self.x < 0 or self.x > 10:
            self.v = -self.v
            self.x = max(0.0, min(10.0, self.x))

    def kinetic(self):
        return 0.5 * self.mass * self.v**2


class Counter:
    def __init__(self):
        self.n = 0
        self.by = {}

    def hit(self, key, amount=1):
        self.n += amount
        self.by[key] = self.by.get(key, 0) + amount
        return self


class Cell:
    def __init__(self, value):
        self.value = value
        self.links = []

    def connect(self, other):
        self.links.append(other)
        other.links.append(self)


class Stack:
    def __init__(self, cap):
        self.data = [None] * cap
        self.top = 0

    def push(self, v):
        if self.top == len(self.data):
            self.data += [None] * len(self.data)
        self.data[self.top] = v
        self.top += 1

    def pop(self):
        self.top -= 1
        v = self.data[self.top]
        self.data[self.top] = None
        return v


ps = [Particle(i * 1.5, (-1) ** i * (i + 0.5)) for i in range(6)]
for _ in range(400):
    for p in ps:
        p.step(0.01)
print([(p.x, p.v) for p in ps])
print(sum(p.kinetic() for p in ps))
c = Counter()
for i in range(500):
    c.hit(i % 7).hit("even" if i % 2 == 0 else "odd", i)
print(c.n, c.by)
c.n = 2**63 - 1
c.hit("edge")
print(c.n, c.hit("edge", -(2**63)).n)
c.n = 1.5
print(c.hit("f").n, c.hit("f", 0.25).by["f"])
c.n = "text"
try:
    c.hit("x")
except TypeError as e:
    print(e, "x" in c.by)
cells = [Cell(i) for i in range(5)]
for a, b in zip(cells, cells[1:] + cells[:1]):
    a.connect(b)
for _ in range(3):
    new = [sum(l.value for l in cell.links) for cell in cells]
    for cell, v in zip(cells, new):
        cell.value = v
print([cell.value for cell in cells], len(cells[0].links), cells[0].links[0] is cells[1])
s = Stack(2)
for i in range(10):
    s.push(i * i if i % 3 else str(i))
print([s.pop() for _ in range(10)], s.top, len(s.data), s.data.count(None))
for attr, value in (("x", 1), ("x", "str"), ("extra", [])):
    setattr(ps[0], attr, value)
print(ps[0].x, ps[0].extra, hasattr(ps[1], "extra"))
try:
    ps[0].step(1)
except TypeError as e:
    print(e)
q = ps[1]
q.step = lambda dt: "shadowed"
print(q.step(5), Particle.step(q, 0.0), q.x == ps[1].x)
