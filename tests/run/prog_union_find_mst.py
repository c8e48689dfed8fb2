class DisjointSet:
    def __init__(self, n):
        self.parent = list(range(n))
        self.size = [1] * n
        self.sets = n

    def find(self, x):
        root = x
        while self.parent[root] != root:
            root = self.parent[root]
        while self.parent[x] != root:
            self.parent[x], x = root, self.parent[x]
        return root

    def union(self, a, b):
        a, b = self.find(a), self.find(b)
        if a == b:
            return False
        if self.size[a] < self.size[b]:
            a, b = b, a
        self.parent[b] = a
        self.size[a] += self.size[b]
        self.sets -= 1
        return True


def kruskal(n, edges):
    ds = DisjointSet(n)
    total, used = 0, []
    for w, a, b in sorted(edges):
        if ds.union(a, b):
            total += w
            used.append((a, b))
    return total, used


def prim(n, edges):
    adj = {i: [] for i in range(n)}
    for w, a, b in edges:
        adj[a].append((w, b))
        adj[b].append((w, a))
    inside, total = {0}, 0
    while len(inside) < n:
        w, v = min((w, v) for u in inside for w, v in adj[u] if v not in inside)
        inside.add(v)
        total += w
    return total


def percolate(n):
    """Open sites in a fixed pseudo random order until top and bottom connect."""
    ds = DisjointSet(n * n + 2)
    top, bottom = n * n, n * n + 1
    opened = [False] * (n * n)
    seed = 17
    count = 0
    while ds.find(top) != ds.find(bottom):
        seed = (seed * 48271) % 2147483647
        site = seed % (n * n)
        if opened[site]:
            continue
        opened[site] = True
        count += 1
        r, c = divmod(site, n)
        if r == 0:
            ds.union(site, top)
        if r == n - 1:
            ds.union(site, bottom)
        for dr, dc in ((0, 1), (1, 0), (0, -1), (-1, 0)):
            rr, cc = r + dr, c + dc
            if 0 <= rr < n and 0 <= cc < n and opened[rr * n + cc]:
                ds.union(site, rr * n + cc)
    return count, count / (n * n)


edges = [(7, 0, 1), (5, 1, 2), (8, 0, 3), (9, 1, 3), (7, 1, 4), (5, 2, 4), (15, 3, 4), (6, 3, 5), (8, 4, 5), (9, 4, 6), (11, 5, 6)]
print(kruskal(7, edges), prim(7, edges))
ds = DisjointSet(10)
for a, b in ((1, 2), (3, 4), (2, 3), (1, 4), (8, 9)):
    print(a, b, ds.union(a, b), ds.sets)
print(ds.parent, [ds.find(i) for i in range(10)], ds.size[ds.find(4)])
for n in (5, 10, 20):
    print(n, percolate(n))
accounts = [["a@x", "b@x"], ["c@x"], ["b@x", "d@x"], ["e@x", "c@x"]]
ids = {}
ds = DisjointSet(len(accounts))
for i, mails in enumerate(accounts):
    for m in mails:
        if m in ids:
            ds.union(i, ids[m])
        ids[m] = i
groups = {}
for m, i in ids.items():
    groups.setdefault(ds.find(i), []).append(m)
print(sorted(sorted(g) for g in groups.values()))
