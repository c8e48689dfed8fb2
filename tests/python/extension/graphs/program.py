import kern, traceback, copy, pickle
g = kern.Graph([("a", "b", 1), ("b", "c", 2.5), ("a", "c", 10), ("d", "e", 1)])
print(g.dijkstra("a"), list(g.bfs("a")), g.degree, g.degree.most_common(1), list(g), "a" in g, "z" in g, g.id, kern.Graph().id)
with g.without("b") as h:
    print(h is g, g.dijkstra("a"), h.components())
print(g.dijkstra("a"), g.components(), kern.triangles(g), type(g.adj), g.adj["a"])
g.adj["q"]["a"] = -1.0
try:
    g.dijkstra("q")
except ValueError:
    traceback.print_exc()
try:
    with g.without("a"):
        raise KeyError("inside")
except KeyError as e:
    print(e, "a" in g)
print(kern.by_length(["a", "bb", "c", "ddd"]), list(kern.windows(range(5), 3)), list(kern.windows("ab", 3)))
c = kern.LRU(2)
print(c.put(1, "x"), c.put(2, "y"), c.get(1), c.put(3, "z"), list(c), c, c.size, c.get(9, 0), isinstance(c, dict), len(c))
class Mine(kern.Graph):
    def neighbors(self, x):
        return {k: v for k, v in super().neighbors(x)}
m = Mine([(1, 2, 3)]); print(m.neighbors(1), m.dijkstra(2), sorted(m))
print(g.neighbors("a"), dict(g.neighbors("a")))
g2 = pickle.loads(pickle.dumps(m)); print(g2.adj, g2.directed)
print(kern.Graph.dijkstra.__annotations__, kern.Edge)
