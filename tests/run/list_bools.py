"""Lists of bools: every operation, and what happens when something else comes in."""
import copy
import heapq
import random


def flags(n, step):
    marks = [False] * n
    for i in range(0, n, step):
        marks[i] = True
    return marks


def sieve(limit):
    prime = [True] * (limit + 1)
    prime[0] = prime[1] = False
    for i in range(2, int(limit ** 0.5) + 1):
        if prime[i]:
            prime[i * i::i] = [False] * len(range(i * i, limit + 1, i))
    return [n for n, p in enumerate(prime) if p]


def grow():
    out = []
    for i in range(100):
        out.append(i % 3 == 0)
    while len(out) > 5:
        out.pop()
    out.insert(2, True)
    out.insert(-1, False)
    out.extend([True, False])
    out += [True]
    return out


def mixed():
    a = [True, False, True]
    a.append(1)
    b = [False] * 4
    b[2] = None
    c = [True, True]
    c.extend([0, "x"])
    d = [True] + [1]
    e = [False] * 3 + [2.5]
    f = []
    f.append(True)
    f.clear()
    f.append(7)
    f.append(False)
    g = [True, False]
    g[0:1] = [1, 2]
    h = [True] * 9
    while h:
        h.pop()
    h.append(0.5)
    return a, b, c, d, e, f, g, h


def turn(board):
    n = len(board)
    return [[board[j][i] for j in range(n)] for i in range(n)]


def emptied(kind):
    x = [True] * 20
    del x[:]
    for i in range(20):
        x.append(kind(i))
    return x


def main():
    print(flags(10, 3), sum(flags(1000, 7)), flags(9, 2).count(True), flags(9, 2).count(0))
    print(sieve(60))
    print(grow(), repr(grow()[::-2]), grow()[1:4])
    for x in mixed():
        print(x, [type(v).__name__ for v in x])
    m = [True, False, True, True]
    print(m.index(False), m.index(True, 1), True in m, 1 in m, 0.0 in m, None in m, "a" in m)
    try:
        m.index(2)
    except ValueError as e:
        print(e)
    m.remove(True)
    m.reverse()
    print(m, sorted(m), sorted(m, reverse=True), sorted(m, key=lambda b: not b), m == [True, True, False], m < [True, True, True])
    print(m == [1, 1, 0], m * 3, 2 * m, m + m, tuple(m), set(m), list(m), [*m, 3], any(m), all(m), any([False] * 5), all([True] * 5))
    m.sort()
    m.sort(key=lambda b: -b)
    print(m, m.copy(), copy.deepcopy(m), max(m), min(m), m.pop(0), m, len(m))
    del m[0]
    m[-1] = True
    print(m, bool(m), str(m), list(zip(m, m)), dict(enumerate(m)), "".join("#" if b else "." for b in flags(12, 5)))
    wide = flags(30, 4)
    del wide[::3]
    wide[::2] = [True] * len(wide[::2])
    wide[3:5] = []
    print(wide, wide[-3:], wide[5:1:-1])
    print(turn([[True, False, True], [False, False, True], [True, True, True]]))
    for kind in (bool, int, float, str):
        print(emptied(kind))
    heap = [True, False, True, False]
    heapq.heapify(heap)
    print(heapq.heappop(heap), heap, heapq.nsmallest(2, heap))
    rng = random.Random(5)
    deck = flags(12, 2)
    rng.shuffle(deck)
    print(deck, rng.choice(deck), rng.sample(deck, 4))
    seen = [[False] * 4 for _ in range(3)]
    seen[1][2] = seen[2][0] = True
    print(seen, [row.index(True) if True in row else -1 for row in seen])
    many = [True] * 3
    many *= 4
    many[5] = not many[5]
    print(many, many[5] + many[6], many[True])
    try:
        many[12] = True
    except IndexError as e:
        print(e)
    try:
        print(many[-13])
    except IndexError as e:
        print(e)
    total = 0
    for b in many:
        total += b
    first, *rest = many[:4]
    print(total, first, rest, [a and b for a, b in zip(many, many[1:])], [x ^ True for x in many[4:7]])
    try:
        ",".join(many)
    except TypeError as e:
        print(e)


main()
