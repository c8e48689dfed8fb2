"""Short loops of a number of rounds that is known: sums, breaks, errors in the middle, ints that grow, sizes that differ."""
import numpy as np

OFFSETS = 3


def matrix_times(m, v):
    out = [0.0, 0.0, 0.0]
    for i in range(3):
        for k in range(3):
            out[i] += m[i][k] * v[k]
    return out


def first_negative(xs):
    found = -1
    for i in range(5):
        if xs[i] < 0:
            found = i
            break
    else:
        found = 99
    return found


def odd_products(n):
    total = 1
    for i in range(1, 8, 2):
        if i == 5:
            continue
        total = total * (n + i)
    return total


def grows(x):
    for _ in range(4):
        x = x * x + 1
    return x


def sides(grid, r, c):
    n = 0
    for dr in range(-1, 2):
        for dc in range(-1, 2):
            if dr == 0 and dc == 0:
                continue
            n += grid[(r + dr) % len(grid)][(c + dc) % len(grid[0])]
    return n


def filtered(image, kernel):
    h, w = image.shape
    r = kernel.shape[0] // 2
    out = np.zeros_like(image)
    for i in range(r, h - r):
        for j in range(r, w - r):
            s = image[0, 0] * 0
            for a in range(-r, r + 1):
                for b in range(-r, r + 1):
                    s += image[i + a, j + b] * kernel[a + r, b + r]
            out[i, j] = s
    return out


def correlate(image, kernel):
    h, w = image.shape
    out = np.zeros((h - kernel.shape[0] + 1, w - kernel.shape[1] + 1), dtype=image.dtype)
    for i in range(out.shape[0]):
        for j in range(out.shape[1]):
            for a in range(kernel.shape[0]):
                for b in range(kernel.shape[1]):
                    out[i, j] += image[i + a, j + b] * kernel[a, b]
    return out


def windows(xs, size=3):
    out = []
    for i in range(len(xs) - size + 1):
        s = 0
        for k in range(size):
            s += xs[i + k]
        out.append(s)
    return out


class Smoother:
    def __init__(self, weights):
        self.weights = weights

    def apply(self, xs):
        n = len(self.weights)
        out = np.zeros(len(xs) - n + 1)
        for i in range(len(out)):
            acc = 0.0
            for k in range(n):
                acc += xs[i + k] * self.weights[k]
            out[i] = acc
        return out


def last_of(xs):
    k = 0
    for k in range(3):
        last = xs[k]
    return k, last


print(matrix_times([[1.0, 2.0, 3.0], [0.5, -1.0, 2.0], [0.0, 0.25, -4.0]], [1.5, -2.0, 0.1]))
print(first_negative([1, 2, -3, 4, 5]), first_negative([1, 2, 3, 4, 5]))
print(odd_products(10), odd_products(10 ** 7), grows(2), grows(10 ** 6))
board = [[(i * 3 + j * 5) % 7 % 2 for j in range(6)] for i in range(5)]
print([[sides(board, r, c) for c in range(6)] for r in range(5)])

image = np.array([[(i * 7 + j * 13) % 31 for j in range(9)] for i in range(8)])
sharp = np.array([[0, -1, 0], [-1, 5, -1], [0, -1, 0]])
print(filtered(image, sharp))
print(filtered(image.astype(np.float64), np.ones((3, 3)) / 9.0)[3])
print(correlate(image, sharp).sum(), correlate(image, sharp)[2])
print(correlate(image, np.array([[1, 1], [1, -1]]))[0])
print(correlate(image.astype(np.float32), np.full((2, 5), 0.5, dtype=np.float32))[1])
huge = image * 10 ** 17
with np.errstate(over="ignore"):
    print(correlate(huge, sharp * 7)[0])
print(windows([1, 2, 3, 4, 5]), windows([1, 2, 3, 4, 5], 2), windows([10 ** 18] * 12, 9))
print(windows([0.1 * k for k in range(6)], 4))
smoother = Smoother(np.array([0.25, 0.5, 0.25]))
print(smoother.apply(np.arange(7.0) ** 2), Smoother([1.0, 1.0]).apply(np.arange(3.0)))
print(last_of([5, 6, 7]), last_of("xyz"))

for bad in ([1, 2], [1, 2, 3]):
    try:
        print(first_negative(bad))
    except IndexError as e:
        print("IndexError:", e)
try:
    correlate(image, np.ones((3, 3, 1), dtype=np.int64))
except (IndexError, ValueError) as e:
    print(type(e).__name__, e)
matrix_times([[1.0, 2.0, 3.0], [0.5, -1.0], [0.0]], [1.5, -2.0, 0.1])
