import heapq

MAZE = """
S.#.....
..#.###.
.......#
###.##..
....#..E
"""


def load(text):
    grid = text.strip().splitlines()
    for r, row in enumerate(grid):
        for c, ch in enumerate(row):
            if ch == "S":
                start = r, c
            elif ch == "E":
                end = (r, c)
    return grid, start, end


def neighbors(grid, pos):
    r, c = pos
    for dr, dc in [(-1, 0), (1, 0), (0, -1), (0, 1)]:
        nr, nc = r + dr, c + dc
        if 0 <= nr < len(grid) and 0 <= nc < len(grid[0]) and grid[nr][nc] != "#":
            yield nr, nc


def astar(grid, start, end):
    def h(p):
        return abs(p[0] - end[0]) + abs(p[1] - end[1])

    queue = [(h(start), 0, start)]
    came = {start: None}
    cost = {start: 0}
    expanded = 0
    while queue:
        _, g, cur = heapq.heappop(queue)
        expanded += 1
        if cur == end:
            break
        for nxt in neighbors(grid, cur):
            new = g + 1
            if nxt not in cost or new < cost[nxt]:
                cost[nxt] = new
                came[nxt] = cur
                heapq.heappush(queue, (new + h(nxt), new, nxt))
    path = []
    node = end
    while node:
        path.append(node)
        node = came.get(node)
    return path[::-1], expanded


def floyd(weights, n):
    inf = float("inf")
    d = [[0 if i == j else weights.get((i, j), inf) for j in range(n)] for i in range(n)]
    for k in range(n):
        for i in range(n):
            for j in range(n):
                if d[i][k] + d[k][j] < d[i][j]:
                    d[i][j] = d[i][k] + d[k][j]
    return d


def bellman_ford(edges, n, src):
    dist = [None] * n
    dist[src] = 0
    for _ in range(n - 1):
        for u, v, w in edges:
            if dist[u] is not None and (dist[v] is None or dist[u] + w < dist[v]):
                dist[v] = dist[u] + w
    for u, v, w in edges:
        if dist[u] is not None and dist[u] + w < dist[v]:
            raise ValueError("negative cycle")
    return dist


grid, start, end = load(MAZE)
path, expanded = astar(grid, start, end)
print(len(path) - 1, expanded, path[:4])
canvas = [list(row) for row in grid]
for r, c in path[1:-1]:
    canvas[r][c] = "*"
print("\n".join("".join(row) for row in canvas))
w = {(0, 1): 3, (1, 2): -2, (2, 0): 4, (0, 3): 7, (2, 3): 2}
for row in floyd(w, 5):
    print(row)
edges = [(u, v, c) for (u, v), c in w.items()]
print(bellman_ford(edges, 5, 0), bellman_ford(edges, 5, 4))
try:
    bellman_ford(edges + [(3, 1, -5)], 5, 0)
except ValueError as e:
    print(e)
