# bench-args: 68000
"""Shortest paths in a random sparse graph, with a heap."""
import heapq
import random
import sys


def make_graph(n, degree, seed):
    random.seed(seed)
    graph = {u: [] for u in range(n)}
    for u in range(n):
        for _ in range(degree):
            v = random.randrange(n)
            w = random.randint(1, 100)
            graph[u].append((v, w))
            graph[v].append((u, w))
    return graph


def dijkstra(graph, source):
    dist = {source: 0}
    parent = {source: None}
    heap = [(0, source)]
    done = set()
    while heap:
        d, u = heapq.heappop(heap)
        if u in done:
            continue
        done.add(u)
        for v, w in graph[u]:
            nd = d + w
            if v not in dist or nd < dist[v]:
                dist[v] = nd
                parent[v] = u
                heapq.heappush(heap, (nd, v))
    return dist, parent


def path_to(parent, target):
    path = []
    node = target
    while node is not None:
        path.append(node)
        node = parent[node]
    return path[::-1]


def main():
    n = int(sys.argv[1]) if len(sys.argv) > 1 else 5_000
    graph = make_graph(n, 4, 11)
    dist, parent = dijkstra(graph, 0)
    print("reached:", len(dist))
    print("farthest:", max(dist.values()))
    print("sum:", sum(dist.values()))
    for target in (1, 777, n - 1):
        print(target, dist[target], path_to(parent, target))


if __name__ == "__main__":
    main()
