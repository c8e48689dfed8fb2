"""Classes that hold arrays: matrix wrapper, ring buffer, particle system, polynomial, histogram."""
import numpy as np


class RingBuffer:
    def __init__(self, size):
        self.data = np.zeros(size)
        self.pos = 0
        self.full = False

    def push(self, value):
        self.data[self.pos] = value
        self.pos = (self.pos + 1) % len(self.data)
        if self.pos == 0:
            self.full = True

    def values(self):
        if not self.full:
            return self.data[:self.pos]
        return np.concatenate((self.data[self.pos:], self.data[:self.pos]))

    @property
    def mean(self):
        return self.values().mean()


class Polynomial:
    def __init__(self, coefficients):
        self.c = np.asarray(coefficients, dtype=float)

    def __call__(self, x):
        result = np.zeros_like(np.asarray(x, dtype=float))
        for c in self.c[::-1]:
            result = result * x + c
        return result

    def __add__(self, other):
        n = max(len(self.c), len(other.c))
        out = np.zeros(n)
        out[:len(self.c)] += self.c
        out[:len(other.c)] += other.c
        return Polynomial(out)

    def __mul__(self, other):
        return Polynomial(np.convolve(self.c, other.c))

    def derivative(self):
        return Polynomial(self.c[1:] * np.arange(1, len(self.c)))

    def __repr__(self):
        return "Polynomial(%s)" % self.c.tolist()


class Particles:
    def __init__(self, n, seed=0):
        rng = np.random.RandomState(seed)
        self.x = rng.uniform(-1, 1, (n, 2))
        self.v = rng.normal(0, 0.1, (n, 2))
        self.bounces = np.zeros(n, dtype=int)

    def step(self, dt=0.5):
        self.x += self.v * dt
        out = np.abs(self.x) > 1
        self.v[out] *= -1
        self.x = np.clip(self.x, -1, 1)
        self.bounces += out.any(axis=1)

    def energy(self):
        return 0.5 * np.sum(self.v ** 2)


class Grid:
    cells: np.ndarray

    def __init__(self, rows, cols, fill=0):
        self.cells = np.full((rows, cols), fill)

    def __getitem__(self, key):
        return self.cells[key]

    def __setitem__(self, key, value):
        self.cells[key] = value

    def __len__(self):
        return len(self.cells)

    def __eq__(self, other):
        return np.array_equal(self.cells, other.cells)

    def __iter__(self):
        return iter(self.cells)

    def __str__(self):
        return "\n".join(" ".join(str(v) for v in row) for row in self.cells)


buffer = RingBuffer(4)
for v in [1, 2, 3]:
    buffer.push(v)
print(buffer.values(), buffer.mean)
for v in [4.5, 5, 6]:
    buffer.push(v)
print(buffer.values(), buffer.mean, buffer.data)
p, q = Polynomial([1, 2, 3]), Polynomial([0, 1])
print(p, p + q, p * q, p.derivative(), p(2), p(np.array([0.0, 1.0, -1.0])))
particles = Particles(6)
before = particles.energy()
for _ in range(20):
    particles.step()
print(particles.x.round(6))
print(particles.bounces, abs(particles.energy() - before) < 1e-12)
grid = Grid(2, 3)
grid[0, 1] = 5
grid[1] = [7, 8, 9]
print(grid, grid[1, 2], grid[:, 1], len(grid), grid == Grid(2, 3), [row.sum() for row in grid])
