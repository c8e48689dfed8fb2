import math


class Vec:
    def __init__(self, x, y):
        self.x = x
        self.y = y

    def __repr__(self):
        return f"Vec({self.x!r}, {self.y!r})"

    def __add__(self, o):
        return Vec(self.x + o.x, self.y + o.y)

    def __sub__(self, o):
        return Vec(self.x - o.x, self.y - o.y)

    def __mul__(self, k):
        if isinstance(k, Vec):
            return self.x * k.x + self.y * k.y
        return Vec(self.x * k, self.y * k)

    def __rmul__(self, k):
        return self * k

    def __truediv__(self, k):
        return Vec(self.x / k, self.y / k)

    def __floordiv__(self, k):
        return Vec(self.x // k, self.y // k)

    def __mod__(self, k):
        return Vec(self.x % k, self.y % k)

    def __pow__(self, k):
        return Vec(self.x**k, self.y**k)

    def __neg__(self):
        return Vec(-self.x, -self.y)

    def __pos__(self):
        return self

    def __invert__(self):
        return Vec(self.y, self.x)

    def __abs__(self):
        return math.sqrt(self.x * self.x + self.y * self.y)

    def __matmul__(self, o):
        return self.x * o.y - self.y * o.x

    def __eq__(self, o):
        return isinstance(o, Vec) and self.x == o.x and self.y == o.y

    def __hash__(self):
        return hash((self.x, self.y))

    def __bool__(self):
        return bool(self.x or self.y)

    def __getitem__(self, i):
        return (self.x, self.y)[i]

    def __setitem__(self, i, v):
        if i == 0:
            self.x = v
        elif i == 1:
            self.y = v
        else:
            raise IndexError("Vec index out of range")

    def __iter__(self):
        yield self.x
        yield self.y

    def __len__(self):
        return 2


a, b = Vec(3, 4), Vec(1.5, -2)
print(a + b, a - b, a * 2, 2 * a, a * b, a / 2, a // 2, a % 2, a**2, -a, +a, ~a, abs(a), a @ b)
print(a == Vec(3, 4), a != b, a == 5, bool(Vec(0, 0)), bool(a), a[0], a[-1], list(a), len(a), tuple(b))
a[0] = 10
x, y = a
a += b
print(a, x, y, {Vec(1, 2): "v"}[Vec(1, 2)], Vec(1, 2) in [Vec(1, 2)], len({Vec(0, 1), Vec(0, 1), Vec(1, 0)}))
print(sum([Vec(1, 1), Vec(2, 2)], Vec(0, 0)), max([Vec(1, 1), Vec(3, 0)], key=abs), [v * 3 for v in (a, b)])
for bad in (lambda: a + 1, lambda: "x" * a, lambda: a[5], lambda: a < b, lambda: a << 1, lambda: 1 - a):
    try:
        print(bad())
    except (TypeError, AttributeError, IndexError) as e:
        print(type(e).__name__, e)
try:
    a[2] = 0
except IndexError as e:
    print(e)
p = Vec(0, 0)
for i in range(50):
    p = p + Vec(0.1, 1) * i
print(p)
