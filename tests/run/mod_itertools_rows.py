"""Iterators that give rows: product, permutations, combinations, groupby, pairwise, zip_longest."""
import itertools
from itertools import combinations, combinations_with_replacement, groupby, pairwise, permutations, product, zip_longest


def grid(w, h):
    total = 0
    for x, y in product(range(w), range(h)):
        total += x * 10 + y
    for x, y, z in product(range(3), [0.5, 1.5], "ab"):
        total += x + y + (z == "a")
    return total


def tours(cities):
    best = None
    for p in permutations(cities):
        length = sum(abs(a - b) for a, b in zip(p, p[1:]))
        if best is None or length < best[0]:
            best = (length, p)
    return best


def pairs(xs):
    out = []
    for a, b in combinations(xs, 2):
        if a + b > 10:
            out.append((a, b))
    for a, b in permutations(xs, 2):
        if a > b:
            out.append(a - b)
    return out


def kept(r):
    """Rows that are kept are different objects."""
    rows = list(combinations(range(4), r))
    more = []
    for row in permutations("abc", r):
        more.append(row)
        if len(more) % 2:
            row = None
    return rows, more, set(rows) == set(more), len(set(more))


def runs(text):
    return "".join(k + str(len(list(g))) for k, g in groupby(text))


class Item:
    def __init__(self, kind, n):
        self.kind = kind
        self.n = n

    def __eq__(self, other):
        return self.kind == other.kind

    def __repr__(self):
        return f"{self.kind}{self.n}"


def numbers():
    yield 1
    yield 2
    raise KeyError("stop here")


print(grid(5, 6), tours([3, 9, 1, 7]), pairs([3, 9, 1, 7, 4]))
for r in range(5):
    print(kept(r))
print(list(product()), list(product([])), list(product([1, 2], repeat=2)), list(product("ab", [], "c")), list(product("ab", repeat=0)))
print(list(combinations_with_replacement("abc", 2)), list(combinations_with_replacement([], 0)), list(combinations_with_replacement([], 1)))
print(list(permutations([])), list(permutations([1, 2], 3)), list(combinations([1], 2)), list(combinations(iterable="ab", r=1)))
print(runs("aaabccddda"), runs(""), [(k, list(g)) for k, g in groupby([1, 3, 2, 4, 5], lambda x: x % 2)])
g = groupby([1, 1, 2, 2, 3])
first = next(g)
second = next(g)
print(first[0], list(first[1]), second[0], next(second[1]), next(g)[0], list(second[1]), list(g))
items = [Item("a", 1), Item("a", 2), Item("b", 3), Item("a", 4)]
print([(k, list(v)) for k, v in groupby(items)], [(k, [i.n for i in v]) for k, v in groupby(items, key=lambda i: i.kind)])
print(list(pairwise("abcd")), list(pairwise([1])), list(pairwise([])), sum(b - a for a, b in pairwise([1, 4, 9, 16])))
print(list(zip_longest("abc", [1], fillvalue="-")), list(zip_longest()), list(zip_longest([], [1.5])), list(zip_longest("ab", "c", "defg")))
for a, b in zip_longest([1, 2, 3], [10]):
    print(a, b, a is None, b is None)
for make in (pairwise, groupby, lambda it: zip_longest(it, [5]), lambda it: product(it), lambda it: combinations(it, 1)):
    seen = []
    try:
        for row in make(numbers()):
            seen.append(row[0])
    except KeyError as e:
        print(seen, e)
for wrong in (lambda: product([1], repeat=-1), lambda: permutations([1], -1), lambda: permutations([1], 1.0), lambda: combinations([1], -2),
              lambda: combinations([1], "x"), lambda: combinations(5, 1), lambda: groupby(3), lambda: zip_longest(1), lambda: pairwise(None)):
    try:
        wrong()
    except (TypeError, ValueError) as e:
        print(type(e).__name__, e)
big = 10**20
print(list(product([big, 1], [2])), max(combinations([big, 3, big + 1], 2)), [x * y for x, y in itertools.combinations([big, 2, 3], 2)])
print({frozenset(c) for c in combinations("ab", 2)} == {frozenset("ab")}, sorted(permutations([2, 1])), dict(zip_longest("xy", [1])))
it = product("ab", [1, 2])
print(next(it), next(it), list(it), list(it), next(it, "end"))
