"""Lists that change while loops and functions hold them."""


def shrink(xs):
    out = []
    i = 0
    while i < len(xs):
        out.append(xs[i])
        if xs[i] % 3 == 0:
            xs.pop()
        i += 1
    return out, xs


def grow_during_for(xs):
    n = 0
    for x in xs:
        n += 1
        if n < 5:
            xs.append(x + n)
    return n, xs


def clear_during_for(xs):
    seen = []
    for x in xs:
        seen.append(x)
        if len(seen) == 2:
            xs.clear()
    return seen, xs


def swap_refs(a, b):
    a[0], b[0] = b[0], a[0]
    a, b = b, a
    a.append("a")
    return a, b


def index_after_del(xs, idx):
    total = 0
    for i in range(len(xs)):
        try:
            total += xs[i]
        except IndexError:
            total -= 1000
        if i == idx:
            del xs[idx:]
    return total


def replace_elements(xs):
    for i in range(len(xs)):
        xs[i] = str(xs[i]) if i % 2 else xs[i] * 1.5
    return xs


def inner_alias(grid):
    row = grid[0]
    grid.append(row)
    for r in grid:
        r[0] += 1
    return grid


def mutate_arg(xs, depth=0):
    xs.append(depth)
    if depth < 3:
        mutate_arg(xs, depth + 1)
    return xs


class Holder:
    def __init__(self):
        self.items = [1, 2, 3]

    def each(self):
        for x in self.items:
            yield x
            if x == 2:
                self.items = ["replaced"]

    def total(self):
        t = 0
        items = self.items
        for i in range(len(items)):
            t += items[i]
            if i == 0:
                self.items = [100]
        return t


print(shrink([1, 2, 3, 4, 5, 6]), grow_during_for([1, 2]), clear_during_for([7, 8, 9]), swap_refs([1], [2]))
print(index_after_del([1, 2, 3, 4, 5], 2), index_after_del([1, 2, 3], 5), replace_elements([1, 2, 3, 4]), inner_alias([[0], [10]]), mutate_arg([]))
h = Holder()
print(list(h.each()), h.items, Holder().total())
a = [1, 2, 3]
b = a
a = a + [4]
b += [5]
print(a, b)
rows = [[0] * 2] * 2
rows[0][0] = 1
rows[1] = rows[1][:]
rows[1][1] = 2
print(rows)
xs = [1, 2, 3, 4]
xs[1:3] = xs
print(xs)
xs.extend(xs)
print(xs, len(xs))
xs[:] = [x for x in xs if x > 1]
ys = xs
xs = xs[::-1]
print(xs, ys, xs is ys)
it = iter(ys)
next(it)
ys.insert(0, "new")
print(list(it))
r = [3, 1, 2]
s = sorted(r, key=lambda v: r.append(v) if len(r) < 3 else -v)
print(s, r)
d = {"l": r}
d["l"].sort()
d["m"] = d["l"]
d["m"].append(d["l"][0])
print(d, d["l"] is r)
del a[:], b[1:]
print(a, b)
try:
    for i in range(5):
        b[i] = i
except IndexError as e:
    print(e, b)
w = [1.0, 2.0]
v = w
v[0] = "s"
w[1] = 2**70
print(v, w)
