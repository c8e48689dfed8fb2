import random


class Sparse:
    def __init__(self, shape, items=None):
        self.shape = shape
        self.items = dict(items or {})

    @staticmethod
    def random(n, density, seed):
        rng = random.Random(seed)
        s = Sparse((n, n))
        for i in range(n):
            for j in range(n):
                if rng.random() < density:
                    s[i, j] = rng.randint(-9, 9)
        return s

    def __getitem__(self, key):
        i, j = key
        rows, cols = self.shape
        if not (0 <= i < rows and 0 <= j < cols):
            raise IndexError(f"{key} outside of {self.shape}")
        return self.items.get(key, 0)

    def __setitem__(self, key, value):
        if value:
            self.items[key] = value
        else:
            self.items.pop(key, None)

    def __add__(self, other):
        out = Sparse(self.shape, self.items)
        for k, v in other.items.items():
            out[k] = out[k] + v
        return out

    def __matmul__(self, other):
        by_row = {}
        for (i, j), v in other.items.items():
            by_row.setdefault(i, []).append((j, v))
        out = Sparse((self.shape[0], other.shape[1]))
        for (i, k), v in self.items.items():
            for j, w in by_row.get(k, ()):
                out[i, j] = out[i, j] + v * w
        return out

    def __pow__(self, n):
        result = Sparse.eye(self.shape[0])
        base = self
        while n:
            if n & 1:
                result = result @ base
            base = base @ base
            n >>= 1
        return result

    @classmethod
    def eye(cls, n):
        return cls((n, n), {(i, i): 1 for i in range(n)})

    @property
    def T(self):
        return Sparse(self.shape[::-1], {(j, i): v for (i, j), v in self.items.items()})

    def __mul__(self, k):
        return Sparse(self.shape, {p: v * k for p, v in self.items.items() if v * k})

    __rmul__ = __mul__

    def __eq__(self, other):
        return self.shape == other.shape and self.items == other.items

    def __len__(self):
        return len(self.items)

    def dense(self):
        return [[self[i, j] for j in range(self.shape[1])] for i in range(self.shape[0])]

    def trace(self):
        return sum(self[i, i] for i in range(min(self.shape)))

    def __repr__(self):
        return f"Sparse({self.shape[0]}x{self.shape[1]}, {len(self)} items)"


a = Sparse.random(6, 0.4, 11)
b = Sparse.random(6, 0.3, 12)
for row in a.dense():
    print("".join(f"{v:4d}" for v in row))
print(a, b, a + b, a @ b, (a @ b).trace(), (b @ a).trace(), (a @ b).T == b.T @ a.T, a + b == b + a, a * 2 == a + a, 2 * a == a * 2)
print((a**3) == a @ a @ a, (a**10).trace(), (a**25).trace(), len(a**0), a * 0)
fib = Sparse((2, 2), {(0, 0): 1, (0, 1): 1, (1, 0): 1})
print((fib**100)[0, 1], (fib**90)[0, 1], (fib * 0.5 + fib * 0.5).dense())
try:
    a[6, 0]
except IndexError as e:
    print(e)
c = Sparse((2, 3), {(0, 0): 1.5, (1, 2): -2})
print(c.dense(), c.T.dense(), (c @ c.T).dense(), c[0, 1], sorted(c.items))
c[0, 0] = 0
c[5 - 4, 1] = 2**65
print(c.items, len(c))
steps = Sparse.eye(4) + Sparse((4, 4), {(i, (i + 1) % 4): 1 for i in range(4)})
walk = Sparse((1, 4), {(0, 0): 1})
for t in range(6):
    print([walk[0, j] for j in range(4)], sum(walk.items.values()))
    walk = walk @ steps
