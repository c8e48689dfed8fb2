from collections import defaultdict, deque


class Graph:
    def __init__(self, edges=(), directed=True):
        self.adj = defaultdict(list)
        self.nodes = []
        self.directed = directed
        for e in edges:
            self.add_edge(*e)

    def add_node(self, n):
        if n not in self.adj:
            self.adj[n] = []
            self.nodes.append(n)

    def add_edge(self, a, b, w=1):
        self.add_node(a)
        self.add_node(b)
        self.adj[a].append((b, w))
        if not self.directed:
            self.adj[b].append((a, w))

    def dfs(self, start):
        seen, stack, order = set(), [start], []
        while stack:
            n = stack.pop()
            if n in seen:
                continue
            seen.add(n)
            order.append(n)
            stack.extend(m for m, _ in reversed(self.adj[n]))
        return order

    def bfs_levels(self, start):
        level = {start: 0}
        q = deque([start])
        while q:
            n = q.popleft()
            for m, _ in self.adj[n]:
                if m not in level:
                    level[m] = level[n] + 1
                    q.append(m)
        return level

    def topo(self):
        indeg = {n: 0 for n in self.nodes}
        for n in self.nodes:
            for m, _ in self.adj[n]:
                indeg[m] += 1
        ready = deque(n for n in self.nodes if indeg[n] == 0)
        out = []
        while ready:
            n = ready.popleft()
            out.append(n)
            for m, _ in self.adj[n]:
                indeg[m] -= 1
                if not indeg[m]:
                    ready.append(m)
        if len(out) != len(self.nodes):
            raise ValueError("cycle among " + ", ".join(sorted(n for n in indeg if indeg[n])))
        return out

    def scc(self):
        index, low, on, stack, out = {}, {}, set(), [], []

        def visit(v):
            index[v] = low[v] = len(index)
            stack.append(v)
            on.add(v)
            for w, _ in self.adj[v]:
                if w not in index:
                    visit(w)
                    low[v] = min(low[v], low[w])
                elif w in on:
                    low[v] = min(low[v], index[w])
            if low[v] == index[v]:
                comp = []
                while True:
                    w = stack.pop()
                    on.discard(w)
                    comp.append(w)
                    if w == v:
                        break
                out.append(sorted(comp))

        for v in self.nodes:
            if v not in index:
                visit(v)
        return out

    def bridges(self):
        order, low, out = {}, {}, []

        def go(v, parent):
            order[v] = low[v] = len(order)
            for w, _ in self.adj[v]:
                if w == parent:
                    continue
                if w in order:
                    low[v] = min(low[v], order[w])
                else:
                    go(w, v)
                    low[v] = min(low[v], low[w])
                    if low[w] > order[v]:
                        out.append((v, w))

        for v in self.nodes:
            if v not in order:
                go(v, None)
        return out


g = Graph([("shirt", "tie"), ("tie", "jacket"), ("pants", "shoes"), ("pants", "belt"), ("belt", "jacket"), ("socks", "shoes")])
print(g.topo(), g.dfs("pants"), g.bfs_levels("shirt"))
g.add_edge("jacket", "shirt")
try:
    g.topo()
except ValueError as e:
    print(e)
print(g.scc())
h = Graph([(1, 2), (2, 3), (3, 1), (3, 4), (4, 5), (5, 6), (6, 4)], directed=True)
print(h.scc(), h.dfs(1), h.bfs_levels(2))
u = Graph([(0, 1), (1, 2), (2, 0), (1, 3), (3, 4)], directed=False)
print(u.bridges(), u.scc(), u.bfs_levels(4))
chain = Graph([(i, i + 1) for i in range(150)])
print(len(chain.scc()), chain.topo()[-1], chain.bfs_levels(0)[150])
