from typing import Dict, List, Tuple


def knapsack(weights: List[int], values: List[int], cap: int) -> Tuple[int, List[int]]:
    n = len(weights)
    dp = [[0] * (cap + 1) for _ in range(n + 1)]
    for i in range(1, n + 1):
        w, v = weights[i - 1], values[i - 1]
        for c in range(cap + 1):
            dp[i][c] = dp[i - 1][c]
            if w <= c and dp[i - 1][c - w] + v > dp[i][c]:
                dp[i][c] = dp[i - 1][c - w] + v
    chosen, c = [], cap
    for i in range(n, 0, -1):
        if dp[i][c] != dp[i - 1][c]:
            chosen.append(i - 1)
            c -= weights[i - 1]
    return dp[n][cap], chosen[::-1]


def lcs(a: str, b: str) -> str:
    m, n = len(a), len(b)
    dp = [[0] * (n + 1) for _ in range(m + 1)]
    for i in range(m - 1, -1, -1):
        for j in range(n - 1, -1, -1):
            dp[i][j] = dp[i + 1][j + 1] + 1 if a[i] == b[j] else max(dp[i + 1][j], dp[i][j + 1])
    i = j = 0
    out = []
    while i < m and j < n:
        if a[i] == b[j]:
            out.append(a[i])
            i += 1
            j += 1
        elif dp[i + 1][j] >= dp[i][j + 1]:
            i += 1
        else:
            j += 1
    return "".join(out)


def coin_change(coins: List[int], amount: int) -> int:
    INF = 10**9
    best = [0] + [INF] * amount
    for a in range(1, amount + 1):
        for c in coins:
            if c <= a and best[a - c] + 1 < best[a]:
                best[a] = best[a - c] + 1
    return best[amount] if best[amount] < INF else -1


def count_ways(coins: List[int], amount: int) -> int:
    ways = [1] + [0] * amount
    for c in coins:
        for a in range(c, amount + 1):
            ways[a] += ways[a - c]
    return ways[amount]


def lis(seq):
    best = [1] * len(seq)
    prev = [-1] * len(seq)
    for i in range(len(seq)):
        for j in range(i):
            if seq[j] < seq[i] and best[j] + 1 > best[i]:
                best[i], prev[i] = best[j] + 1, j
    i = max(range(len(seq)), key=best.__getitem__)
    out = []
    while i != -1:
        out.append(seq[i])
        i = prev[i]
    return out[::-1]


def matrix_chain(dims):
    n = len(dims) - 1
    cost = [[0] * n for _ in range(n)]
    split: Dict[Tuple[int, int], int] = {}
    for length in range(2, n + 1):
        for i in range(n - length + 1):
            j = i + length - 1
            cost[i][j] = float("inf")
            for k in range(i, j):
                c = cost[i][k] + cost[k + 1][j] + dims[i] * dims[k + 1] * dims[j + 1]
                if c < cost[i][j]:
                    cost[i][j], split[i, j] = c, k

    def show(i, j):
        return chr(65 + i) if i == j else "(" + show(i, split[i, j]) + show(split[i, j] + 1, j) + ")"

    return cost[0][n - 1], show(0, n - 1)


def subset_sum(nums, target):
    reach = {0: ()}
    for x in nums:
        for s, combo in list(reach.items()):
            if s + x <= target and s + x not in reach:
                reach[s + x] = combo + (x,)
    return reach.get(target)


def egg_drop(eggs, floors):
    moves, dp = 0, [0] * (eggs + 1)
    while dp[eggs] < floors:
        moves += 1
        for e in range(eggs, 0, -1):
            dp[e] += dp[e - 1] + 1
    return moves


print(knapsack([1, 3, 4, 5], [1, 4, 5, 7], 7), knapsack([12, 2, 1, 4, 1], [4, 2, 1, 10, 2], 15))
print(repr(lcs("AGGTAB", "GXTXAYB")), repr(lcs("", "x")), lcs("programming", "gaming"))
print(coin_change([1, 5, 10, 25], 63), coin_change([2], 3), count_ways([1, 2, 5, 10, 20, 50, 100, 200], 200), count_ways(list(range(1, 100)), 100), count_ways(list(range(1, 500)), 500))
print(lis([10, 9, 2, 5, 3, 7, 101, 18]), matrix_chain([30, 35, 15, 5, 10, 20, 25]))
print(subset_sum([3, 34, 4, 12, 5, 2], 9), subset_sum([5, 10], 7), egg_drop(2, 100), egg_drop(3, 10**6))
triangle = [[75], [95, 64], [17, 47, 82], [18, 35, 87, 10], [20, 4, 82, 47, 65]]
for row in range(len(triangle) - 2, -1, -1):
    for i in range(len(triangle[row])):
        triangle[row][i] += max(triangle[row + 1][i], triangle[row + 1][i + 1])
print(triangle[0][0])
