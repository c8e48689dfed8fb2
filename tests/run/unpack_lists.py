"""Lists taken apart: of one type, of several, of the wrong length, changed on the way."""

BODIES = {
    "sun": ([0.0, 0.0, 0.0], [0.0, 0.5, 0.0], 39.5),
    "jupiter": ([4.84, -1.16, -0.1], [0.6, 2.8, -0.02], 0.037),
}
SYSTEM = list(BODIES.values())
PAIRS = [(SYSTEM[0], SYSTEM[1])]


def advance(dt, n, bodies=SYSTEM, pairs=PAIRS):
    for i in range(n):
        for ([x1, y1, z1], v1, m1), ([x2, y2, z2], v2, m2) in pairs:
            dx, dy, dz = x1 - x2, y1 - y2, z1 - z2
            mag = dt * ((dx * dx + dy * dy + dz * dz) ** (-1.5))
            v1[0] -= dx * m2 * mag
            v1[1] -= dy * m2 * mag
            v2[2] += dz * m1 * mag
        for r, [vx, vy, vz], m in bodies:
            r[0] += dt * vx
            r[1] += dt * vy
            r[2] += dt * vz
    return bodies


def swap(grid):
    for row in grid:
        a, b = row
        row[0], row[1] = b, a
        [c, d] = row
        row[:] = [d + c, d - c]
    return grid


def spread(rows):
    out = []
    for row in rows:
        a, b, c = row
        out.append((c, a, b))
    return out


def lengths(values):
    try:
        a, b = values
        print("two", a, b)
    except ValueError as e:
        print(e)
    first, *rest = values
    return first, rest


print(advance(0.01, 50))
print(swap([[1, 2], [3, 4], [2**62, 2**62]]), swap([[1.5, 2.5]]))
print(spread([[1, 2, 3], [4, 5, 2**80]]), spread([["a", None, 2.5], ["b", (1,), []]]), spread([[True, False, True]]))
for v in ([1], [1, 2], [1, 2, 3], ["x", "y"], [0.5, 2], [None, 1]):
    print(lengths(v))


class Loud(list):
    def __iter__(self):
        print("asked")
        return iter([7, 8])


def both(x):
    a, b = x
    return a, b


print(both(Loud([1])), both([1, 2]), both("xy"), both({1: 2, 3: 4}), both((5, 6)))


def growing(n):
    pair = [1, 1]
    for i in range(n):
        a, b = pair
        pair[0], pair[1] = b, a + b
    return pair


print(growing(100), growing(10))
