"""Graph algorithms on matrices: shortest paths, reachability, PageRank, degree."""
import numpy as np

INF = float("inf")
edges = [(0, 1, 4), (0, 2, 1), (2, 1, 2), (1, 3, 5), (2, 3, 8), (3, 4, 3), (4, 0, 7)]
n = 5
dist = np.full((n, n), np.inf)
np.fill_diagonal(dist, 0)
for a, b, w in edges:
    dist[a, b] = w


def floyd_slices(d):
    d = d.copy()
    for k in range(len(d)):
        d = np.minimum(d, d[:, k, None] + d[None, k, :])
    return d


def floyd_loops(d):
    d = d.copy()
    size = d.shape[0]
    for k in range(size):
        for i in range(size):
            for j in range(size):
                if d[i, k] + d[k, j] < d[i, j]:
                    d[i, j] = d[i, k] + d[k, j]
    return d


print(dist)
fast, slow = floyd_slices(dist), floyd_loops(dist)
print(fast)
print(np.array_equal(fast, slow), fast.max(), np.isinf(dist).sum())
adjacency = np.isfinite(dist) & (dist > 0)
print(adjacency.astype(int), adjacency.sum(axis=0), adjacency.sum(axis=1))
reach = np.eye(n, dtype=bool)
for _ in range(n):
    reach = reach | (reach.astype(int) @ adjacency.astype(int) > 0)
print(reach.all())
paths = np.linalg.matrix_power(adjacency.astype(int), 3)
print(paths)
link = adjacency / adjacency.sum(axis=1, keepdims=True)
rank = np.ones(n) / n
for _ in range(50):
    rank = 0.15 / n + 0.85 * rank @ link
print(rank.round(8), rank.sum().round(10))
