"""Tuples whose items do not fit a cell of the heap: their items are released once."""


def rows(n):
    return [[i, i + 1] for i in range(n)]


def names(n):
    return [f"name {i}" for i in range(n)]


def halves(n):
    return [i / 2 for i in range(n)]


def tuple_of(items):
    t = tuple(items)
    return len(t)


def count(*args):
    return len(args)


for n in (1, 61, 62, 63, 123, 124, 125, 126, 200, 3000):
    g, s, f = rows(n), names(n), halves(n)
    for _ in range(3):
        print(n, tuple_of(g), tuple_of(s), tuple_of(f), count(*g), count(*g, *s, 1))
        print(sum(1 for column in zip(*g)), len(max(zip(*s))), len(list(map(count, *g, *g))))
        # What is made now would lie where something that is still in use was freed.
        more = [rows(n), names(n), halves(n)]
    print(sum(len(row) for row in g), sum(map(len, s)), sum(f), g[-1], s[-1], more[1][-1])
    kept = [tuple(g), tuple(s)]
    del g, s
    print(kept[0][-1], kept[1][-1], len(kept))
