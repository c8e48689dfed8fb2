def count(words):
    c = {}
    for w in words:
        if w in c:
            c[w] += 1
        else:
            c[w] = 1
    d = {}
    for w in words:
        d[w] = d.get(w, 0) + 1
    print(c == d, list(c.items()))
    s = set()
    out = []
    for w in words:
        if w not in s:
            s.add(w)
            out.append(w)
    print(out, len(s), sorted(s))
    try:
        print(c["nope"])
    except KeyError as e:
        print("KeyError", e)
    return c

print(count("The quick brown Fox jumps over the lazy Dog; the dog sleeps, the fox RUNS.".lower().split()))
seen = set()
for r in range(30):
    for c in range(30):
        if (r * c % 7, c) in seen:
            continue
        seen.add((r * c % 7, c))
print(len(seen), sorted(seen)[:5], list(seen)[:10])
memo = {}
def f(n):
    if n in memo:
        return memo[n]
    memo[n] = r = n if n < 2 else f(n - 1) + f(n - 2)
    return r
print(f(100), len(memo))
def g(d, e, k):
    if k not in d:
        d[k] = 1
        d[k] += e.get(k, 5)
        e[k] = d[k]
    return d[k] + e[k]
print(g({}, {}, 3), g({3: 4}, {3: 5}, 3))
same = {}
print(g(same, same, 7), same)
for t in ["  a b\tc\n\x1cd\x0be  ", "x", "", " ", "word" * 5 + " " + "w" * 40 + "\x1f" + "z", "a\nb\r\nc\rd\x1ce\x1ff\n", "\x01\x02 \x03"]:
    print(t.split(), t.splitlines(), t.splitlines(True), [w for w in t.split()], t.upper(), t.lower(), t.strip("ax"), t.strip(" \n\tabcdefz"), t.strip("abcdefghijklmnop \n"), t.strip(""))
    for w in t.split():
        print(w.strip(".,;:!?"), w.lower(), w.upper())
    for l in t.splitlines():
        print(repr(l))
print("ABCxyz[]@`{}AZaz09".lower(), "ABCxyz[]@`{}AZaz09".upper(), "ÄÖü".lower(), "aZ".upper())
for x in (1.5, 2.25, -3.0, 1e10):
    print(f"{x:10.2f}|{x:<8.1f}|{x:e}|{int(x):>6}|{int(x):06d}|{str(x):^12}|{x:10.2f}")
import heapq, random
random.seed(3)
h = []
for i in range(500):
    heapq.heappush(h, (random.randrange(50), i, "x" * (i % 3)))
print([heapq.heappop(h) for _ in range(500)] == sorted([(0, 0)]) , len(h))
h = [(random.randrange(9), random.random()) for _ in range(300)]
k = sorted(h)
heapq.heapify(h)
print([heapq.heappop(h) for _ in range(300)] == k)
