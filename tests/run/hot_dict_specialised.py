def count_ints(n):
    d = {}
    x = 1
    for i in range(n):
        x = x * 1103515245 + 12345 & 0x7FFFFFFF
        k = x % 50
        if k in d:
            d[k] += 1
        else:
            d[k] = 1
    return d


def count_strs(words):
    d = {}
    for w in words:
        d[w] = d.get(w, 0) + 1
    return d


def two_level(n):
    t = {}
    for i in range(n):
        t.setdefault(i % 5, {}).setdefault(str(i % 3), []).append(i)
    return t


def int_then_str(n):
    d = {}
    for i in range(n):
        d[i if i % 4 else str(i)] = i * 0.5 if i % 3 else i
    return d


def tuple_grid(n):
    g = {}
    for y in range(n):
        for x in range(n):
            g[x, y] = g.get((x - 1, y), 1) + g.get((x, y - 1), 1)
    return g


def invert(d):
    return {v: k for k, v in d.items()}


def memo_paths(n):
    memo = {}

    def go(i, j):
        if i == 0 or j == 0:
            return 1
        key = i * 1000 + j
        if key not in memo:
            memo[key] = go(i - 1, j) + go(i, j - 1)
        return memo[key]

    return go(n, n), len(memo)


def churn(n):
    d = {}
    for i in range(n):
        d[i * 17 % 101] = i
        if i % 3 == 0:
            d.pop(i * 13 % 101, None)
    return len(d), sum(d), sum(d.values()), list(d)[:5]


counts = count_ints(3000)
print(len(counts), list(counts.items())[:5], max(counts.values()), sum(counts))
print(count_strs("to be or not to be that is the question to be".split()))
t = two_level(30)
print(t[0], t[4]["2"], list(t))
m = int_then_str(14)
print(m, m[1], m["0"], 0 in m, "1" in m)
g = tuple_grid(12)
print(g[11, 11], len(g), g[0, 0], (12, 0) in g)
print(invert({"a": 1, "b": 2, "c": 1}), memo_paths(12), memo_paths(40)[0], churn(500))
big = {2**62 + i * 2**61: i for i in range(6)}
print(big, big[2**63], big.get(2.0**63), 2**64 in big)
f = {0.5: "half", 1: "one", 2.0: "two", 1.5: "x"}
print(f[1.0], f[2], f.get(0.5), list(f))
neg = {i - 3: i for i in range(6)}
print(neg, neg[-3], neg.get(-4, "none"))
d = {}
for i in range(5):
    d[i] = d.get(i - 1, []) + [i]
print(d)
vals = {k: k for k in range(8)}
vals[3] = vals[5] = "s"
vals[7] = 2**80
print(vals, [v for v in vals.values() if isinstance(v, str)])
for k, v in vals.items():
    if isinstance(v, int):
        vals[k] = v + 1
print(vals)
for k in (1.0, True, "1", None, (1,)):
    print(repr(k), vals.get(k, "missing"))
