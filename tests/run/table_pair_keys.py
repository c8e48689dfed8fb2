def grid(n, m):
    d = {}
    s = set()
    for y in range(n):
        for x in range(m):
            if (x, y) in d:
                print("no")
            d[(x, y)] = x * y
            if (x % 5, y % 3) not in s:
                s.add((x % 5, y % 3))
            d[x, y] += 1
            d[(x, y)] = d.get((x, y), 0) + d.get((x, y - 1), 0)
    t = 0
    for y in range(1, n - 1):
        for x in range(1, m - 1):
            t += d[(x + 1, y)] - d[x, y - 1] * 2
    print(t, len(d), sorted(s), list(s))
    print(sum(1 for p in d if p in s), (3, 4) in d, (3.0, True) in d, (-1, 0) in s)
    try:
        d[(n, m)]
    except KeyError as e:
        print(repr(e), e.args)
    return d

grid(20, 30)
def words(pairs):
    c = {}
    for a, b in pairs:
        if (a, b) in c:
            c[a, b] += 1
        else:
            c[a, b] = 1
    return c
print(words([("a", 1), ("b", 2), ("a", 1), ("b", 3), ("b", 2.0), ("c", None), ("c", None)]))
def big(k):
    s = {(1 << 70, k), (3, 4)}
    print((1 << 70, k) in s, ((1 << 70) + 1, k) in s, (k, k + 1) in s)
    s.add((k, k))
    d = {}
    for i in range(5):
        d[(i << 62, i)] = i
    print((k, k) in s, [(i << 62, i) in d for i in range(6)], d)
big(3)
def chars(t):
    d = {}
    for ch in t:
        if ch in d:
            d[ch] += 1
        else:
            d[ch] = 1
    e = {}
    for ch in t:
        e[ch] = e.get(ch, 0) + 1
    print(d == e, d)
    return {c: n for c, n in d.items() if n > 1}
print(chars("hello wörld, grüße — Ωμέγα αα"))
def nan():
    n = float("nan")
    s = {(n, 1)}
    print((n, 1) in s, (float("nan"), 1) in s, (1.0, 2) in {(1, 2)}, (True, 2) in {(1, 2): 3})
nan()
def removed():
    d = {}
    for i in range(100):
        d[i % 10, i % 7] = i
        if (i % 3, i % 7) in d and i % 5 == 0:
            del d[i % 3, i % 7]
        if (i % 3, i % 7) not in d:
            d[i % 3, i % 7] = -i
    print(d)
    s = set()
    for i in range(200):
        s.add((i % 13, i % 3))
        s.discard((i % 11, i % 3))
        if (i % 7, 1) not in s:
            s.add((i % 7, 1))
    print(sorted(s), len(s), list(s))
removed()
