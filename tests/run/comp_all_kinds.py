print([x for x in range(5)], [x * y for x in range(1, 4) for y in range(1, 4) if x <= y], [[i * j for j in range(3)] for i in range(3)])
print({x: x**2 for x in range(4)}, {c for c in "hello" if c in "lo"} == {"l", "o"}, {k: [v] for k, v in zip("ab", [1, 2])})
print(sum(x for x in range(10) if x % 2), max(len(w) for w in ["a", "bbb"]), list(x for x in "ab"), tuple(i for i in range(3)), ",".join(str(i) for i in range(4)))
x = "outer"
print([x for x in range(3)], x)
m = [[1, 2, 3], [4, 5, 6]]
print([list(col) for col in zip(*m)], [[row[i] for row in m] for i in range(3)], [v for row in m for v in row if v % 2], {r: {c: m[r][c] for c in range(3)} for r in range(2)})
print([a if a > 2 else -a for a in range(5)], [(i, j) for i in range(3) for j in range(i)], [c for w in "ab cd".split() for c in w.upper()])
primes = [n for n in range(2, 50) if all(n % d for d in range(2, int(n**0.5) + 1))]
print(primes, [p for p in primes if str(p) == str(p)[::-1]])
triples = [(a, b, c) for c in range(1, 20) for b in range(1, c) for a in range(1, b) if a * a + b * b == c * c]
print(triples)
words = ["apple", "Bob", "cat", "apple"]
print({w: words.count(w) for w in words}, {len(w) for w in words}, [w[0].upper() + w[1:] for w in words], [i for i, w in enumerate(words) if w == "apple"])
print({v: k for k, v in {"a": 1, "b": 2}.items()}, [*{i % 3: i for i in range(7)}.values()], [None for _ in range(2)], [[] for _ in range(2)])


def f(n):
    return [g(i) + n for i in range(n) if (g := lambda v: v * n)(i) > 2]


print(f(4))


class A:
    names = ["x", "y"]
    upper = [n.upper() for n in names]


print(A.upper)
gen = (i * i for i in range(5) if i % 2 == 0)
print(next(gen), list(gen), list(gen))
nested = [[j for j in range(i)] for i in range(4) if i]
print(nested, [len(n) for n in nested], sum([sum(n) for n in nested]))
funcs = [lambda: i for i in range(3)]
print([fn() for fn in funcs], [(lambda: i)() for i in range(3)])
try:
    print([1 / v for v in (2, 1, 0)])
except ZeroDivisionError as e:
    print(e)
try:
    print([y for y in 5])
except TypeError as e:
    print(e)
evens = (n for n in range(10**9) if n % 2 == 0)
print([next(evens) for _ in range(3)])
limit = 3
print([v for v in range(10) if v < limit], any(v > limit for v in range(10)), [*(v for v in "ab"), *[1]])
print([(x, y) for x in range(2) for y in "ab" for _ in [0] if x or y == "a"], [a for a, *b in [(1, 2), (3,)]], [b for a, *b in [(1, 2), (3,)]])
print(sorted({(i * 7) % 5 for i in range(20)}), {i: {j for j in range(i)} for i in range(3)}, {**{str(i): i for i in range(2)}})
