"""Arrays in comprehensions, generators, zip, enumerate, sorted, map, lambda, unpacking, closures."""
import numpy as np


def batches(data, size):
    for start in range(0, len(data), size):
        yield data[start:start + size]


def windows(a, n):
    return (a[i:i + n] for i in range(len(a) - n + 1))


def running_mean():
    total, count = 0.0, 0
    while True:
        value = yield (total / count if count else 0.0)
        total += value
        count += 1


data = np.arange(10) ** 2
for batch in batches(data, 4):
    print(batch, batch.sum(), len(batch))
print([int(w.max()) for w in windows(data, 4)])
print(np.array([w.mean() for w in windows(data, 8)]))
mean = running_mean()
next(mean)
print([round(float(mean.send(v)), 4) for v in data[:5]])
print(np.fromiter((x * x for x in range(5)), dtype=float), np.array(list(range(3))), np.array([x for x in data if x % 2]))
print(list(map(lambda r: r.tolist(), np.eye(2))), sorted(np.array([3, 1, 2]), reverse=True))
print({k: v.sum() for k, v in zip("ab", np.arange(4).reshape(2, 2))}, dict(enumerate(np.array([5, 6]))))
first, *rest = np.array([1, 2, 3])
print(first, rest)
(a, b), (c, d) = np.array([[1, 2], [3, 4]])
print(a, b, c, d, max(data, key=lambda v: v % 10), min(data.tolist(), key=lambda v: -v))
print(any(v > 80 for v in data), all(v >= 0 for v in data), sum(v for v in data if v % 3 == 0))
functions = {"double": lambda x: x * 2, "square": np.square, "sum": np.sum, "sorted": np.sort}
for name, f in functions.items():
    print(name, f(np.array([3, 1, 2])))


def compose(*fs):
    def run(x):
        for f in fs:
            x = f(x)
        return x
    return run


print(compose(np.sqrt, np.floor, lambda v: v.astype(int), np.sum)(np.array([4.0, 10.0, 17.0])))
table = [[f"{v:.1f}" for v in row] for row in np.arange(6).reshape(2, 3) / 4]
print(table, "\n".join(",".join(r) for r in table))
matrix = np.array([[1, 2], [3, 4]])
print([list(col) for col in zip(*matrix)], [x + y for x, y in zip(matrix[0], matrix[1])])
print([i for i, v in enumerate(data) if v > 30], list(reversed(np.array([1, 2, 3]))), list(zip(np.arange(2), "xy")))
apply = np.vectorize(lambda v: v + 1 if v % 2 else v * 10)
print(apply(np.arange(5)), np.apply_along_axis(lambda r: r.sum() * 2, 1, matrix))
stack = [np.array([1])]
while len(stack) < 5:
    top = stack[-1]
    stack.append(np.append(top, top[-1] * 2))
print(stack[-1], [len(s) for s in stack])
pairs = [(x, y) for x in np.arange(2) for y in np.linspace(0, 1, 2)]
print(pairs)
print(2 in np.array([1, 2]), np.array([1, 2]) in [np.array([5, 5])] if False else "skip", 5 in data)
total = np.zeros(2)
for v in ([1, 2], (3, 4), np.array([5, 6])):
    total += v
print(total, sum([np.array([1, 2]), np.array([3, 4])]), sum(np.eye(2)))
