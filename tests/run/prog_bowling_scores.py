"""Small katas: bowling, poker hands, game of stones, change, tennis."""


def bowling(rolls):
    total = i = 0
    for _ in range(10):
        if rolls[i] == 10:
            total += 10 + rolls[i + 1] + rolls[i + 2]
            i += 1
        elif rolls[i] + rolls[i + 1] == 10:
            total += 10 + rolls[i + 2]
            i += 2
        else:
            total += rolls[i] + rolls[i + 1]
            i += 2
    return total


def poker(hand):
    ranks = sorted(["--23456789TJQKA".index(r) for r, _ in hand], reverse=True)
    if ranks == [14, 5, 4, 3, 2]:
        ranks = [5, 4, 3, 2, 1]
    flush = len({s for _, s in hand}) == 1
    straight = max(ranks) - min(ranks) == 4 and len(set(ranks)) == 5
    groups = sorted(((ranks.count(r), r) for r in set(ranks)), reverse=True)
    shape = tuple(c for c, _ in groups)
    order = [r for _, r in groups]
    if straight and flush:
        return 8, order
    if shape == (4, 1):
        return 7, order
    if shape == (3, 2):
        return 6, order
    if flush:
        return 5, ranks
    if straight:
        return 4, order
    if shape == (3, 1, 1):
        return 3, order
    if shape == (2, 2, 1):
        return 2, order
    if shape == (2, 1, 1, 1):
        return 1, order
    return 0, ranks


def tennis(points):
    names = ["love", "fifteen", "thirty", "forty"]
    a = b = 0
    for p in points:
        if p == "A":
            a += 1
        else:
            b += 1
        if max(a, b) >= 4 and abs(a - b) >= 2:
            yield "game " + ("A" if a > b else "B")
            return
        if a >= 3 and b >= 3:
            yield "deuce" if a == b else "advantage " + ("A" if a > b else "B")
        else:
            yield f"{names[a]}-{names[b] if a != b else 'all'}"


def change(amount, coins=(200, 100, 50, 20, 10, 5, 2, 1)):
    return {c: n for c in coins if (n := amount // c) or False for amount in [amount % c] if n} if False else greedy(amount, coins)


def greedy(amount, coins):
    out = {}
    for c in coins:
        if amount >= c:
            out[c], amount = divmod(amount, c)
    return out


def rle_rows(rows):
    return ["".join(f"{len(run)}{run[0]}" for run in split_runs(r)) for r in rows]


def split_runs(s):
    runs = []
    for ch in s:
        if runs and runs[-1][0] == ch:
            runs[-1] += ch
        else:
            runs.append(ch)
    return runs


print(bowling([10] * 12), bowling([9, 0] * 10), bowling([5] * 21), bowling([10, 7, 3, 9, 0, 10, 0, 8, 8, 2, 0, 6, 10, 10, 10, 8, 1]))
try:
    bowling([10, 10])
except IndexError as e:
    print("incomplete game:", e)
hands = ["6C 7C 8C 9C TC", "9D 9H 9S 9C 7D", "TD TC TH 7C 7D", "2H 5H 9H KH 3H", "AS 2S 3H 4C 5D", "KS KH KD 2C 3D", "JH JC 3S 3C 2H", "AC AD 4S 7H 8D", "2C 4D 6S 9H KD"]
scored = sorted(hands, key=lambda h: poker(h.split()))
for h in scored:
    print(h, poker(h.split()))
for game in ("AABBABAA", "BBBB", "ABABABBABB"):
    print(list(tennis(game)))
print(change(388), change(0), greedy(99, (25, 10, 1)), rle_rows(["aaabbc", "", "z"]))
clock = [(h % 12 or 12, "am" if h < 12 else "pm") for h in range(0, 24, 5)]
print(clock, [f"{h:02d}:{m:02d}" for h, m in (divmod(t, 60) for t in range(0, 1440, 317))])
votes = {"x": [3, 1, 2], "y": [1, 2, 3], "z": [2, 3, 1]}
ranking = sorted(votes, key=lambda k: (sum(votes[k]), k))
print(ranking, {k: sum(3 - p for p in v) for k, v in votes.items()})
