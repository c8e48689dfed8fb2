# Powers with fractional exponents: floats nearly always, complex numbers when the base is negative.
import math


def dot(a, b):
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]


def norm(a):
    return dot(a, a) ** 0.5


def scale(a, s):
    return (a[0] * s, a[1] * s, a[2] * s)


def simulate(points, steps):
    out = []
    for p in points:
        for _ in range(steps):
            r = norm(p) + 0.01
            p = scale(p, 1.0 / (1.0 + r * r))
        out.append(p)
    return out


def roots(a, b, c):
    d = (b * b - 4 * a * c) ** 0.5
    return (-b + d) / (2 * a), (-b - d) / (2 * a)


def walk(xs, e):
    """The sum becomes complex on the way."""
    total = 0.0
    seen = []
    for x in xs:
        total = total + x ** e * 2 - 1
        seen.append(total)
    return total, -total, seen


def biggest(xs):
    best = 0.0
    for x in xs:
        r = x ** 0.5
        if r > best:
            best = r
    return best


def deviation(xs):
    m = sum(xs) / len(xs)
    return (sum((x - m) ** 2 for x in xs) / (len(xs) - 1)) ** 0.5


class Body:
    def __init__(self, x, v):
        self.x = x
        self.v = v

    def step(self, k):
        self.x = self.x + self.v * k ** 0.25
        self.v = self.v * (self.x * self.x) ** -0.1


print(simulate([(1.0, 2.0, -3.0), (0.5, -0.25, 4.0), (0.0, 0.0, 0.0)], 5))
print(roots(1.0, -3.0, 2.0), roots(1.0, 2.0, 5.0), roots(2, 5, 1), roots(1, 0, 1))
print(walk([1.0, 4.0, 2.25], 0.5))
print(walk([1.0, 4.0, -2.25, 9.0], 0.5))
print(walk([1.0, -8.0, -27.0, 0.0], 3.0), walk([2.0, -0.5], -2.0))
print(biggest([1.0, 16.0, 9.0]), deviation([1.0, 2.5, 4.0, 7.0]), deviation([1, 2, 4]))
try:
    biggest([1.0, -16.0, 9.0])
except TypeError as e:
    print(e)
try:
    print((0.0 * -1.0) ** -0.5)
except ZeroDivisionError as e:
    print(e)
b = Body(2.0, 0.5)
for k in range(1, 6):
    b.step(float(k))
print(b.x, b.v)
b.step(-16.0)
print(b.x, b.v)
for x in [4.0, -4.0, math.nan, math.inf, -math.inf, 0.0, -0.0]:
    y = x ** 0.5
    print(x, y, y * 2, y == 2.0, y != y)
values = [v ** 1.5 for v in [1.0, -1.0, 2.0]]
print(values, sum(values), values[0] + 1, values[0] < 5 if values[0] == 1 else None)
