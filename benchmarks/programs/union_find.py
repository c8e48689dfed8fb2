# bench-args: 80000
"""Disjoint sets: Kruskal's spanning tree and percolation on a grid."""
import sys


class UnionFind:
    def __init__(self, n):
        self.parent = list(range(n))
        self.size = [1] * n
        self.count = n

    def find(self, x):
        while self.parent[x] != x:
            self.parent[x] = self.parent[self.parent[x]]
            x = self.parent[x]
        return x

    def union(self, a, b):
        ra = self.find(a)
        rb = self.find(b)
        if ra == rb:
            return False
        if self.size[ra] < self.size[rb]:
            ra, rb = rb, ra
        self.parent[rb] = ra
        self.size[ra] += self.size[rb]
        self.count -= 1
        return True


class Random:
    def __init__(self, seed):
        self.state = seed

    def below(self, n):
        self.state = (self.state * 25214903917 + 11) & ((1 << 48) - 1)
        return (self.state >> 17) % n


def kruskal(n, edges):
    sets = UnionFind(n)
    total = 0
    used = 0
    for w, u, v in sorted(edges):
        if sets.union(u, v):
            total += w
            used += 1
    return total, used, sets.count


def percolate(n, rng):
    sets = UnionFind(n * n + 2)
    top, bottom = n * n, n * n + 1
    is_open = [False] * (n * n)
    opened = 0
    while sets.find(top) != sets.find(bottom):
        cell = rng.below(n * n)
        if is_open[cell]:
            continue
        is_open[cell] = True
        opened += 1
        row, col = divmod(cell, n)
        if row == 0:
            sets.union(cell, top)
        elif is_open[cell - n]:
            sets.union(cell, cell - n)
        if row == n - 1:
            sets.union(cell, bottom)
        elif is_open[cell + n]:
            sets.union(cell, cell + n)
        if col > 0 and is_open[cell - 1]:
            sets.union(cell, cell - 1)
        if col < n - 1 and is_open[cell + 1]:
            sets.union(cell, cell + 1)
    return opened / (n * n)


def main():
    rng = Random(5)
    n = int(sys.argv[1]) if len(sys.argv) > 1 else 5_000
    edges = [(rng.below(10_000), rng.below(n), rng.below(n)) for _ in range(n * 4)]
    print("tree:", kruskal(n, edges))
    results = [percolate(150, rng) for _ in range(n // 6_000 + 1)]
    print("thresholds:", " ".join(f"{x:.4f}" for x in results))
    print(f"mean: {sum(results) / len(results):.5f}")


if __name__ == "__main__":
    main()
