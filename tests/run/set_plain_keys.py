"""Sets and dicts of ints, strs and tuples of them: membership, order, growth, dummies, and keys that are not plain."""


def visited(n):
    seen = set()
    todo = [(0, 0)]
    steps = 0
    while todo:
        x, y = todo.pop()
        if (x, y) in seen:
            continue
        seen.add((x, y))
        steps += 1
        for p in ((x + 1, y), (x, y + 1), (x - 1, y - 1)):
            if p not in seen and 0 <= p[0] < n and 0 <= p[1] < n:
                todo.append(p)
    return steps, sorted(seen)[:5], len(seen)


def squares(limit):
    table = {}
    for i in range(limit):
        table[i * i % 101] = i
    total = 0
    for i in range(limit):
        if i in table:
            total += table[i]
    try:
        total += table[limit * 1000]
    except KeyError as e:
        print("missing", e)
    return total


def words(text):
    seen = set()
    twice = set()
    for w in text.split():
        if w in seen:
            twice.add(w)
        seen.add(w)
    return sorted(seen), sorted(twice)


def churn(n):
    s = set()
    for i in range(n):
        s.add(i * 7 % 64)
        s.discard(i * 5 % 64)
        if i % 10 == 9:
            s |= {i, -i, i + 1000}
            s -= {i}
    return list(s), len(s)


class Key:
    def __init__(self, n):
        self.n = n

    def __hash__(self):
        return self.n % 4

    def __eq__(self, other):
        log.append(self.n)
        return isinstance(other, Key) and self.n == other.n or self.n == other


log = []
print(visited(12), squares(300), words("a b a c d d e"))
print(churn(500))
mixed = {1, 2, "a", 2.5, None, (1, 2)}
print(2 in mixed, 2.0 in mixed, True in mixed, (1, 2) in mixed, (1.0, 2) in mixed, "b" in mixed, None in mixed, 2.5 in mixed)
big = {10**20, 3}
print(10**20 in big, 3 in big, 10**20 + 1 in big, 3.0 in big)
a = {Key(1), Key(2), 7}
b = {1, 2, 3}
print(1 in a, 7 in a, 3 in a, len(a & b), len(b & a), len(b - a), len(a | b), len(a ^ b), a <= b, a.isdisjoint(b), len(log) > 0)
ints, odd = set(range(0, 60, 3)), set(range(1, 60, 2))
print(ints & odd, ints - odd, ints ^ odd, ints | odd, odd & ints, ints <= odd, {3, 9} <= ints, ints.isdisjoint({1, 2}))
strs = [str(i) for i in range(30)]
print(sorted(set(strs[:20]) & set(strs[10:])), sorted(set(strs[:5]) ^ {"3", "x"}), set(strs) >= {"1", "2"}, set("abc") == set("cab"))
f = frozenset(strs[:3])
print(f in {f}, hash(f) == hash(frozenset(strs[2::-1])), sorted(f - {"1"}), type(f & {"1"}).__name__, type({"1"} & f).__name__)
d = {(x, y): x * y for x in range(4) for y in range(4)}
print((3, 3) in d, (4, 4) in d, d[(2, 3)], d[2, 2], sum(d[k] for k in d), {k: v for k, v in d.items() if v > 5})
copy = set(ints)
copy.clear()
print(copy, len(ints), ints == set(sorted(ints)), set(list(range(5)) * 3), {i % 7 for i in range(100)})
