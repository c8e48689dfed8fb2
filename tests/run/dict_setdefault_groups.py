"""setdefault on dicts of plain keys: groups, memos, defaults that are kept or not, and dicts that change in between."""


def groups(words):
    by_len = {}
    for w in words:
        by_len.setdefault(len(w), []).append(w)
    return by_len


def index(lines):
    places = {}
    for n, line in enumerate(lines):
        for word in line.split():
            places.setdefault(word.lower(), {}).setdefault(n, []).append(word)
    return places


def counts(pairs):
    seen = {}
    for a, b in pairs:
        k = seen.setdefault((a, b), 0)
        seen[a, b] = k + 1
        if k == 2:
            del seen[a, b]
    return seen


def numbers(n):
    d = {}
    total = 0
    for i in range(n):
        total += d.setdefault(i % 7, i * i)
        d[i % 5] = d.setdefault(i % 3, i) + 1
    return total, d


def adjacency(edges):
    graph = {}
    for a, b in edges:
        graph.setdefault(a, set()).add(b)
        graph.setdefault(b, set()).add(a)
    return {k: sorted(v) for k, v in graph.items()}


def ids(names):
    table = {}
    return [table.setdefault(n, len(table)) for n in names], table


def big(n):
    d = {}
    for i in range(n):
        d.setdefault(i % 3, 1 << (62 + i % 3))
        d[i % 3] += i
    return d, d.setdefault(9, None), d.setdefault(9, 5), d.setdefault("x")


text = ["the cat and the hat", "The dog and a Cat", "a hat a hat"]
print(groups(" ".join(text).split()))
print(index(text))
print(counts([(1, "a"), (1, "a"), (2, "b"), (1, "a"), (1, "a"), (2, "b")]))
print(numbers(50))
print(adjacency([(1, 2), (2, 3), (3, 1), (4, 1)]))
print(ids("the quick brown the lazy quick dog".split()))
print(big(10))
