# bench-args: 22000
"""0/1 knapsack by dynamic programming, with the chosen items, and coin change."""
import sys


def knapsack(weights, values, capacity):
    n = len(weights)
    table = [[0] * (capacity + 1) for _ in range(n + 1)]
    for i in range(1, n + 1):
        w = weights[i - 1]
        v = values[i - 1]
        for c in range(capacity + 1):
            best = table[i - 1][c]
            if w <= c:
                candidate = table[i - 1][c - w] + v
                if candidate > best:
                    best = candidate
            table[i][c] = best
    chosen = []
    c = capacity
    for i in range(n, 0, -1):
        if table[i][c] != table[i - 1][c]:
            chosen.append(i - 1)
            c -= weights[i - 1]
    chosen.reverse()
    return table[n][capacity], chosen


def count_change(coins, amount):
    ways = [0] * (amount + 1)
    ways[0] = 1
    for coin in coins:
        for a in range(coin, amount + 1):
            ways[a] += ways[a - coin]
    return ways[amount]


def main():
    capacity = int(sys.argv[1]) if len(sys.argv) > 1 else 1_500
    n = 300
    weights = [11 + (i * 37) % 83 for i in range(n)]
    values = [20 + (i * 59) % 97 for i in range(n)]
    best, chosen = knapsack(weights, values, capacity)
    print("best value:", best)
    print("items:", len(chosen), "weight:", sum(weights[i] for i in chosen))
    print("first:", chosen[:10])

    capacity //= 5
    best, chosen = knapsack(weights, values, capacity)
    print("small sack:", best, chosen[:10])
    print("ways to pay:", count_change([1, 2, 5, 10, 20, 50, 100, 200], capacity * 100))


if __name__ == "__main__":
    main()
