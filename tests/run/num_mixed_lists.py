"""Lists whose elements are ints at some times and floats at others, as programs that begin with zeros have them."""


def product(a, b):
    n, m = len(a), len(b[0])
    c = [[0] * m for _ in range(n)]
    for i in range(n):
        for k in range(len(b)):
            x = a[i][k]
            for j in range(m):
                c[i][j] += x * b[k][j]
    return c


class Matrix:
    def __init__(self, rows):
        self.rows = rows

    def __getitem__(self, at):
        return self.rows[at[0]][at[1]]

    def __mul__(self, other):
        n = len(self.rows)
        return Matrix([[sum(self[i, k] * other[k, j] for k in range(n)) for j in range(n)] for i in range(n)])

    def trace(self):
        return sum(self[i, i] for i in range(len(self.rows)))


def histogram(values, bins):
    weights = [0] * bins
    for v in values:
        weights[int(v) % bins] += v if v > 3 else 1
    return weights


def smooth(xs, rounds):
    for _ in range(rounds):
        for i in range(1, len(xs) - 1):
            xs[i] = (xs[i - 1] + xs[i] + xs[i + 1]) / 3
    return xs


def running(xs):
    total = 0
    most = xs[0]
    for x in xs:
        total += x
        if x > most:
            most = x
    return total, most


def growing(n):
    xs = [1, 2.5]
    for i in range(n):
        xs.append(xs[-1] * 3 if i % 2 else xs[-2] * 7)
    return xs[-1], xs[n // 2], running(xs)


def overwrite():
    xs = [0] * 4
    out = []
    for v in (1.5, 2, 2**70, True, -0.0, 7):
        xs[1] = v
        out.append((xs[1] * 2, xs[1] + xs[0], xs[1] == 2))
        xs[-1] = xs[1]
    return out, xs


def polynomial(coefficients, x):
    r = 0
    for c in coefficients:
        r = r * x + c
    return r


a = [[(i * 3 + j) % 7 * 0.5 for j in range(6)] for i in range(6)]
b = [[(i + j * 5) % 4 for j in range(6)] for i in range(6)]
print(product(a, a)[2], product(b, b)[3], product(a, b)[5])
m = Matrix(a)
print((m * m * m).trace(), (Matrix(b) * Matrix(b)).trace(), (m * Matrix(b)).rows[1])
print(histogram([0.5, 1, 2, 3.5, 4, 9.25, 10], 5), histogram([1, 2], 2))
print(smooth([0, 9, 0, 3, 1, 10], 3))
print(running([1, 2, 3]), running([1, 2.5, 2]), running([0.5]))
print(growing(8), growing(60))
print(overwrite())
print(polynomial([1.0, -2, 3], 2), polynomial([1, 2], 3), polynomial([], 1.5), polynomial([2**64, 1.5], 2))
xs = [1, 2.0, 3]
xs[0] = 1.0
print(xs, [x * 2 for x in xs], sum(xs), max(xs), [type(x).__name__ for x in xs])
try:
    xs[5] = 1.5
except IndexError as e:
    print(e)
try:
    print(xs[-4] + 1)
except IndexError as e:
    print(e)
