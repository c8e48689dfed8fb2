"""Dynamic programming on 2-D integer arrays: edit distance, LCS, knapsack, coin change."""
import numpy as np


def edit_distance(a, b):
    table = np.zeros((len(a) + 1, len(b) + 1), dtype=np.int64)
    table[:, 0] = np.arange(len(a) + 1)
    table[0, :] = np.arange(len(b) + 1)
    for i in range(1, len(a) + 1):
        for j in range(1, len(b) + 1):
            cost = 0 if a[i - 1] == b[j - 1] else 1
            table[i, j] = min(table[i - 1, j] + 1, table[i, j - 1] + 1, table[i - 1, j - 1] + cost)
    return table


def lcs(a, b):
    t = np.zeros((len(a) + 1, len(b) + 1), dtype=np.int32)
    for i, x in enumerate(a, 1):
        for j, y in enumerate(b, 1):
            if x == y:
                t[i][j] = t[i - 1][j - 1] + 1
            else:
                t[i][j] = max(t[i - 1][j], t[i][j - 1])
    i, j, out = len(a), len(b), []
    while i and j:
        if a[i - 1] == b[j - 1]:
            out.append(a[i - 1])
            i, j = i - 1, j - 1
        elif t[i - 1][j] >= t[i][j - 1]:
            i -= 1
        else:
            j -= 1
    return "".join(reversed(out))


def knapsack(weights, values, capacity):
    best = np.zeros(capacity + 1, dtype=int)
    for w, v in zip(weights, values):
        candidate = best.copy()
        candidate[w:] = np.maximum(best[w:], best[:-w] + v)
        best = candidate
    return best


table = edit_distance("kitten", "sitting")
print(table)
print(table[-1, -1], type(table[-1, -1]).__name__)
print(edit_distance("", "abc")[-1, -1], edit_distance("flaw", "lawn")[-1][-1])
print(lcs("AGGTABXY", "GXTXAYBY"))
print(knapsack([3, 4, 5, 9], [30, 50, 60, 110], 15))
ways = np.zeros(21, dtype=np.int64)
ways[0] = 1
for coin in (1, 2, 5, 10):
    for amount in range(coin, 21):
        ways[amount] += ways[amount - coin]
print(ways.tolist(), ways[20])
grid = np.array([[1, 3, 1], [1, 5, 1], [4, 2, 1]])
cost = grid.copy()
for i in range(3):
    for j in range(3):
        if i == 0 and j > 0:
            cost[i, j] += cost[i, j - 1]
        elif j == 0 and i > 0:
            cost[i, j] += cost[i - 1, j]
        elif i and j:
            cost[i, j] += min(cost[i - 1, j], cost[i, j - 1])
print(cost)
