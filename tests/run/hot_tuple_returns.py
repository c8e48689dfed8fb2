def divmod_all(pairs):
    out = []
    for a, b in pairs:
        q, r = divmod(a, b)
        out.append((q, r))
    return out


def minmax(values):
    lo = hi = values[0]
    for v in values:
        if v < lo:
            lo = v
        if v > hi:
            hi = v
    return lo, hi


def rotate(p, times):
    x, y, z = p
    for _ in range(times):
        x, y, z = y, z, x
    return x, y, z


def complex_mul(a, b):
    return a[0] * b[0] - a[1] * b[1], a[0] * b[1] + a[1] * b[0]


def cpow(z, n):
    r = (1, 0)
    for _ in range(n):
        r = complex_mul(r, z)
    return r


def fib_pair(n):
    a, b = 0, 1
    for _ in range(n):
        a, b = b, a + b
    return a, b


def swap_sort(t):
    a, b, c = t
    if a > b:
        a, b = b, a
    if b > c:
        b, c = c, b
    if a > b:
        a, b = b, a
    return (a, b, c)


def walk(moves):
    pos = (0, 0)
    seen = {pos: 0}
    for i, m in enumerate(moves, 1):
        dx, dy = {"u": (0, 1), "d": (0, -1), "l": (-1, 0), "r": (1, 0)}[m]
        pos = (pos[0] + dx, pos[1] + dy)
        if pos in seen:
            return pos, seen[pos], i
        seen[pos] = i
    return pos, None, len(moves)


def either(flag):
    if flag:
        return 1, "one"
    return None


def nested(n):
    t = ()
    for i in range(n):
        t = (i, t)
    depth = 0
    while t:
        _, t = t
        depth += 1
    return depth


print(divmod_all([(7, 2), (-7, 2), (2**65, 3), (7.5, 2)]), minmax([3, 1, 2]), minmax("hello"), minmax([2.5, -1]), minmax([2**70, -(2**70)]))
print(rotate((1, "two", 3.0), 4), cpow((1, 1), 10), cpow((1, 2), 60), cpow((0.5, 0.5), 3), fib_pair(90), fib_pair(100))
print(swap_sort((3, 1, 2)), swap_sort(("b", "c", "a")), swap_sort((2.5, 2, 2**64)), walk("urdl"), walk("uurrd"), walk("uuddd"))
r = either(True)
print(r, either(False), r[0] + len(r[1]))
try:
    a, b = either(False)
except TypeError as e:
    print(e)
print(nested(200), (1, 2) + (3,), ((1, 2), (3, 4))[1][0], sum(((1, 2), (3,)), ()), tuple(x * 2 for x in (1, 2)))
state = (1, 0.5, "s", None)
for i in range(4):
    n, f, s, o = state
    state = (n * 3, f / 2, s + str(i), (o, i) if i % 2 else None)
print(state)
best = (0, None)
for word in "a quick brown foxes jumped".split():
    best = max(best, (len(word), word))
print(best, min((len(w), w) for w in "bb a cc".split()), sorted([(2, "b"), (1, "z"), (2, "a")], reverse=True))
points = [(x, y) for x in range(3) for y in range(3) if x != y]
total = 0
for x, y in points:
    total += x * 10 + y
print(points, total, {p: sum(p) for p in points}[2, 1], (1, 2) in points, points.index((2, 0)), (1, 2) == (1.0, 2.0))
a = b = (1, [2])
a[1].append(3)
print(b, a is b, a + b, a * 2, len(a * 3))
