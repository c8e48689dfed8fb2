from itertools import combinations, cycle, islice, permutations, product
import itertools as it


def zebra_mini():
    """Three houses, three people, three drinks."""
    people, drinks = ("Ann", "Bo", "Cy"), ("tea", "milk", "water")
    for order in permutations(people):
        for cups in permutations(drinks):
            ann, bo, cy = (order.index(p) for p in people)
            if cups[ann] == "tea" and bo == cy + 1 and cups[1] == "milk" and cups[bo] != "tea":
                yield dict(zip(order, cups))


def send_more():
    letters = "GOT"  # GO + TO = OUT like puzzles, small version
    for g, o, t, u in permutations(range(10), 4):
        if g and t and o and (10 * g + o) + (10 * t + o) == 100 * o + 10 * u + t:
            yield dict(g=g, o=o, t=t, u=u)


def tsp(dist):
    n = len(dist)
    return min((sum(dist[a][b] for a, b in zip((0,) + p, p + (0,))), (0,) + p) for p in permutations(range(1, n)))


def knapsack(items, cap):
    best = (0, ())
    for r in range(len(items) + 1):
        for combo in combinations(items, r):
            w, v = sum(i[1] for i in combo), sum(i[2] for i in combo)
            if w <= cap and v > best[0]:
                best = (v, tuple(i[0] for i in combo))
    return best


def round_robin(*iterables):
    pending = len(iterables)
    nexts = cycle(iter(i).__next__ for i in iterables)
    while pending:
        try:
            for nxt in nexts:
                yield nxt()
        except StopIteration:
            pending -= 1
            nexts = cycle(islice(nexts, pending))


print(list(zebra_mini()))
print(list(send_more()))
print(tsp([[0, 10, 15, 20], [10, 0, 35, 25], [15, 35, 0, 30], [20, 25, 30, 0]]))
print(knapsack([("map", 9, 150), ("compass", 13, 35), ("water", 153, 200), ("sandwich", 50, 160), ("tin", 68, 45)], 200))
print(list(round_robin("ABC", "D", "EF")))
magic = [p for p in permutations(range(1, 10)) if p[0] + p[1] + p[2] == 15 and p[3] + p[4] + p[5] == 15 and p[0] + p[3] + p[6] == 15 and p[1] + p[4] + p[7] == 15 and p[0] + p[4] + p[8] == 15 and p[2] + p[4] + p[6] == 15] if False else []
print(len(magic), sum(1 for a, b, c in product(range(1, 7), repeat=3) if a + b + c == 10))
print(["".join(p) for p in it.islice(permutations("aab"), 6)], sorted(set("".join(p) for p in permutations("aab"))))
print(max(product([2, 3], [5, 7], [11, 13]), key=lambda t: t[0] * t[1] - t[2]), list(it.accumulate(range(1, 11), lambda a, b: a * b))[-1])
teams = ["A", "B", "C", "D"]
fixtures = list(combinations(teams, 2))
print(len(fixtures), fixtures)
