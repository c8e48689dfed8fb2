t = (1, "two", 3.0)
print(t, t[0], t[-1], t[1:], len(t), t + (4,), t * 2, (), (1,), ((1, 2), (3,)))
print(t.index("two"), t.count(1), 3 in t, tuple([1, 2]), tuple("abc"), tuple(range(3)), tuple())
a, b, c = t
print(a, b, c)
x, (y, z), *rest = 1, (2, 3), 4, 5
print(x, y, z, rest)
print((1, 2) < (1, 3), (1, 2, 3) > (1, 2), ("a", 1) == ("a", 1.0), (1, 2) + tuple([3]), hash((1, 2)) == hash((1, 2)))
print(hash(()) == hash(tuple()), hash((1,)), hash((1, 2, 3)), hash((1.5, (2,))), hash((-1, 0)))
d = {(0, 0): "origin", (1, 0): "east"}
d[0, 1] = "north"
print(d[(0, 0)], d[1, 0], d, (5, 5) in d)


def minmax(seq):
    return min(seq), max(seq)


def stats(values):
    n = len(values)
    mean = sum(values) / n
    return n, mean, sorted(values)[n // 2]


lo, hi = minmax([3, 1, 2])
print(lo, hi, minmax("hello"))
n, mean, median = stats([4, 8, 15, 16, 23, 42])
print(f"{n=} {mean=:.2f} {median=}")
lo, hi = hi, lo
print(lo, hi)
for bad in (lambda: t[5], lambda: (1,) + [2], lambda: t.index("zz"), lambda: hash(([],)), lambda: (1, 2) < (1, "a"), lambda: (1, 2) < 3):
    try:
        bad()
    except (IndexError, TypeError, ValueError) as e:
        print(type(e).__name__, e)
try:
    t[0] = 9
except TypeError as e:
    print(e)
try:
    del t[0]
except TypeError as e:
    print(e)
holder = ([], 1)
holder[0].append("inside")
try:
    holder[0] += ["more"]
except TypeError as e:
    print(e)
print(holder)
points = [(3, 4), (0, 1), (3, -4), (-1, 7)]
print(sorted(points), max(points), min(points, key=lambda p: p[0] ** 2 + p[1] ** 2), sum(p[0] for p in points))
dist = {}
for i, (x1, y1) in enumerate(points):
    for j, (x2, y2) in enumerate(points[:i]):
        dist[i, j] = abs(x1 - x2) + abs(y1 - y2)
print(dist)
print(*points, sep="; ")
print(1, 2, end=",\n")
single = 5,
print(single, type(single).__name__)
